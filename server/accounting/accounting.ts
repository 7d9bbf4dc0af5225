/**
 * Prices clicks: one owner per partition, fenced by an epoch. A batch is one transaction (decisions, transfers, budgets,
 * rollups, cursor), decided in memory in the order (clicked_at, id) by the same decide() that explains it later.
 */
import type pg from "pg";
import type { Clock } from "../clock.ts";
import { inTransaction } from "../db/connection.ts";
import type { Log } from "../log.ts";
import { accountBatch, Deposed, newMemory, type Memory } from "./batch.ts";
import { prepareDecisions } from "./posting.ts";
import { readClicks } from "./raw-click.ts";
import { createTicks } from "./ticks.ts";

export interface AccountingOptions {
  pool: pg.Pool;
  clock: Clock;
  log: Log;
  /** Written beside the epoch, for people. */
  owner: string;
  /** Default: every partition that nobody else holds. */
  partitions?: number[];
  batchMin?: number;
  batchMax?: number;
}

export interface Accounting {
  /** Claims what is free, then accounts one batch of every partition held. Resolves with the number of clicks accounted. */
  runOnce(): Promise<number>;
  /** Numbers of the partitions held. */
  held(): number[];
  /** Gives the partitions up. */
  close(): Promise<void>;
}

interface Holding {
  number: number;
  epoch: bigint;
  cursor: bigint;
  memory: Memory;
  batchSize: number;
}

/** First key of the session-level advisory locks that say "the owner is alive"; the second is the partition's number. */
export const ownerLock = 7_201_101;
const defaultBatchMin = 200;
const defaultBatchMax = 10_000;
const claimPauseMs = 1_000;

export function createAccounting(options: AccountingOptions): Accounting {
  const { pool, clock, log, owner, batchMin = defaultBatchMin, batchMax = defaultBatchMax } = options;
  const holdings = new Map<number, Holding>();
  const ticks = createTicks(pool, log);
  let liveness: pg.PoolClient | null = null;
  let claimedAt = -Infinity;

  const letGo = (error?: Error): void => {
    const client = liveness;
    liveness = null;
    holdings.clear();
    client?.release(error ?? true);
  };

  async function livenessConnection(): Promise<pg.PoolClient> {
    if (liveness) return liveness;
    const client = await pool.connect();
    // Without this connection another worker may take over at once.
    client.on("error", (error) => liveness === client && letGo(error));
    return (liveness = client);
  }

  async function claim(): Promise<void> {
    const client = await livenessConnection();
    const numbers = options.partitions ?? (await client.query<{ number: number }>("select number from accounting_partition order by number")).rows.map((row) => row.number);
    for (const number of numbers.filter((each) => !holdings.has(each))) {
      const { rows } = await client.query<{ free: boolean }>("select pg_try_advisory_lock($1, $2) as free", [ownerLock, number]);
      if (!rows[0]?.free) continue;
      // Waits for a transaction of the owner before, so what is read from now on is complete.
      const claimed = await client.query<{ epoch: bigint; last_seq: bigint }>(
        "update accounting_partition set epoch = epoch + 1, owner = $2, updated_at = $3 where number = $1 returning epoch, last_seq",
        [number, owner, new Date(clock())],
      );
      const row = claimed.rows[0];
      if (row && liveness === client) holdings.set(number, { number, epoch: row.epoch, cursor: row.last_seq, memory: newMemory(), batchSize: batchMin });
    }
  }

  async function account(holding: Holding): Promise<number> {
    const clicks = await readClicks(pool, holding.number, holding.cursor, holding.batchSize);
    // Behind: take more at once. Idle: stay small, so that a click is seen soon.
    holding.batchSize = clicks.length === holding.batchSize ? Math.min(holding.batchSize * 4, batchMax) : batchMin;
    if (clicks.length === 0) return 0;
    const started = performance.now();
    await prepareDecisions(pool, clicks.map((click) => click.at));
    const { number, epoch, cursor, memory } = holding;
    const next = clicks.at(-1)?.seq ?? cursor;
    const programs = await inTransaction(pool, (client) => accountBatch(client, { number, epoch, cursor, next, memory, clicks, now: clock() }));
    holding.cursor = next;
    ticks.note(programs);
    log.debug({ partition: number, clicks: clicks.length, ms: Math.round(performance.now() - started) }, "clicks accounted");
    return clicks.length;
  }

  async function accountSafely(holding: Holding): Promise<number> {
    try {
      return await account(holding);
    } catch (error) {
      // Memory may hold what was rolled back, and a failed commit may have happened: start over from what is stored.
      holdings.delete(holding.number);
      await liveness?.query("select pg_advisory_unlock($1, $2)", [ownerLock, holding.number]).catch(() => {});
      claimedAt = -Infinity;
      if (!(error instanceof Deposed)) throw error;
      log.warn({ partition: holding.number, epoch: String(holding.epoch) }, "another worker took this accounting partition over");
      return 0;
    }
  }

  return {
    async runOnce() {
      const now = performance.now();
      if (!liveness || now - claimedAt > claimPauseMs) {
        await claim();
        claimedAt = now;
      }
      const results = await Promise.allSettled([...holdings.values()].map(accountSafely));
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      return results.reduce((sum, result) => sum + (result.status === "fulfilled" ? result.value : 0), 0);
    },
    held: () => [...holdings.keys()],
    async close() {
      ticks.stop();
      // Ending the session frees the advisory locks too, but only some time later.
      await liveness?.query("select pg_advisory_unlock_all()").catch(() => {});
      letGo();
    },
  };
}
