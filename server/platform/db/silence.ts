/**
 * A database that takes bytes and answers none (a black hole on the way) is found by waiting: the
 * connection on which nobody answers is given up, which fails what waits on it, and its pool opens
 * others. A request says how long all of its waiting may take.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Writable } from "node:stream";
import type pg from "pg";
import { DatabaseSilent } from "./outage.ts";

const deadlines = new AsyncLocalStorage<number>();

/** Everything that `work` waits for at the database, all together, ends within `ms`. */
export const withDeadline = <T>(ms: number, work: () => T): T =>
  deadlines.run(performance.now() + ms, work);

const patience = (mostMs: number): number =>
  Math.max(Math.min(mostMs, (deadlines.getStore() ?? Infinity) - performance.now()), 1);
const silent = (): DatabaseSilent => new DatabaseSilent("The database does not answer");

type Send = (...given: unknown[]) => unknown;

/**
 * Gives the client's connection up when a statement is not answered within `mostMs`, or by the
 * request's deadline.
 */
export function watchSilence(client: pg.ClientBase, mostMs: number): void {
  const { stream } = (
    client as unknown as { connection: { stream: { destroy: (error: Error) => void } } }
  ).connection;
  const send = client.query.bind(client) as Send;
  const query: Send = (...given) => {
    const timer = setTimeout(() => stream.destroy(silent()), patience(mostMs));
    const answered = () => clearTimeout(timer);
    const last = given.at(-1);
    if (typeof last === "function") {
      const answer: Send = (...told) => {
        answered();
        (last as Send)(...told);
      };
      return send(...given.slice(0, -1), answer);
    }
    const sent = send(...given);
    if (sent instanceof Promise) sent.then(answered, answered);
    // Rows that are streamed in: each that was taken is an answer.
    else
      (sent as Writable)
        .on("drain", () => timer.refresh())
        .on("finish", answered)
        .on("close", answered)
        .on("error", answered);
    return sent;
  };
  Object.assign(client, { query });
}

/** The same for all connections of a pool, and for waiting for one of them. */
export function letSilentConnectionsGo(pool: pg.Pool, mostMs: number): void {
  pool.on("connect", (client) => watchSilence(client, mostMs));
  const connect = pool.connect.bind(pool) as (callback?: unknown) => Promise<pg.PoolClient>;
  const bounded = (callback?: unknown): Promise<pg.PoolClient> => {
    if (callback !== undefined) return connect(callback);
    return new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(silent());
      }, patience(mostMs));
      connect().then(
        (client) => {
          clearTimeout(timer);
          if (late) client.release();
          else resolve(client);
        },
        (error: Error) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  };
  Object.assign(pool, { connect: bounded });
}
