/**
 * Moves journals into the database. A batch, its place in the order of accounting and the journal's
 * offset are one transaction, so a kill at any point loses nothing and a replay stores nothing
 * twice. Bytes that are not what was written, and a record that cannot be stored, are kept aside
 * and told; the journal goes on.
 */
import type pg from "pg";
import { uuidv7, type Clock, type NewId } from "../../platform/clock.ts";
import {
  encodeLine,
  pruneSegments,
  readJournal,
  trackerIdOf,
  walkLines,
  type Damage,
  type JournalPosition,
} from "../journal/journal-read.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { isOutage } from "../../platform/db/outage.ts";
import {
  failureOf,
  isDue,
  openItems,
  park,
  storableText,
  unpark,
  watchReleases,
  type Failure,
} from "../../platform/db/parking.ts";
import type { RequestRecord } from "../../domain/facts.ts";
import type { Log } from "../../platform/log.ts";
import { createReadings, type Readings } from "./readings.ts";
import { lineOf, type Line } from "./record.ts";
import { storeLines, ensureMonths } from "./storing.ts";

export interface IngestOptions {
  pool: pg.Pool;
  clock: Clock;
  log: Log;
  newId?: NewId;
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

type IngestDeps = Pick<IngestOptions, "pool" | "clock" | "log"> & {
  newId: NewId;
  readings: Readings;
};
interface Batch {
  trackerId: string;
  lines: Line[];
  next: JournalPosition;
  lastSeq: number;
  damage: (Damage & { failure: Failure })[];
}

/** Rows of the journal itself: what could not be read, and records that could not be stored. */
async function storeDamage(
  client: pg.PoolClient,
  deps: IngestDeps,
  { trackerId, damage }: Batch,
  at: Date,
): Promise<void> {
  for (const { segment, from, bytes, failure } of damage)
    await client.query(
      `insert into journal_damage (tracker_id, segment, byte_offset, bytes, reason, found_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing`,
      [trackerId, segment, from, bytes, failure.detail, at],
    );
  for (const [segment, found] of Map.groupBy(damage, (each) => each.segment)) {
    const failure = found[0]?.failure ?? damaged;
    const places = found
      .map(({ from, to }) => (from === to ? "missing" : `bytes ${from} to ${to}`))
      .join(", ");
    const detail = storableText(
      `Journal segment ${segment} of tracker ${trackerId}, ${places}: ${failure.detail}`,
      maxDetail,
    );
    await park(
      client,
      deps,
      { kind: "JOURNAL", subject: subjectOf(trackerId, segment), accountId: null },
      { ...failure, detail },
      null,
    );
  }
}
const maxDetail = 2_000;
const damaged: Failure = {
  reason: "DAMAGED",
  detail: "these bytes are not what was written; they are kept",
};
const subjectOf = (trackerId: string, segment: number): string => `${trackerId}/${segment}`;

/**
 * Stores one batch with its offset. `expected` is the stored position it was read from; another
 * ingester's move aborts it.
 */
async function store(
  client: pg.PoolClient,
  deps: IngestDeps,
  batch: Batch,
  expected: JournalPosition,
  at: Date,
): Promise<number> {
  const moved = await client.query(
    `insert into journal_offset (tracker_id, segment, byte_offset, last_seq, updated_at)
      values ($1, $2, $3, $4, $5)
      on conflict (tracker_id) do update
      set
        segment = excluded.segment,
        byte_offset = excluded.byte_offset,
        last_seq = greatest(journal_offset.last_seq, excluded.last_seq),
        updated_at = excluded.updated_at
      where journal_offset.segment = $6 and journal_offset.byte_offset = $7`,
    [
      batch.trackerId,
      batch.next.segment,
      batch.next.byteOffset,
      batch.lastSeq,
      at,
      expected.segment,
      expected.byteOffset,
    ],
  );
  if (moved.rowCount !== 1)
    throw new OtherIngester(
      `The journal of tracker ${batch.trackerId} is being ingested by another worker`,
    );
  await storeDamage(client, deps, batch, at);
  return storeLines(client, batch.lines);
}
class OtherIngester extends Error {}

/** One journal, as far as this process has come with it. */
interface Journal {
  dir: string;
  trackerId: string | null;
  prunedBefore: number;
  /**
   * Most records of the next batch: halved while a batch cannot be stored, so that the record whose
   * fault it is is found.
   */
  batchMax: number;
}

async function positionOf(pool: pg.Pool, trackerId: string): Promise<JournalPosition> {
  const { rows } = await pool.query<{ segment: bigint; byte_offset: bigint }>(
    "select segment, byte_offset from journal_offset where tracker_id = $1",
    [trackerId],
  );
  return { segment: Number(rows[0]?.segment ?? 0), byteOffset: Number(rows[0]?.byte_offset ?? 0) };
}

const samePlace = (a: JournalPosition, b: JournalPosition): boolean =>
  a.segment === b.segment && a.byteOffset === b.byteOffset;

async function storeBatch(
  deps: IngestDeps,
  batch: Batch,
  position: JournalPosition,
  recordedAt: number,
): Promise<number> {
  await ensureMonths(deps.pool, batch.lines);
  return inTransaction(deps.pool, (client) =>
    store(client, deps, batch, position, new Date(recordedAt)),
  );
}

/** Takes at most one batch from a journal. */
async function takeFrom(deps: IngestDeps, journal: Journal, batchMax: number): Promise<number> {
  const { pool, clock, log, readings } = deps;
  const { dir } = journal;
  const trackerId = (journal.trackerId ??= await trackerIdOf(dir));
  const began = clock();
  const position = await positionOf(pool, trackerId);
  await prune(deps, journal, position.segment);
  const { records, damage, next } = await readJournal(dir, position, journal.batchMax);
  // A full batch may have left something behind it.
  const noteReading = async () =>
    records.length < journal.batchMax && (await readings.note(trackerId, began));
  if (records.length === 0 && samePlace(next, position)) {
    await noteReading();
    return 0;
  }
  const started = performance.now();
  const recordedAt = clock();
  const lines = records.map((record) => lineOf(record, { trackerId, recordedAt }));
  const lastSeq = records.reduce(
    (last, { seq }) => (Number.isSafeInteger(seq) && seq > last ? seq : last),
    0,
  );
  const batch: Batch = {
    trackerId,
    lines,
    next,
    lastSeq,
    damage: damage.map((found) => ({ ...found, failure: damaged })),
  };
  try {
    const fresh = await storeBatch(deps, batch, position, recordedAt);
    await noteReading();
    journal.batchMax = Math.min(journal.batchMax * 4, batchMax);
    const malformed = lines.filter((line) => line.bad).length;
    if (malformed > 0)
      log.warn(
        { tracker: trackerId, malformed },
        "journal records that cannot be read were stored as malformed requests",
      );
    log.debug(
      {
        tracker: trackerId,
        records: records.length,
        fresh,
        ms: Math.round(performance.now() - started),
      },
      "journal batch ingested",
    );
  } catch (error) {
    if (error instanceof OtherIngester || isOutage(error)) throw error;
    if (records.length > 1) journal.batchMax = Math.max(Math.floor(records.length / 2), 1);
    else await putAside(deps, batch, records, position, error);
  }
  return records.length + damage.length;
}

/** The one record of a batch cannot be stored: its bytes are kept, and the journal goes on. */
async function putAside(
  deps: IngestDeps,
  batch: Batch,
  records: readonly RequestRecord[],
  position: JournalPosition,
  error: unknown,
): Promise<void> {
  const failure = failureOf(error);
  const kept = records.map((record) => ({
    ...placeOf(batch.next, record),
    bytes: Buffer.from(encodeLine(record)),
    failure,
  }));
  await storeBatch(
    deps,
    { ...batch, lines: [], damage: [...batch.damage, ...kept] },
    position,
    deps.clock(),
  );
}
/** A record ends where the reading goes on. */
const placeOf = ({ segment, byteOffset }: JournalPosition, record: RequestRecord) => ({
  segment,
  from: Math.max(byteOffset - Buffer.byteLength(encodeLine(record)), 0),
  to: byteOffset,
});

/** The stored position is past every older segment; one ingested segment is kept. */
async function prune({ log }: IngestDeps, journal: Journal, segment: number): Promise<void> {
  if (journal.prunedBefore >= segment - 1) return;
  journal.prunedBefore = segment - 1;
  await pruneSegments(journal.dir, segment - 1).catch((error: unknown) =>
    log.warn({ err: error, journal: journal.dir }, "ingested journal segments cannot be deleted"),
  );
}

/**
 * What an operator wants tried again: the kept bytes are read once more, and what of them is a
 * record is stored.
 */
async function retryReleased(deps: IngestDeps): Promise<number> {
  const { pool, clock } = deps;
  const open = [...(await openItems(pool, "JOURNAL")).values()].filter((item) =>
    isDue(item, clock()),
  );
  let stored = 0;
  for (const { subject } of open) {
    const [trackerId = "", segment = ""] = subject.split("/");
    const { rows } = await pool.query<{ byte_offset: bigint; bytes: Buffer }>(
      `select byte_offset, bytes
        from journal_damage
        where tracker_id = $1 and segment = $2
        order by byte_offset`,
      [trackerId, segment],
    );
    let failure: Failure | null = null;
    for (const { byte_offset: offset, bytes } of rows) {
      const lines: Line[] = [];
      walkLines(
        bytes,
        (line) => {
          if (line.kind !== "SEGMENT") lines.push(lineOf(line, { trackerId, recordedAt: clock() }));
          return true;
        },
        () => (failure = damaged),
      );
      if (lines.length === 0) failure ??= damaged;
      else {
        try {
          await ensureMonths(pool, lines);
          await inTransaction(pool, async (client) => {
            stored += await storeLines(client, lines);
            await client.query(
              `delete
                from journal_damage
                where tracker_id = $1 and segment = $2 and byte_offset = $3`,
              [trackerId, segment, offset],
            );
          });
        } catch (error) {
          if (isOutage(error)) throw error;
          failure = failureOf(error);
        }
      }
    }
    if (failure)
      await park(pool, deps, { kind: "JOURNAL", subject, accountId: null }, failure, null);
    else await unpark(pool, deps, "JOURNAL", [subject]);
  }
  return stored;
}

/** Each journal by itself: one that cannot be taken from keeps no other waiting. */
export function createIngest({
  pool,
  clock,
  log,
  newId = uuidv7,
  journalDirs,
  batchMax = defaultBatchMax,
}: IngestOptions): Ingest {
  const deps: IngestDeps = { pool, clock, log, newId, readings: createReadings(pool) };
  const journals = journalDirs.map((dir): Journal => ({
    dir,
    trackerId: null,
    prunedBefore: 0,
    batchMax,
  }));
  const isReleased = watchReleases(deps, "JOURNAL");
  return {
    async runOnce() {
      let taken = 0;
      const failures: unknown[] = [];
      for (const journal of journals) {
        try {
          taken += await takeFrom(deps, journal, batchMax);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0)
        throw failures.length === 1
          ? failures[0]
          : new AggregateError(failures, `${failures.length} journals cannot be taken from`);
      if (await isReleased()) taken += await retryReleased(deps);
      return taken;
    },
  };
}
