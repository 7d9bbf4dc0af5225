/**
 * The ground on which the model of counters runs outside of tests: a database of its own, a
 * journal, and a clock that is told.
 */
import { createAccounting } from "../../money/accounting/accounting.ts";
import { createIngest } from "../../tracking/ingest/ingest.ts";
import { writeJournal } from "../money/test-journal.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createLog } from "../../platform/log.ts";
import { runCounterModel, type CountersDone } from "./counter-model.ts";

export async function runCounters(
  { url, folder, seed }: { url: string; folder: string; seed: number },
  runs: number,
): Promise<CountersDone> {
  const [owner, worker] = [createPool(url, "owner", 4), createPool(url, "worker", 12)];
  const log = createLog("silent", "soak");
  let now = 0;
  const clock = () => now;
  try {
    const ground = {
      owner,
      worker,
      ingest: async (records: readonly unknown[]) => {
        await writeJournal(folder, records);
        const ingest = createIngest({ pool: worker, clock, log, journalDirs: [folder] });
        while ((await ingest.runOnce()) > 0);
      },
      account: async (options: { clock: () => number; batchMin: number; batchMax: number }) => {
        now = options.clock();
        const accounting = createAccounting({ pool: worker, log, owner: "soak", ...options });
        while ((await accounting.runOnce()) > 0);
        await accounting.close();
      },
    };
    return await runCounterModel(ground, { runs, seed });
  } finally {
    await owner.end();
    await worker.end();
  }
}
