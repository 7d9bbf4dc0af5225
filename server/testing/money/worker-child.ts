/**
 * A worker as a process of its own, to be killed: arguments are the database's URL and the
 * journals' directories.
 */
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import { startWorker } from "../../money/accounting/worker.ts";

const [databaseUrl, journalDir, ...more] = process.argv.slice(2);
if (!databaseUrl || !journalDir)
  throw new Error("worker-child: database URL and journal directory expected");
await startWorker({
  env: { journalDir, HOST: "127.0.0.1" },
  databaseUrl,
  journalDirs: [journalDir, ...more],
  clock: systemClock,
  newId: uuidv7,
  log: createLog("silent", "worker"),
});
process.stdout.write("started\n");
