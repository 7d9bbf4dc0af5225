/**
 * Writes journals as a tracker does, for tests and benchmarks: whole lines, then how far they are
 * synced.
 */
import { appendFile, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeLine, segmentName, syncedName } from "../../tracking/journal/journal-read.ts";
import type { RequestRecord } from "../../domain/facts.ts";

export async function writeJournal(
  dir: string,
  records: readonly unknown[],
  segment = 1,
): Promise<void> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, segmentName(segment));
  for (let i = 0; i < records.length; i += 5_000)
    await appendFile(
      path,
      records
        .slice(i, i + 5_000)
        .map((record) => encodeLine(record as RequestRecord))
        .join(""),
    );
  await writeFile(join(dir, syncedName), `${segment} ${(await stat(path)).size}\n`);
}
