/**
 * Moves journals into the database. A batch, its place in the order of accounting and the journal's offset are one
 * transaction, so a kill at any point loses nothing and a replay stores nothing twice.
 */
import type pg from "pg";
import type { Clock } from "../clock.ts";
import { pruneSegments, readJournal, trackerIdOf, type JournalPosition } from "../db/journal-read.ts";
import { inTransaction } from "../db/connection.ts";
import type { Log } from "../log.ts";
import { copyLines } from "./copy.ts";
import { ensurePartitions } from "./partitions.ts";
import { createReadings } from "./readings.ts";
import { clickColumns, lineOf, requestColumns, type Line } from "./record.ts";

export interface IngestOptions {
  pool: pg.Pool;
  clock: Clock;
  log: Log;
  /** One per tracker. */
  journalDirs: string[];
  /** Most records of one transaction. */
  batchMax?: number;
}
export interface Ingest {
  /** Takes at most one batch from each journal; resolves with the number of records taken. */
  runOnce(): Promise<number>;
}

const defaultBatchMax = 20_000;

interface Batch {
  trackerId: string;
  lines: Line[];
  next: JournalPosition;
  lastSeq: number;
}

// The order (clicked_at, id) inside a batch makes the order of accounting independent of how records were shuffled.
const insertClicks = `
  with fresh as (
    select distinct on (s.clicked_at, s.id) s.* from ingest_click s
    where not exists (select from click c where c.brand_account_id = s.brand_account_id and c.clicked_at = s.clicked_at and c.id = s.id)
    order by s.clicked_at, s.id
  )
  insert into click (ingest_seq, ${clickColumns})
  select $1::bigint + row_number() over (order by clicked_at, id), ${clickColumns} from fresh
  on conflict do nothing`;

async function storeClicks(client: pg.PoolClient, lines: string[]): Promise<number> {
  if (lines.length === 0) return 0;
  await client.query("create temp table if not exists ingest_click (like click) on commit delete rows");
  await client.query("alter table ingest_click alter column ingest_seq drop not null");
  await copyLines(client, `ingest_click (${clickColumns})`, lines);
  // Held until commit: numbers become visible in the order in which they were given, so no reader can pass one by.
  const { rows } = await client.query<{ last_seq: bigint }>("select last_seq from ingest_counter for update");
  const last = rows[0]?.last_seq ?? 0n;
  const { rowCount } = await client.query(insertClicks, [last]);
  await client.query("update ingest_counter set last_seq = $1", [last + BigInt(rowCount ?? 0)]);
  return rowCount ?? 0;
}

async function storeRequests(client: pg.PoolClient, lines: string[]): Promise<void> {
  if (lines.length === 0) return;
  await client.query("create temp table if not exists ingest_request (like link_request) on commit delete rows");
  await copyLines(client, `ingest_request (${requestColumns})`, lines);
  await client.query(`insert into link_request (${requestColumns}) select ${requestColumns} from ingest_request on conflict do nothing`);
}

/** Stores one batch with its offset. `expected` is the stored position it was read from; another ingester's move aborts it. */
async function store(client: pg.PoolClient, batch: Batch, expected: JournalPosition, at: Date): Promise<number> {
  const moved = await client.query(
    `insert into journal_offset (tracker_id, segment, byte_offset, last_seq, updated_at) values ($1, $2, $3, $4, $5)
     on conflict (tracker_id) do update set segment = excluded.segment, byte_offset = excluded.byte_offset,
       last_seq = greatest(journal_offset.last_seq, excluded.last_seq), updated_at = excluded.updated_at
     where journal_offset.segment = $6 and journal_offset.byte_offset = $7`,
    [batch.trackerId, batch.next.segment, batch.next.byteOffset, batch.lastSeq, at, expected.segment, expected.byteOffset],
  );
  if (moved.rowCount !== 1) throw new Error(`The journal of tracker ${batch.trackerId} is being ingested by another worker`);
  const of = (kind: Line["kind"]) => batch.lines.filter((line) => line.kind === kind).map((line) => line.line);
  await storeRequests(client, of("REQUEST"));
  const fresh = await storeClicks(client, of("CLICK"));
  if (fresh > 0) await client.query("select pg_notify('clicks_ingested', $1)", [String(fresh)]);
  return fresh;
}

export function createIngest({ pool, clock, log, journalDirs, batchMax = defaultBatchMax }: IngestOptions): Ingest {
  const trackerIds = new Map<string, string>();
  const prunedBefore = new Map<string, number>();
  const readings = createReadings(pool);

  async function positionOf(trackerId: string): Promise<JournalPosition> {
    const { rows } = await pool.query<{ segment: bigint; byte_offset: bigint }>("select segment, byte_offset from journal_offset where tracker_id = $1", [trackerId]);
    return { segment: Number(rows[0]?.segment ?? 0), byteOffset: Number(rows[0]?.byte_offset ?? 0) };
  }

  async function takeFrom(dir: string): Promise<number> {
    const trackerId = trackerIds.get(dir) ?? (await trackerIdOf(dir));
    trackerIds.set(dir, trackerId);
    const began = clock();
    const position = await positionOf(trackerId);
    const { records, next } = await readJournal(dir, position, batchMax);
    if (records.length > 0) {
      const started = performance.now();
      const origin = { trackerId, recordedAt: clock() };
      const lines = records.map((record) => lineOf(record, origin));
      await ensurePartitions(
        pool,
        "click",
        lines.filter((line) => line.kind === "CLICK").map((line) => line.at),
      );
      await ensurePartitions(
        pool,
        "link_request",
        lines.filter((line) => line.kind === "REQUEST").map((line) => line.at),
      );
      const lastSeq = records.reduce((last, { seq }) => (Number.isSafeInteger(seq) && seq > last ? seq : last), 0);
      const fresh = await inTransaction(pool, (client) => store(client, { trackerId, lines, next, lastSeq }, position, new Date(origin.recordedAt)));
      const malformed = lines.filter((line) => line.bad).length;
      if (malformed > 0) log.warn({ tracker: trackerId, malformed }, "journal records that cannot be read were stored as malformed requests");
      log.debug({ tracker: trackerId, records: records.length, fresh, ms: Math.round(performance.now() - started) }, "journal batch ingested");
    }
    // A full batch may have left something behind it.
    if (records.length < batchMax) await readings.note(trackerId, began);
    await prune(dir, position.segment);
    return records.length;
  }

  /** The stored position is past every older segment; one ingested segment is kept. */
  async function prune(dir: string, segment: number): Promise<void> {
    if ((prunedBefore.get(dir) ?? 0) >= segment - 1) return;
    await pruneSegments(dir, segment - 1);
    prunedBefore.set(dir, segment - 1);
  }

  return {
    async runOnce() {
      let taken = 0;
      for (const dir of journalDirs) taken += await takeFrom(dir);
      return taken;
    },
  };
}
