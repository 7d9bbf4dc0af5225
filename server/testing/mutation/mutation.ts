/**
 * `npm run mutation [-- money limits]`: changes each file of the pure core in every small way and
 * lets the file's own tests, and those named here, find each change. What they do not find is
 * listed; a file of which less than 95 % is found fails the run.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { rootFolder } from "../../platform/env.ts";

/** What reads terms is tested where they are read whole. */
const readingTests = ["terms-input", "limit-input", "terms"];
/** Where money is decided, with the tests that hold a file besides its own. */
const suites: Record<string, string[]> = {
  money: [],
  "values/amount": [],
  limits: [],
  "weekly-starts": [],
  "limit-scopes": ["terms-input"],
  calendar: [],
  rules: ["click-rules"],
  "rule-gates": ["rule-values"],
  "rule-values": [],
  glob: [],
  "rule-choice": ["click-rules"],
  "compiled-rules": ["click-rules"],
  "interned-words": ["compiled-rules"],
  "rule-run": ["compiled-rules"],
  decide: ["click-rules", "trace-words", "trial"],
  "payable-event": ["decide", "trace-words"],
  trial: [],
  "trace-words": ["decide"],
  ledger: [],
  validity: [],
  terms: ["terms-input"],
  "terms-input": readingTests,
  "draft-parts": readingTests,
  "limit-input": readingTests,
  "group-input": readingTests,
  "terms-rules": [],
  bonus: [],
  "bonus-input": ["bonus"],
  conversion: [],
  attribution: [],
  "ad-group-split": [],
  locking: [],
  "payout-stage": [],
  statement: [],
};
const leastFound = 95;

const fileOf = (name: string): string => `server/domain/${name}.ts`;

/** A file's own tests; where it has none and others are not named, those that import it. */
function testsOf(name: string, named: readonly string[]): string[] {
  const tests = globSync("server/domain/**/*.test.ts");
  const known = [name, ...named].map((test) => fileOf(`${test}.test`));
  const held = tests.filter((test) => known.includes(test));
  if (held.length > 0) return held;
  const imports = new RegExp(`from "[./a-z]*/${basename(name)}\\.ts"`);
  return tests.filter((test) => imports.test(readFileSync(test, "utf8")));
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Resolves with the share that was found, in percent. */
async function mutate(name: string, named: readonly string[]): Promise<number> {
  // Left out by git, lint, format and tests.
  const folder = join(rootFolder, "dist", "mutation");
  const configFile = join(folder, "vitest.config.mjs");
  mkdirSync(folder, { recursive: true });
  const test = {
    include: testsOf(name, named),
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
for (const [name, named] of Object.entries(suites))
  if (asked.length === 0 || asked.includes(name))
    good = (await mutate(name, named)) >= leastFound && good;
process.exit(good ? 0 : 1);
