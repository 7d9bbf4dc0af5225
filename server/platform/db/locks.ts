/**
 * The advisory locks of the product. Each orders those who change what no row can guard, above all
 * rows that are not there yet. A lock of a name is taken for one key, such as a program's id, and
 * held until its transaction ends, or, where it says so, its work. Whoever takes several takes
 * CONTRACTS first.
 */
import type pg from "pg";

const numbers = {
  /** One intent of an account: its idempotency key. */
  INTENT: 0,
  /** A brand's request for CPC. */
  CPC_REQUEST: 1,
  /** A partner's link to an ad or page. */
  LINK: 2,
  /** A brand's edition, and what it allows. */
  EDITION: 3,
  /** What is in force in a program; accounting holds it shared while it prices a batch. */
  CONTRACTS: 4,
  /** A brand's partner groups. */
  GROUPS: 5,
  /** A program's own limits. */
  PROGRAM_LIMITS: 6,
  /** The closing of a program's months. */
  STATEMENTS: 7,
  /** A brand's exception lists. */
  LISTS: 8,
  /** A partner's media properties. */
  MEDIA_PROPERTIES: 9,
  /** A partner's application to open terms. */
  APPLICATION: 10,
  /** One replay: held by the worker that is at it. */
  REPLAY: 11,
  /** A program's sales: reports, people's requests and the clock change them one by one. */
  SALES: 12,
  /** Where a brand's programs have their sales from: new programs, and connections to Amazon. */
  SALES_SOURCE: 13,
  /** A program's report: who asks for it and books it, from its first page to the last. */
  REPORT: 14,
  /** Who an account asks in: one kind of invitation to one address. */
  INVITATION: 15,
  /** An account's people and who works with it, or the accounts of a person. */
  SIDES: 16,
  /** How far a program's partners are verified. */
  VERIFICATION: 17,
  /** The fold of a program's clicks for breakdowns. */
  BREAKDOWN: 18,
  /** An account's exports: what it may have at once. */
  EXPORTS: 19,
  /** One export: held by whoever makes it. */
  EXPORT: 20,
  /** The letters that wait for one person of an account. */
  LETTERS: 21,
  /** An account's saved views. */
  SAVED_VIEWS: 30,
  /** A program's drafts. */
  DRAFTS: 32,
  /** A brand's domains for links, and one name, of whichever brand. */
  LINK_DOMAINS: 33,
} as const;
export type Lock = keyof typeof numbers;

/** Keys of their own kinds, apart from the named ones. */
export const partitionsLock = 7_201_100;
/** First key of two; the second is the partition's number. */
export const ownerLock = 7_201_101;

/** The lock's key as SQL; `key` is a column or a placeholder. */
export const lockSql = (lock: Lock, key: string): string =>
  `hashtextextended(${key}, ${numbers[lock]})`;

interface Transaction {
  execute(sql: string, values: unknown[]): Promise<unknown>;
}
/** Waits until nobody else holds it. */
export const hold = async (tx: Transaction, lock: Lock, key: string): Promise<void> => {
  await tx.execute(`select pg_advisory_xact_lock(${lockSql(lock, "?")})`, [key]);
};

interface Client {
  query(sql: string, values: unknown[]): Promise<unknown>;
}
/** The same on a connection of the worker. */
export const holdOn = async (client: Client, lock: Lock, key: string): Promise<void> => {
  await client.query(`select pg_advisory_xact_lock(${lockSql(lock, "$1")})`, [key]);
};

/** Whether anybody waits for it, asked by who holds it. */
export async function isWaitedFor(
  client: Pick<pg.ClientBase, "query">,
  lock: Lock,
  key: string,
): Promise<boolean> {
  const { rows } = await client.query<{ waited: boolean }>(
    `select exists (
        select
        from pg_locks l
        join pg_database d on d.oid = l.database and d.datname = current_database()
        where l.locktype = 'advisory'
          and not l.granted
          and l.objsubid = 1
          and (l.classid::bigint << 32 | l.objid::bigint) = ${lockSql(lock, "$1")}
      ) as waited`,
    [key],
  );
  return rows[0]?.waited ?? false;
}

/**
 * Works while nobody else, in any process, holds the lock; null, at once, where somebody does. The
 * work has connections of its own.
 */
export async function alone<T>(
  pool: pg.Pool,
  lock: Lock,
  key: string,
  work: () => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  let unlocked = false;
  try {
    const { rows } = await client.query<{ free: boolean }>(
      `select pg_try_advisory_lock(${lockSql(lock, "$1")}) as free`,
      [key],
    );
    if (!rows[0]?.free) {
      unlocked = true;
      return null;
    }
    try {
      return await work();
    } finally {
      await client.query(`select pg_advisory_unlock(${lockSql(lock, "$1")})`, [key]);
      unlocked = true;
    }
  } finally {
    // A session that could not unlock ends, and the lock with it.
    client.release(!unlocked);
  }
}
