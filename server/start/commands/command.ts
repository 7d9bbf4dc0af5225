/** One entry of the command line. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Resolves to the exit code. */
  run(argv: string[]): Promise<number>;
}

/** A wrong option or a missing one: said in one line, exit code 2. */
export class WrongUsage extends Error {}

export const out = (line: string): void => void process.stdout.write(`${line}\n`);
