/**
 * `npm run mutation [-- money limits]`: changes the pure core in every small way and lets the domain's tests find each change.
 * What they do not find is listed; a file of which less than 95 % is found fails the run.
 */
import { Stryker } from "@stryker-mutator/core";
import { rootFolder } from "../env.ts";

/** Where money is decided. */
const files = ["money", "limits", "calendar", "rules", "compiled-rules", "decide", "ledger", "validity", "terms"];
const leastFound = 95;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !files.includes(name));
if (unknown) {
  process.stderr.write(`"${unknown}" is not mutated: ${files.join(", ")}.\n`);
  process.exit(2);
}
process.chdir(rootFolder);
const mutated = (asked.length > 0 ? asked : files).map((name) => `server/domain/${name}.ts`);

const mutants = await new Stryker({
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "server/mutation/vitest.config.ts", related: false },
  mutate: mutated,
  ignorePatterns: ["/*", "!/server", "/server/*", "!/server/domain", "!/server/mutation", "!/package.json"],
  // Stryker would rewrite it by an older compiler's interface; the tests need none.
  tsconfigFile: "none",
  reporters: ["progress-append-only"],
  // Left out by git, lint, format and tests.
  tempDirName: "dist/mutation",
  concurrency: 2,
  timeoutMS: 5_000,
  allowConsoleColors: false,
}).runMutationTest();

let failed = false;
for (const file of mutated) {
  const own = mutants.filter(({ fileName }) => fileName.endsWith(file));
  const alive = own.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const found = own.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  const share = (found / Math.max(1, found + alive.length)) * 100;
  failed ||= share < leastFound;
  for (const { location, mutatorName, replacement, status } of alive) process.stdout.write(`${file}:${location.start.line + 1} ${status} ${mutatorName}: ${replacement}\n`);
  process.stdout.write(`${file}: ${found} of ${found + alive.length} changes found, ${share.toFixed(1)} %\n`);
}
process.exit(failed ? 1 : 0);
