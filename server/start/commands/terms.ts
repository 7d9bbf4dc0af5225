import { parseArgs } from "node:util";
import { isId } from "../../domain/values/id.ts";
import { termsText } from "../../partnership/terms/terms-text.ts";
import { readEnv } from "../../platform/env.ts";
import { out, WrongUsage, type Command } from "./command.ts";
import { withWorkerPool } from "./database.ts";

export const termsCommand: Command = {
  name: "terms",
  summary: "Prints what a contract, or a version of terms, says. --id ID",
  run: async (argv) => {
    const { values } = parseArgs({ args: argv, options: { id: { type: "string" } } });
    const id = values.id?.toLowerCase();
    if (id === undefined || !isId(id))
      throw new WrongUsage("terms: --id names a contract or a version of terms by its id");
    return withWorkerPool(readEnv(), async (pool) => {
      const lines = await termsText(pool, id);
      if (lines === null)
        throw new WrongUsage(`terms: neither a contract nor a version of terms has the id ${id}`);
      for (const line of lines) out(line);
      return 0;
    });
  },
};
