/**
 * The worker's part in replays: a row is the queue, the advisory lock on it says that somebody is
 * at work. A replay writes nothing but its own result, so one whose worker died is simply run
 * again. Slice by slice, so that a click never waits.
 */
import type pg from "pg";
import type { Clock, NewId } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import {
  failureOf,
  openItems,
  park,
  unpark,
  type Failure,
  type Parking,
} from "../../platform/db/parking.ts";
import type { Log } from "../../platform/log.ts";
import { askedColumns, askedFrom, type AskedRow } from "../../money/replay/asked.ts";
import { queueChecks, removeOld } from "../../money/replay/upkeep.ts";
import { runReplay, type Progress } from "../../money/replay/run-replay.ts";
import { storeReplay } from "../../money/replay/storing.ts";
import { lockSql } from "../../platform/db/locks.ts";

export interface Replays {
  /** One round; resolves with the number of replays that were taken up, 0 when there is none. */
  runOnce(): Promise<number>;
  /** Gives up the replay that is running, to be run again by whoever comes next. */
  stop(): void;
  close(): Promise<void>;
}
export interface ReplaysOptions {
  databaseUrl: string;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** How long between two tellings of progress, in milliseconds. */
  tellEveryMs?: number;
}

const attemptsMax = 3;
const upkeepMs = 60_000;
const releasesMs = 1_000;
const defaultTellMs = 250;
const interrupted = "The replay was interrupted several times: try again later.";
const failed =
  "The replay could not be finished: try again, and tell the operator if it fails again.";

/** Nobody waits for it any more: the row was cancelled or removed. */
class Abandoned extends Error {}
/** This worker ends. */
class Stopped extends Error {}

const waiting = `
  select ${askedColumns}
  from replay
  where state in ('QUEUED', 'RUNNING')
  order by id
  limit 20`;

/** What a listener hears by the replay's id, as of a program's figures. */
const tell = (pool: pg.Pool, id: string): Promise<unknown> =>
  pool.query("select pg_notify('report_tick', $1)", [id]);

async function begin(
  pool: pg.Pool,
  id: string,
  now: Date,
): Promise<"RUNNING" | "FAILED" | "OTHER"> {
  const { rowCount } = await pool.query(
    `update replay
      set
        state = case when attempts >= $3 then 'FAILED' else 'RUNNING' end,
        failure = case when attempts >= $3 then $4 end,
        finished_at = case when attempts >= $3 then $2::timestamptz end,
        attempts = least(attempts + 1, $3),
        started_at = $2,
        ends_at = greatest(ends_at, $2),
        events_done = 0
      where id = $1 and state in ('QUEUED', 'RUNNING')
      returning 1`,
    [id, now, attemptsMax, interrupted],
  );
  const { rows } = await pool.query<{ state: string }>("select state from replay where id = $1", [
    id,
  ]);
  const state = rows[0]?.state;
  return rowCount === 1 && (state === "RUNNING" || state === "FAILED") ? state : "OTHER";
}

/** Reads one snapshot on a connection of its own, which ends with the run. */
async function inSnapshot<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  // The whole is read, so the way that is best for the first rows alone is of no use.
  await client.query(
    "begin isolation level repeatable read read only; set local cursor_tuple_fraction = 1",
  );
  try {
    return await work();
  } finally {
    await client.query("rollback");
  }
}

interface ReplayJob extends Parking {
  tellEveryMs: number;
  isStopped: () => boolean;
}

function teller(
  { pool, tellEveryMs, isStopped }: ReplayJob,
  id: string,
): (progress: Progress) => Promise<void> {
  let toldAt = -Infinity;
  return async ({ done, total }) => {
    if (isStopped()) throw new Stopped();
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    const { rowCount } = await pool.query(
      "update replay set events_done = $2, events_total = $3 where id = $1 and state = 'RUNNING'",
      [id, done, total],
    );
    if (rowCount === 0) throw new Abandoned();
    await tell(pool, id);
  };
}

/**
 * Tried often enough; whoever asked for it is told by its state, operators by the list of what is
 * parked.
 */
const setAside = (
  job: ReplayJob,
  { id, brandId, programId, partnerId }: AskedRow,
  failure: Failure,
): Promise<unknown> =>
  park(
    job.pool,
    job,
    { kind: "REPLAY", subject: id, accountId: brandId, programId, partnerId },
    failure,
    null,
  );

