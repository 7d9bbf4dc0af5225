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

/** The work was left in the middle, for somebody who waits; nothing of it was kept. */
export class GaveWay extends Error {}

/** Its transactions are parts of the one that the client is in: one at a time. */
function poolWithin(client: pg.PoolClient, before: () => Promise<void>): pg.Pool {
  const send = client.query.bind(client) as (...given: unknown[]) => unknown;
  const query = (...given: unknown[]): unknown => {
    const [text] = given;
    // A stream of rows is sent at once.
    if (typeof text !== "string") return send(...given);
    const instead = within[text];
    if (instead !== undefined) return send(instead, ...given.slice(1));
    return before().then(() => send(...given));
  };
  const inner = Object.assign(Object.create(client) as pg.PoolClient, { query, release: () => {} });
  return { query, connect: () => Promise.resolve(inner) } as unknown as pg.Pool;
}

/**
 * `work` gets a pool on which nothing is kept. `givesWay`, where it is there, is asked before each
 * of its statements: true ends the work with GaveWay.
 */
export async function rehearse<T>(
  pool: pg.Pool,
  work: (rehearsed: pg.Pool) => Promise<T>,
  givesWay?: (client: pg.PoolClient) => Promise<boolean>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const rehearsed = poolWithin(client, async () => {
      if (await givesWay?.(client)) throw new GaveWay("somebody waits for what is rehearsed");
    });
    knowTogether(pool, rehearsed);
    return await work(rehearsed);
  } finally {
    await client.query("rollback").catch((error: Error) => (broken = error));
    client.release(broken);
  }
}
