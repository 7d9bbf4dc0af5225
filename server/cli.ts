/** The table of commands. `npm run cli -- <command> --help` explains each. */
import { printSchemaCommand } from "./commands/print-schema.ts";
import { WrongVariable } from "./env.ts";

export interface Command {
  name: string;
  summary: string;
  run(argv: string[]): Promise<number>;
}

const commands: Command[] = [printSchemaCommand];

async function main([name, ...argv]: string[]): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return command.run(argv);
  process.stderr.write(`${name ? `There is no command "${name}".\n` : ""}Commands:\n${commands.map((c) => `  ${c.name.padEnd(18)}${c.summary}`).join("\n")}\n`);
  return name ? 2 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof WrongVariable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
