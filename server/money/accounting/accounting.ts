/**
 * Prices clicks: one owner per partition, fenced by an epoch. A batch is one transaction
 * (decisions, transfers, budgets, rollups, cursor), decided in memory in the order (clicked_at, id)
 * by the same decide() that explains it later. What cannot be decided is found by bisection and
 * parked; the cursor goes on.
 */
import type pg from "pg";
import { uuidv7, type Clock, type NewId } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { Deposed } from "./batch.ts";
import { createOwnership, type Holding } from "./ownership.ts";
import { aheadMs as defaultAheadMs } from "./parked-clicks.ts";
import { accountArrived, accountParked } from "./partition-accounts.ts";
import { readClicks } from "./raw-click.ts";
import { createTicks } from "./ticks.ts";

export interface AccountingOptions {
  pool: pg.Pool;
  clock: Clock;
  log: Log;
  /** Written beside the epoch, for people. */
  owner: string;
  newId?: NewId;
  /**
   * How far trackers' clocks may be ahead of this one: a click from further in the future waits for
   * its instant. Default: 5 minutes.
   */
  aheadMs?: number;
  /** Default: every partition that nobody else holds. */
  partitions?: number[];
  batchMin?: number;
  batchMax?: number;
}

export interface Accounting {
  /**
   * Claims what is free, then accounts one batch of every partition held. Resolves with the number
   * of clicks accounted.
   */
  runOnce(): Promise<number>;
  /** Numbers of the partitions held. */
  held(): number[];
  /** Gives the partitions up. */
  close(): Promise<void>;
}

const defaultBatchMin = 5_000;
const defaultBatchMax = 40_000;
/**
 * Whoever changes what is in force in a program waits for the batch that holds it, so a batch
 * should not take long.
 */
const shortMs = 1_000;
const longMs = 4_000;
const claimPauseMs = 1_000;

/**
 * How many clicks of a partition are accounted at once. Behind: more, since a budget or rollup is
 * written once a batch, however many clicks it counts.
 */
class BatchSizes {
  readonly #sizes = new Map<number, number>();
  readonly min: number;
  readonly #max: number;
  constructor(min: number, max: number) {
    this.min = min;
    this.#max = max;
  }
  of(partition: number): number {
    return this.#sizes.get(partition) ?? this.min;
  }
  /** From a batch of so many clicks, and how long it took. */
  learn(
    partition: number,
    { clicks, tooMany, ms }: { clicks: number; tooMany: boolean; ms: number },
  ): void {
    const size = tooMany ? Math.max(Math.floor(clicks / 2), 1) : this.#next(partition, clicks, ms);
    this.#sizes.set(partition, size);
  }
  #next(partition: number, clicks: number, ms: number): number {
    const size = this.of(partition);
    if (clicks < size) return this.min;
    if (ms < shortMs) return Math.min(size * 4, this.#max);
    return ms > longMs ? Math.max(Math.floor(size / 2), this.min) : size;
  }
}

type Deps = Parameters<typeof accountArrived>[0] & {
  sizes: BatchSizes;
  ticks: ReturnType<typeof createTicks>;
};
/** One batch of a partition, and what was parked in it; resolves with the number of clicks. */
async function account(deps: Deps, holding: Holding): Promise<number> {
  const { pool, log, sizes, ticks } = deps;
  const { number } = holding;
  const off = await accountParked(deps, holding, sizes.min);
  for (const { programs } of off) ticks.note(programs);
  const worked = off.reduce((sum, { decided }) => sum + decided, 0);
  const clicks = await readClicks(pool, number, holding.cursor, sizes.of(number));
  if (clicks.length === 0) return worked;
  const started = performance.now();
  const done = await accountArrived(deps, holding, clicks);
  ticks.note(done.programs);
  const ms = performance.now() - started;
  sizes.learn(number, { clicks: clicks.length, tooMany: done.tooMany, ms });
  log.debug({ partition: number, clicks: clicks.length, ms: Math.round(ms) }, "clicks accounted");
  return worked + clicks.length;
}

export function createAccounting(options: AccountingOptions): Accounting {
  const {
    pool,
    clock,
    log,
    owner,
    newId = uuidv7,
    aheadMs = defaultAheadMs,
    batchMin = defaultBatchMin,
    batchMax = defaultBatchMax,
  } = options;
  const ownership = createOwnership({
    pool,
    clock,
    owner,
    ...(options.partitions ? { partitions: options.partitions } : {}),
  });
  const sizes = new BatchSizes(batchMin, batchMax);
  const ticks = createTicks(pool, log);
  const deps = { pool, clock, newId, log, aheadMs, sizes, ticks };
  let claimedAt = -Infinity;

  async function accountSafely(holding: Holding): Promise<number> {
    try {
      return await account(deps, holding);
    } catch (error) {
      // Memory may hold what was rolled back, and a failed commit may have happened: start over
      // from what is stored.
      await ownership.drop(holding.number);
      claimedAt = -Infinity;
      if (!(error instanceof Deposed)) throw error;
      log.warn(
        { partition: holding.number, epoch: String(holding.epoch) },
        "another worker took this accounting partition over",
      );
      return 0;
    }
  }

  return {
    async runOnce() {
      const now = performance.now();
      if (!ownership.alive() || now - claimedAt > claimPauseMs) {
        await ownership.claim();
        claimedAt = now;
      }
      const results = await Promise.allSettled(ownership.held().map(accountSafely));
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      return results.reduce(
        (sum, result) => sum + (result.status === "fulfilled" ? result.value : 0),
        0,
      );
    },
    held: () => ownership.held().map((holding) => holding.number),
    async close() {
      ticks.stop();
      await ownership.close();
    },
  };
}
