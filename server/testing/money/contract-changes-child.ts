/** The contract job as a process of its own, to be killed: the argument is the database's URL. */
import { startLoop } from "../../platform/loop.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import { createContractChanges } from "../../start/jobs/contract-changes.ts";

const [databaseUrl] = process.argv.slice(2);
if (!databaseUrl) throw new Error("contract-changes-child: database URL expected");
const log = createLog("silent", "worker");
const job = await createContractChanges({
  databaseUrl,
  log,
  telling: { clock: systemClock, newId: uuidv7, publicUrl: "http://127.0.0.1:3000" },
});
startLoop({ name: "contract changes", log, run: () => job.runOnce() });
process.stdout.write("started\n");
