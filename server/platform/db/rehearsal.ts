/**
 * Work that is done as if for good and then undone: whoever asks what something would change gets
 * the answer from the very code that changes it. Locks are held until the end, and notifications of
 * a transaction that is undone are never sent.
 */
import type pg from "pg";
import { knowTogether } from "./partitions.ts";

const savepoint = "rehearsed";
const within: Readonly<Record<string, string>> = {
  begin: `savepoint ${savepoint}`,
  commit: `release savepoint ${savepoint}`,
  rollback: `rollback to savepoint ${savepoint}`,
};

/** Its transactions are parts of the one that the client is in: one at a time. */
function poolWithin(client: pg.PoolClient): pg.Pool {
  const query = (...given: unknown[]): unknown => {
    const [text] = given;
    const instead = typeof text === "string" ? within[text] : undefined;
    return (client.query as (...given: unknown[]) => unknown).call(
      client,
      ...(instead === undefined ? given : [instead, ...given.slice(1)]),
    );
  };
  const inner = Object.assign(Object.create(client) as pg.PoolClient, { query, release: () => {} });
  return { query, connect: () => Promise.resolve(inner) } as unknown as pg.Pool;
}

/** `work` gets a pool on which nothing is kept. */
export async function rehearse<T>(
  pool: pg.Pool,
  work: (rehearsed: pg.Pool) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const rehearsed = poolWithin(client);
    knowTogether(pool, rehearsed);
    return await work(rehearsed);
  } finally {
    await client.query("rollback").catch((error: Error) => (broken = error));
    client.release(broken);
  }
}
