/** Reads the files that wait, or books what is queued, and tells how much memory it took. */
import { bookSubmissions, readFiles } from "../../money/attribution/submission-job.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createLog } from "../../platform/log.ts";

const [url = "", step = "", now = ""] = process.argv.slice(2);
const pool = createPool(url, "worker", 4);
const deps = {
  pool,
  clock: () => Number(now),
  newId: uuidv7,
  log: createLog("silent", "large file"),
};
const begun = performance.now();
while ((step === "read" ? await readFiles(deps) : await bookSubmissions(deps)) > 0);
await pool.end();
process.stdout.write(
  JSON.stringify({
    // In kilobytes.
    megabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
    seconds: Math.round((performance.now() - begun) / 100) / 10,
  }),
);
