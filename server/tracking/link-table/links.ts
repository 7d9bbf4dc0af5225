/**
 * The link table kept fresh: everything is loaded at the start, `link_changed` notifications reload
 * the rows they name, and after a lost connection everything is loaded anew. A link that the table
 * misses is asked of the database, so that a new link works at once and a false "unknown" is never
 * said while the database is away.
 */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { createPool, silentMsOf, poolConfig } from "../../platform/db/connection.ts";
import type { CleanLink, LinkCodes } from "../../domain/link-cleanup.ts";
import type { LinkPath } from "../../domain/tracking.ts";
import type { Log } from "../../platform/log.ts";
import { LinkTable, type KnownParts, type Target } from "./link-table.ts";
import {
  loadAll,
  loadPaths,
  notifyingTables,
  reloadRows,
  type NotifyingTable,
} from "./link-rows.ts";

const pingMs = 5_000;
const answerMs = 3_000;
const reconnectMsMax = 5_000;
/** Any change of the tables forgets at once what was unknown. */
const unknownMs = 30_000;
const unknownMax = 10_000;
const waitingMax = 10_000;
const pathsPerQuery = 10_000;
/** Between two look-ups: what is missed meanwhile is asked for in one. */
const lookUpGapMs = 100;
/** Look-ups for what nothing speaks for: so many at once, then one in this time. */
const guessesMax = 5;
const guessMs = 5_000;
/** Within this time a change that was committed is in the table. */
const settleMs = 150;

/** The database did not say whether the link exists. */
export class LinkUndecided extends Error {}

export interface Links {
  /** From memory. */
  find(path: LinkPath): Target | null;
  findClean(link: CleanLink): Target | null;
  knownParts(codes: LinkCodes): KnownParts;
  /**
   * From the database: null when it has no such link; rejects with LinkUndecided when it does not
   * answer.
   */
  seek(path: LinkPath): Promise<Target | null>;
  /** By a readable name, from memory. */
  findNamed(name: string): Target | null;
  /** The same once changes on the way have arrived; rejects when they do not arrive. */
  seekNamed(name: string): Promise<Target | null>;
  readonly size: number;
  /** Everything was loaded once. */
  readonly complete: boolean;
  /** Changes arrive. */
  readonly fresh: boolean;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

interface Waiting {
  path: LinkPath;
  settle: { resolve: (target: Target | null) => void; reject: (error: Error) => void };
}

const within = <T>(ms: number, work: Promise<T>): Promise<T> => {
  const timer = Promise.withResolvers<never>();
  const handle = setTimeout(
    () => timer.reject(new Error(`The database gave no answer in ${ms} ms`)),
    ms,
  );
  return Promise.race([work, timer.promise]).finally(() => clearTimeout(handle));
};

class LiveLinks implements Links {
  complete = false;
  fresh = false;
  readonly pool: pg.Pool;
  readonly #table = new LinkTable();
  readonly #databaseUrl: string;
  readonly #log: Log;
  #client: pg.Client | null = null;
  #closed = false;
  readonly #stop = Promise.withResolvers<void>();
  #running: Promise<void>;
  readonly #changed: Record<NotifyingTable, Set<string>> = {
    account: new Set(),
    program: new Set(),
    ad: new Set(),
    tracking_link: new Set(),
    link_name: new Set(),
  };
  #reloading: Promise<void> | null = null;
  /** Names, and paths by keyOf(), whose slashes no name has. */
  readonly #unknown = new Map<string, number>();
  #waiting: Waiting[] = [];
  /** Names that wait for changes on the way. */
  #namesWaiting = 0;
  #seeking = false;
  #lookedUpAt = -Infinity;
  #guesses = guessesMax;
  #guessesAt = performance.now();

