/** How far behind the worker is. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { segmentName, segmentsOf, trackerIdOf } from "../../tracking/journal/journal-read.ts";

const countMax = 100_000;

/** Clicks stored and not yet priced, counted up to 100,000. */
export async function unaccountedClicks(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n
      from (
        select
        from accounting_partition p
        join click c on c.accounting_partition = p.number and c.ingest_seq > p.last_seq
        limit ${countMax}
      ) waiting`,
  );
  return rows[0]?.n ?? 0;
}

/** Clicks that wait behind the cursor, counted up to 100,000. */
export async function parkedClicks(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from (select from parked_click limit ${countMax}) waiting`,
  );
  return rows[0]?.n ?? 0;
}

/** Bytes of the journals after what is ingested. */
export async function journalBytes(pool: pg.Pool, dirs: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const dir of dirs) {
    const { rows } = await pool.query<{ segment: bigint; byte_offset: bigint }>(
      "select segment, byte_offset from journal_offset where tracker_id = $1",
      [await trackerIdOf(dir)],
    );
    const [segment, offset] = [Number(rows[0]?.segment ?? 0), Number(rows[0]?.byte_offset ?? 0)];
    for (const each of (await segmentsOf(dir)).filter((number) => number >= segment))
      bytes += (await stat(join(dir, segmentName(each)))).size - (each === segment ? offset : 0);
  }
  return bytes;
}
