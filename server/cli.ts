/** The table of commands: `npm run cli -- <command>`. */
import { amazonCheckCommand } from "./start/commands/amazon-check.ts";
import { clickFilterCommand } from "./start/commands/click-filter.ts";
import { WrongUsage, type Command } from "./start/commands/command.ts";
import { doctorCommand } from "./start/commands/doctor.ts";
import { heldReportCommand } from "./start/commands/held-report.ts";
import {
  rebuildCommand,
  replayLedgerCommand,
  verifyLedgerCommand,
} from "./start/commands/ledger.ts";
import { printSchemaCommand } from "./start/commands/print-schema.ts";
import { createOperatorCommand, migrateCommand } from "./start/commands/set-up.ts";
import { termsCommand } from "./start/commands/terms.ts";
import { soakCommand } from "./testing/commands/soak.ts";
import { trafficCommand } from "./testing/commands/traffic.ts";
import { EmbeddedPostgresError } from "./platform/db/embedded-postgres.ts";
import { DatabaseUnusable } from "./platform/db/migrate.ts";
import { WrongVariable } from "./platform/env.ts";

const commands: Command[] = [
  amazonCheckCommand,
  clickFilterCommand,
  createOperatorCommand,
  doctorCommand,
  heldReportCommand,
  migrateCommand,
  printSchemaCommand,
  rebuildCommand,
  replayLedgerCommand,
  soakCommand,
  termsCommand,
  trafficCommand,
  verifyLedgerCommand,
];

async function main([name, ...argv]: string[]): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return command.run(argv);
  const list = commands
    .map(({ name: known, summary }) => `  ${known.padEnd(18)}${summary}`)
    .join("\n");
  process.stderr.write(
    `${name ? `There is no command "${name}".\n` : ""}Commands, by npm run cli -- NAME:\n${list}\n`,
  );
  return name ? 2 : 0;
}

const isForPeople = (error: unknown): error is Error =>
  error instanceof WrongVariable ||
  error instanceof WrongUsage ||
  error instanceof DatabaseUnusable ||
  error instanceof EmbeddedPostgresError ||
  (error instanceof TypeError &&
    String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS"));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isForPeople(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
