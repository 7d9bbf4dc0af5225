/**
 * `npm run mutation [-- money limits]`: changes each file of the pure core in every small way and
 * lets the core's tests that stand next to the file find each change. What they do not find is
 * listed; a file of which less than 95 % is found fails the run.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { rootFolder } from "../../platform/env.ts";

/** Where money is decided. */
const mutated = [
  "money",
  "limits",
  "limit-scopes",
  "calendar",
  "rules",
  "rule-operators",
  "rule-gates",
  "compiled-rules",
  "interned-words",
  "rule-run",
  "glob",
  "decide",
  "payable-event",
  "rule-choice",
  "trial",
  "trace-words",
  "ledger",
  "validity",
  "terms",
  "terms-input",
  "terms-rules",
  "number-clauses",
  "bonus",
  "bonus-input",
  "conversion",
  "attribution",
  "locking",
  "payout-stage",
  "entitlement",
  "statement",
  "stored-use",
  "limit-book",
  "values/amount",
];
const leastFound = 95;

const fileOf = (name: string): string => `server/domain/${name}.ts`;

/** Path of each file of the core to the paths of those that it imports. */
function importsOfCore(): ReadonlyMap<string, ReadonlySet<string>> {
  const paths = globSync("server/domain/**/*.ts");
  return new Map(
    paths.map((path) => [
      path,
      new Set(
        [...readFileSync(path, "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, to = ""]) =>
          join(dirname(path), to),
        ),
      ),
    ]),
  );
}
/**
 * The core's tests that have a file's name or import it; where none does, those of what imports it.
 */
function testsOf(path: string): string[] {
  const imports = importsOfCore();
  const own = path.replace(/\.ts$/, ".test.ts");
  const seen = new Set([path]);
  for (let near = [path]; near.length > 0;) {
    const next = [...imports.keys()].filter(
      (from) => !seen.has(from) && near.some((to) => imports.get(from)?.has(to)),
    );
    const tests = next.filter((from) => from.endsWith(".test.ts"));
    if (tests.length > 0) return imports.has(own) ? [...new Set([...tests, own])] : tests;
    for (const from of next) seen.add(from);
    near = next;
  }
  return [];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Resolves with the share that was found, in percent. */
async function mutate(name: string): Promise<number> {
  // Left out by git, lint, format and tests.
  const folder = join(rootFolder, "dist", "mutation");
  const configFile = join(folder, "vitest.config.mjs");
  mkdirSync(folder, { recursive: true });
  const test = {
    include: testsOf(fileOf(name)),
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
const unknown = asked.find((name) => !mutated.includes(name));
if (unknown) {
  process.stderr.write(`"${unknown}" is not mutated: ${mutated.join(", ")}.\n`);
  process.exit(2);
}
process.chdir(rootFolder);
let good = true;
for (const name of mutated)
  if (asked.length === 0 || asked.includes(name)) good = (await mutate(name)) >= leastFound && good;
process.exit(good ? 0 : 1);
