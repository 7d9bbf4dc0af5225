/**
 * Who accounts which partition. A session-level advisory lock says that the owner is alive; the
 * epoch, checked in every accounting transaction, stops one who does not know yet that it was
 * replaced.
 */
import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import { newMemory, type Memory } from "./batch.ts";
import { loadParked, type ParkedClicks } from "./parked-clicks.ts";
import { ownerLock } from "../../platform/db/locks.ts";

export interface Holding {
  number: number;
  epoch: bigint;
  cursor: bigint;
  memory: Memory;
  /** Of the last batch. */
  recordedAt: Instant;
  parked: ParkedClicks;
}
export interface OwnershipOptions {
  pool: pg.Pool;
  clock: Clock;
  owner: string;
  partitions?: number[];
}
export interface Ownership {
  /** Takes every partition that nobody alive holds. */
  claim(): Promise<void>;
  held(): Holding[];
  /** False when the session that keeps the locks is gone: nothing is held then. */
  alive(): boolean;
  /** Gives one partition up, with all that was remembered of it. */
  drop(number: number): Promise<void>;
  close(): Promise<void>;
}

/** null: somebody alive holds it. */
async function takeOver(
  client: pg.PoolClient,
  number: number,
  owner: string,
  at: Instant,
): Promise<Holding | null> {
  const { rows } = await client.query<{ free: boolean }>(
    "select pg_try_advisory_lock($1, $2) as free",
    [ownerLock, number],
  );
  if (!rows[0]?.free) return null;
  // Waits for a transaction of the owner before, so what is read from now on is complete.
  const claimed = await client.query<{ epoch: bigint; last_seq: bigint }>(
    `update accounting_partition
      set epoch = epoch + 1, owner = $2, updated_at = $3
      where number = $1
      returning epoch, last_seq`,
    [number, owner, new Date(at)],
  );
  const [row] = claimed.rows;
  const parked = await loadParked(client, number);
  return row
    ? {
        number,
        epoch: row.epoch,
        cursor: row.last_seq,
        memory: newMemory(),
        recordedAt: 0,
        parked,
      }
    : null;
}

export function createOwnership({ pool, clock, owner, partitions }: OwnershipOptions): Ownership {
  const holdings = new Map<number, Holding>();
  let session: pg.PoolClient | null = null;

  const letGo = (error?: Error): void => {
    const client = session;
    session = null;
    holdings.clear();
    client?.release(error ?? true);
  };

  async function openSession(): Promise<pg.PoolClient> {
    if (session) return session;
    const client = await pool.connect();
    // Without this session another worker may take over at once.
    client.on("error", (error) => session === client && letGo(error));
    return (session = client);
  }

  return {
    async claim() {
      const client = await openSession();
      const numbers =
        partitions ??
        (
          await client.query<{ number: number }>(
            "select number from accounting_partition order by number",
          )
        ).rows.map((row) => row.number);
      for (const number of numbers) {
        const holding = holdings.has(number)
          ? null
          : await takeOver(client, number, owner, clock());
        if (holding && session === client) holdings.set(number, holding);
      }
    },
    held: () => [...holdings.values()],
    alive: () => session !== null,
    async drop(number) {
      holdings.delete(number);
      await session
        ?.query("select pg_advisory_unlock($1, $2)", [ownerLock, number])
        .catch(() => {});
    },
    async close() {
      // Ending the session frees the locks too, but only some time later.
      await session?.query("select pg_advisory_unlock_all()").catch(() => {});
      letGo();
    },
  };
}
