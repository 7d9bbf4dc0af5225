/**
 * The one gate: generate → lint → format → types → dead code → tests. What it does not check is not
 * a rule.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootFolder } from "./platform/env.ts";

const bin = (name: string): string => join(rootFolder, "node_modules", ".bin", name);

const folder = mkdtempSync(join(tmpdir(), "counterfoil-check-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
/** What the tests say of themselves. */
const report = join(folder, "tests.json");

interface Step {
  name: string;
  command: string;
  args: string[];
}
const steps: Step[] = [
  { name: "schema", command: bin("tsx"), args: ["server/cli.ts", "print-schema"] },
  { name: "operations", command: bin("graphql-codegen"), args: ["--config", "codegen.ts"] },
  { name: "lint", command: bin("oxlint"), args: ["--type-aware", "--deny-warnings"] },
  { name: "format", command: bin("oxfmt"), args: ["--check"] },
  { name: "types of the server", command: bin("tsc"), args: ["-p", ".", "--noEmit"] },
  { name: "types of the benchmarks", command: "node", args: ["server/build.mjs", "types"] },
  { name: "types of the dashboard", command: bin("tsc"), args: ["-p", "web", "--noEmit"] },
  { name: "dead code", command: bin("knip"), args: [] },
  {
    name: "tests",
    command: "npm",
    args: ["test", "--", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  },
];

// The build writes them anew; those of an earlier one name pages that are gone.
for (const of of [".next/types", ".next/dev/types", "next-env.d.ts", "gql"])
  rmSync(join(rootFolder, "web", of), { recursive: true, force: true });
const committed = readFileSync(join(rootFolder, "schema.graphql"), "utf8");
for (const { name, command, args } of steps) {
  const startedAt = performance.now();
  const { status } = spawnSync(command, args, { cwd: rootFolder, stdio: "inherit" });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (status !== 0) {
    process.stderr.write(`\ncheck: ${name} failed after ${seconds} s\n`);
    process.exit(1);
  }
  process.stderr.write(`check: ${name} ok, ${seconds} s\n`);
}
if (readFileSync(join(rootFolder, "schema.graphql"), "utf8") !== committed) {
  process.stderr.write(
    "check: schema.graphql was out of date; it is written anew: look at it and commit it.\n",
  );
  process.exit(1);
}
// A run that found no test has shown nothing.
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
  readFileSync(report, "utf8"),
) as Record<"numPassedTests" | "numFailedTests" | "numPendingTests", number>;
process.stderr.write(
  `check: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`,
);
if (numPassedTests === 0 || numFailedTests > 0) process.exit(1);
