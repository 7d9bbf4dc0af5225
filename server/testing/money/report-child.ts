/**
 * A worker that asks for reports once, as a process of its own, to be killed: arguments are the
 * database's URL, the program, the service's URL and the instant that it takes for now.
 */
import { createAttributionPoller } from "../../money/attribution/poller.ts";
import { createReportClient } from "../../money/attribution/report-client.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createLog } from "../../platform/log.ts";

const [databaseUrl, programId, serviceUrl, now] = process.argv.slice(2);
if (!databaseUrl || !programId || !serviceUrl || !now)
  throw new Error("report-child: database URL, program, service URL and instant expected");
const base = { clock: () => Number(now), log: createLog("silent", "worker") };
const pool = createPool(databaseUrl, "worker", 4);
const client = createReportClient({
  ...base,
  baseUrl: serviceUrl,
  credentials: { clientId: "c", scope: "1" },
  token: () => Promise.resolve("t"),
  wait: () => Promise.resolve(),
});
await createAttributionPoller({
  ...base,
  pool,
  newId: uuidv7,
  clientOf: ({ id }) => (id === programId ? client : null),
  everyMs: 1_000,
}).pollOnce();
await pool.end();
