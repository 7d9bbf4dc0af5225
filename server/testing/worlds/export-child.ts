/** Makes exports as a process of its own, to be killed: the database's URL, and what time it is. */
import { uuidv7 } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { startExports } from "../../start/jobs/exports.ts";

const [databaseUrl, now] = process.argv.slice(2);
if (!databaseUrl || !now) throw new Error("export-child: database URL and instant expected");
await startExports({
  env: readEnv({ NODE_ENV: "test" }),
  databaseUrl,
  clock: () => Number(now),
  newId: uuidv7,
  log: createLog("silent", "control"),
});
