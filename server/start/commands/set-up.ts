import { parseArgs } from "node:util";
import { createInterface } from "node:readline/promises";
import { MikroORM } from "@mikro-orm/postgresql";
import { createOperator, OperatorRefused } from "../../partnership/accounts/operators.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { entities } from "../entities.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { out, WrongUsage, type Command } from "./command.ts";
import { withDatabase } from "./database.ts";

export const migrateCommand: Command = {
  name: "migrate",
  summary: "Brings the database to the newest migration.",
  run: () =>
    withDatabase(readEnv(), async (ownerUrl) => {
      const done = await migrate(ownerUrl);
      out(done.length === 0 ? "The database is up to date." : `Applied ${done.join(", ")}.`);
      return 0;
    }),
};

/** From standard input, so that it stands in no process list and no shell history. */
async function askPassword(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question("Password of 10 to 200 characters: ");
  } finally {
    lines.close();
  }
}

export const createOperatorCommand: Command = {
  name: "create-operator",
  summary:
    "Makes a platform operator. --email ADDRESS --name NAME; the password is read from standard " +
    "input.",
  run: async (argv) => {
    const { values } = parseArgs({
      args: argv,
      options: { email: { type: "string" }, name: { type: "string" } },
    });
    const { email, name } = values;
    if (!email || !name)
      throw new WrongUsage("create-operator needs --email ADDRESS and --name NAME.");
    const password = await askPassword();
    const env = readEnv();
    return withDatabase(env, async (ownerUrl) => {
      await migrate(ownerUrl);
      const orm = await MikroORM.init(ormConfig(ownerUrl, "owner", entities));
      try {
        const deps = {
          env,
          orm,
          clock: systemClock,
          newId: uuidv7,
          log: createLog(env.LOG_LEVEL, "cli"),
          ticks: null,
        };
        const made = await createOperator(deps, { email, name, password });
        out(
          made.isNew
            ? `${email} is an operator.`
            : `${email} is an operator now and keeps the known password.`,
        );
        return 0;
      } catch (error) {
        if (!(error instanceof OperatorRefused)) throw error;
        throw new WrongUsage(error.message);
      } finally {
        await orm.close(true);
      }
    });
  },
};