  constructor(databaseUrl: string, log: Log) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
    this.pool = createPool(databaseUrl, "worker", 3, silentMsOf.worker);
    this.#running = this.#run();
  }

  get size(): number {
    return this.#table.size;
  }

  find(path: LinkPath): Target | null {
    return this.#table.find(path);
  }

  findClean(link: CleanLink): Target | null {
    return this.#table.findClean(link);
  }

  findNamed(name: string): Target | null {
    return this.#table.findNamed(name);
  }

  knownParts(codes: LinkCodes): KnownParts {
    return this.#table.knownParts(codes);
  }

  /** Names are guessed more easily than codes: the database is not asked for them. */
  async seekNamed(name: string): Promise<Target | null> {
    if (!this.fresh || !this.complete) throw new LinkUndecided();
    if (this.#isKnownUnknown(name)) return null;
    if (this.#namesWaiting >= waitingMax) throw new LinkUndecided();
    this.#namesWaiting += 1;
    await delay(settleMs);
    this.#namesWaiting -= 1;
    const target = this.#table.findNamed(name);
    if (!target) this.#rememberUnknown(name);
    return target;
  }

  seek(path: LinkPath): Promise<Target | null> {
    if (!this.fresh || this.#waiting.length >= waitingMax)
      return Promise.reject(new LinkUndecided());
    if (this.#isKnownUnknown(keyOf(path))) return Promise.resolve(null);
    return this.#isInvented(path) ? this.#afterChanges(path) : this.#lookUp(path);
  }

  /**
   * A new link's partner and program have been there before it: what names neither is invented, or
   * its change is on the way and arrives within milliseconds. Only a few such are asked for.
   */
  #isInvented(path: LinkPath): boolean {
    const { partner, program } = this.#table.knownParts(path);
    return this.complete && (partner === null || program === null);
  }

  async #afterChanges(path: LinkPath): Promise<Target | null> {
    await delay(settleMs);
    const target = this.#table.find(path);
    if (target) return target;
    const now = performance.now();
    this.#guesses = Math.min(guessesMax, this.#guesses + (now - this.#guessesAt) / guessMs);
    this.#guessesAt = now;
    if (this.#guesses >= 1) {
      this.#guesses -= 1;
      return this.#lookUp(path);
    }
    this.#rememberUnknown(keyOf(path));
    return null;
  }

  #lookUp(path: LinkPath): Promise<Target | null> {
    const { promise, resolve, reject } = Promise.withResolvers<Target | null>();
    this.#waiting.push({ path, settle: { resolve, reject } });
    if (!this.#seeking) void this.#seekWaiting();
    return promise;
  }

  /**
   * One query at a time for all that miss meanwhile: a flood of invented links costs one connection
   * and a few queries.
   */
  async #seekWaiting(): Promise<void> {
    this.#seeking = true;
    while (this.#waiting.length > 0) {
      const pauseMs = this.#lookedUpAt + lookUpGapMs - performance.now();
      if (pauseMs > 0) await Promise.race([delay(pauseMs), this.#stop.promise]);
      this.#lookedUpAt = performance.now();
      const batch = this.#waiting.splice(0, pathsPerQuery);
      try {
        await within(
          answerMs,
          loadPaths(
            this.pool,
            this.#table,
            batch.map(({ path }) => path),
          ),
        );
        for (const { path, settle } of batch) {
          const target = this.#table.find(path);
          if (!target) this.#rememberUnknown(keyOf(path));
          settle.resolve(target);
        }
      } catch (error) {
        for (const { settle } of batch)
          settle.reject(new LinkUndecided("The database did not answer", { cause: error }));
      }
    }
    this.#seeking = false;
  }

  #isKnownUnknown(key: string): boolean {
    return (this.#unknown.get(key) ?? -Infinity) > performance.now();
  }

  #rememberUnknown(key: string): void {
    const [oldest] = this.#unknown.keys();
    if (this.#unknown.size >= unknownMax && oldest !== undefined) this.#unknown.delete(oldest);
    this.#unknown.set(key, performance.now() + unknownMs);
  }

  /** Connects, loads, listens; begins again for as long as the tracker runs. */
  async #run(): Promise<void> {
    let pauseMs = 100;
    while (!this.#closed) {
      try {
        await this.#listen(() => (pauseMs = 100));
      } catch (error) {
        if (!this.#closed)
          this.#log.warn(
            { error: (error as Error).message, links: this.size },
            "links: the database is away; known links go on",
          );
      }
      this.fresh = false;
      this.#client = null;
      const pause = Promise.withResolvers<void>();
      const handle = setTimeout(pause.resolve, pauseMs);
      await Promise.race([pause.promise, this.#stop.promise]);
      clearTimeout(handle);
      pauseMs = Math.min(reconnectMsMax, pauseMs * 2);
    }
  }

  async #listen(connected: () => void): Promise<void> {
    const client = new pg.Client(poolConfig(this.#databaseUrl, "worker"));
    const lost = Promise.withResolvers<never>();
    lost.promise.catch(() => {});
    client.on("error", lost.reject);
    client.on("end", () => lost.reject(new Error("The connection ended")));
    client.on("notification", ({ payload }) => this.#note(payload ?? ""));
    try {
      await client.connect();
      this.#client = client;
      // Listening comes first, so that no change falls between loading and listening.
      await client.query("listen link_changed");
      this.fresh = true;
      connected();
      await Promise.race([this.#load(), lost.promise, this.#stop.promise]);
      await Promise.race([this.#ping(client), lost.promise, this.#stop.promise]);
    } finally {
      void client.end().catch(() => {});
    }
  }

  async #load(): Promise<void> {
    const start = performance.now();
    await loadAll(this.pool, this.#table);
    this.complete = true;
    this.#log.info(
      { links: this.size, ms: Math.round(performance.now() - start) },
      "links: loaded",
    );
  }

  /** A silent connection may be a dead one. */
  async #ping(client: pg.Client): Promise<never> {
    for (;;) {
      const pause = Promise.withResolvers<void>();
      const handle = setTimeout(pause.resolve, pingMs);
      await Promise.race([pause.promise, this.#stop.promise]).finally(() => clearTimeout(handle));
      if (this.#closed) throw new Error("closed");
      await within(answerMs, client.query("select 1"));
    }
  }

  #note(payload: string): void {
    const colon = payload.indexOf(":");
    const name = notifyingTables.find((table) => table === payload.slice(0, colon));
    if (!name) return;
    this.#changed[name].add(payload.slice(colon + 1));
    this.#reloading ??= this.#reloadChanged().finally(() => (this.#reloading = null));
  }

  async #reloadChanged(): Promise<void> {
    try {
      while (notifyingTables.some((name) => this.#changed[name].size > 0)) {
        for (const name of notifyingTables) {
          const ids = [...this.#changed[name]];
          this.#changed[name].clear();
          if (ids.length > 0) await reloadRows(this.pool, this.#table, name, ids);
        }
        this.#unknown.clear();
      }
    } catch (error) {
      // What was missed is found by the full load that follows the next connection.
      this.#log.warn(
        { error: (error as Error).message },
        "links: a change could not be read; loading everything anew",
      );
      void this.#client?.end().catch(() => {});
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop.resolve();
    await this.#running;
    await this.#reloading;
    await this.pool.end();
  }
}

const keyOf = (path: LinkPath): string => `${path.partner}/${path.ad}/${path.program}`;

export const openLinks = (databaseUrl: string, log: Log): Links => new LiveLinks(databaseUrl, log);