/** What operators want tried again; what is gone or done in another way is parked no longer. */
async function takeReleased(job: ReplayJob): Promise<void> {
  const open = await openItems(job.pool, "REPLAY");
  if (open.size === 0) return;
  const released = [...open.values()].flatMap(({ subject, nextTryAt }) =>
    nextTryAt !== null && nextTryAt <= job.clock() ? [subject] : [],
  );
  await job.pool.query(
    `update replay
      set state = 'QUEUED', attempts = 0, failure = null, finished_at = null
      where state = 'FAILED' and id = any($1::uuid[])`,
    [released],
  );
  const { rows } = await job.pool.query<{ id: string }>(
    "select id from replay where id = any($1::uuid[]) and state in ('QUEUED', 'RUNNING', 'FAILED')",
    [[...open.keys()]],
  );
  const still = new Set(rows.map(({ id }) => id));
  await unpark(
    job.pool,
    job,
    "REPLAY",
    [...open.keys()].filter((id) => !still.has(id)),
  );
}

async function run(job: ReplayJob, client: pg.PoolClient, row: AskedRow): Promise<void> {
  const { pool, clock, log } = job;
  const state = await begin(pool, row.id, new Date(clock()));
  if (state === "FAILED") await setAside(job, row, { reason: "UNEXPECTED", detail: interrupted });
  if (state !== "RUNNING") return;
  const started = performance.now();
  const asked = askedFrom(row);
  const done = await inSnapshot(client, () => runReplay(client, asked, teller(job, asked.id)));
  await storeReplay(pool, asked, done, new Date(clock()));
  const { check, total } = done.result;
  if (check && !check.equal)
    log.error(
      { program: asked.programId, click: check.clickId, difference: check.firstDifference },
      "a replay does not give what the ledger holds",
    );
  log.info(
    { replay: asked.id, clicks: total.clicks, ms: Math.round(performance.now() - started) },
    "replay done",
  );
}

/**
 * Tried again a few times: the database may have been away. What fails every time is a fault of
 * ours.
 */
async function runSafely(job: ReplayJob, client: pg.PoolClient, asked: AskedRow): Promise<void> {
  const { pool, clock, log } = job;
  try {
    await run(job, client, asked);
  } catch (error) {
    if (error instanceof Abandoned) return;
    if (error instanceof Stopped) {
      await pool.query(
        `update replay
          set state = 'QUEUED', attempts = attempts - 1
          where id = $1 and state = 'RUNNING'`,
        [asked.id],
      );
      return;
    }
    log.error({ replay: asked.id, err: error }, "replay failed");
    const { rows } = await pool.query<{ state: string }>(
      `update replay
        set
          state = case when attempts >= $4 then 'FAILED' else 'QUEUED' end,
          failure = case when attempts >= $4 then $2 end,
          finished_at = case when attempts >= $4 then $3::timestamptz end
        where id = $1 and state = 'RUNNING'
        returning state`,
      [asked.id, failed, new Date(clock()), attemptsMax],
    );
    if (rows[0]?.state === "FAILED") await setAside(job, asked, failureOf(error));
  } finally {
    await tell(pool, asked.id);
  }
}

/** False where another worker is at it. */
async function takeUp(job: ReplayJob, asked: AskedRow): Promise<boolean> {
  const client = await job.pool.connect();
  try {
    const { rows } = await client.query<{ free: boolean }>(
      `select pg_try_advisory_lock(${lockSql("REPLAY", "$1")}) as free`,
      [asked.id],
    );
    if (!rows[0]?.free) return false;
    await runSafely(job, client, asked);
    return true;
  } finally {
    // Ending the session frees the lock too, but only some time later.
    await client.query("select pg_advisory_unlock_all()").catch(() => {});
    // Ends the session, and with it whatever else it held.
    client.release(true);
  }
}

export function createReplays({
  databaseUrl,
  clock,
  newId,
  log,
  tellEveryMs = defaultTellMs,
}: ReplaysOptions): Replays {
  const pool = createPool(databaseUrl, "worker", 3);
  let keptAt = -Infinity;
  let stopped = false;
  let askedAt = -Infinity;
  const job: ReplayJob = { pool, clock, newId, log, tellEveryMs, isStopped: () => stopped };
  return {
    async runOnce() {
      if (performance.now() - keptAt > upkeepMs) {
        await removeOld(pool, clock());
        await queueChecks(job);
        keptAt = performance.now();
      }
      if (performance.now() - askedAt > releasesMs) {
        await takeReleased(job);
        askedAt = performance.now();
      }
      const { rows } = await pool.query<AskedRow>(waiting);
      for (const row of rows) if (!stopped && (await takeUp(job, row))) return 1;
      return 0;
    },
    stop: () => void (stopped = true),
    close: () => pool.end(),
  };
}
