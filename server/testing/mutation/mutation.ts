/**
 * `npm run mutation [-- money limits]`: changes each file of the pure core in every small way and
 * lets the file's own tests find each change. What they do not find is listed; a file of which less
 * than 95 % is found fails the run.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { rootFolder } from "../../platform/env.ts";

/** Where money is decided, with the tests of each file. */
const suites: Record<string, string[]> = {
  money: ["money"],
  limits: ["limits"],
  calendar: ["calendar"],
  rules: ["rules"],
  "compiled-rules": ["compiled-rules", "click-rules"],
  decide: ["decide", "click-rules", "trace-words"],
  ledger: ["ledger"],
  validity: ["validity"],
  terms: ["terms"],
};
const leastFound = 95;

const fileOf = (name: string): string => `server/domain/${name}.ts`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Resolves with the share that was found, in percent. */
async function mutate(name: string, tests: readonly string[]): Promise<number> {
  // Left out by git, lint, format and tests.
  const folder = join(rootFolder, "dist", "mutation");
  const configFile = join(folder, "vitest.config.mjs");
  mkdirSync(folder, { recursive: true });
  const test = {
    include: tests.map((name) => fileOf(`${name}.test`)),
    setupFiles: ["server/testing/mutation/properties.ts"],
    testTimeout: 60_000,
  };
  writeFileSync(configFile, `export default ${JSON.stringify({ test })};\n`);
  const mutants = await new Stryker({
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile, related: false },
    mutate: [fileOf(name)],
    ignorePatterns: ["/*", "!/server", "!/package.json"],
    // Stryker would rewrite it by an older compiler's interface; the tests need none.
    tsconfigFile: "none",
    reporters: [],
    tempDirName: folder,
    concurrency: 2,
    timeoutMS: 5_000,
  }).runMutationTest();
  const alive = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const found = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  const share = (found / Math.max(1, found + alive.length)) * 100;
  for (const { location, mutatorName, replacement, status } of alive)
    say(`  ${name}:${location.start.line} ${status}, ${mutatorName}: ${replacement}`);
  say(`${name}: ${found} of ${found + alive.length} changes found, ${share.toFixed(1)} %`);
  return share;
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in suites));
if (unknown) {
  process.stderr.write(`"${unknown}" is not mutated: ${Object.keys(suites).join(", ")}.\n`);
  process.exit(2);
}
process.chdir(rootFolder);
let good = true;
for (const [name, tests] of Object.entries(suites))
  if (asked.length === 0 || asked.includes(name))
    good = (await mutate(name, tests)) >= leastFound && good;
process.exit(good ? 0 : 1);
