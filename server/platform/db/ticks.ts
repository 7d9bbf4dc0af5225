/**
 * New figures, told to those who may see them: one LISTEN connection a process, fanned out by
 * program.
 */
import pg from "pg";
import type { Clock } from "../clock.ts";
import type { Instant } from "../../domain/calendar.ts";
import { poolConfig } from "./connection.ts";
import type { Log } from "../log.ts";
import { watchSilence } from "./silence.ts";

export interface Ticks {
  /**
   * Yields once it listens, then once per change of the program's figures until the signal ends it.
   * Several changes at once are one.
   */
  of(programId: string, signal?: AbortSignal): AsyncGenerator<void>;
  /** The last instant at which the program's figures may have changed: never too early. */
  changedAt(programId: string): Instant;
  close(): Promise<void>;
}

/**
 * A generator that waits hears `return()` only after its next value, so a listener who left would
 * stay: hence the signal.
 */
export function endable<T>(
  generate: (end: AbortSignal) => AsyncGenerator<T>,
): AsyncIterableIterator<T> {
  const end = new AbortController();
  const values = generate(end.signal);
  return {
    next: () => values.next(),
    return: () => {
      end.abort();
      return values.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const reconnectMs = 1_000;
const heartbeatMs = 10_000;

/**
 * Keeps one connection that listens. `onHearing` is told when it begins to hear and when it no
 * longer does.
 */
function listen(
  databaseUrl: string,
  log: Log,
  onTick: (programId: string) => void,
  onHearing: (hears: boolean) => void,
): () => Promise<void> {
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const next = new pg.Client(poolConfig(databaseUrl, "api"));
    client = next;
    const again = () => {
      if (closed || client !== next) return;
      client = null;
      onHearing(false);
      retry = setTimeout(() => void connect(), reconnectMs);
    };
    next.on("error", again);
    next.on("end", again);
    next.on("notification", ({ payload = "" }) => onTick(payload));
    try {
      await next.connect();
      watchSilence(next, heartbeatMs);
      await next.query("listen report_tick");
      onHearing(true);
      // Nothing is said on a connection that only listens: whether anybody is there is asked.
      const heart = setInterval(() => void next.query("select 1").catch(again), heartbeatMs);
      next.once("end", () => clearInterval(heart));
    } catch (error) {
      log.debug({ err: error }, "live figures: database not reachable");
      again();
    }
  };
  void connect();
  return async () => {
    closed = true;
    clearTimeout(retry);
    await client?.end().catch(() => {});
  };
}

export function createTicks(databaseUrl: string, log: Log, clock: Clock): Ticks {
  const listeners = new Map<string, Set<() => void>>();
  const changes = new Map<string, Instant>();
  /** Since when no change was missed; null while changes are missed. */
  let heardSince: Instant | null = null;
  let closed = false;
  const wakeAll = (): void => {
    for (const set of listeners.values()) for (const wake of set) wake();
  };
  const onTick = (programId: string): void => {
    changes.set(programId, clock());
    for (const wake of listeners.get(programId) ?? []) wake();
  };
  const stop = listen(databaseUrl, log, onTick, (hears) => {
    heardSince = hears ? clock() : null;
    // What changed while nobody listened was not heard.
    if (hears) wakeAll();
  });

  return {
    async *of(programId, signal) {
      let pending = true;
      let wake: () => void = () => {};
      const onChange = () => {
        pending = true;
        wake();
      };
      const own = listeners.get(programId) ?? new Set();
      listeners.set(programId, own.add(onChange));
      signal?.addEventListener("abort", onChange, { once: true });
      try {
        while (!closed && !signal?.aborted) {
          if (!pending) await new Promise<void>((resolve) => (wake = resolve));
          pending = false;
          if (!closed && !signal?.aborted) yield;
        }
      } finally {
        own.delete(onChange);
        if (own.size === 0) listeners.delete(programId);
      }
    },
    changedAt: (programId) =>
      heardSince === null ? clock() : Math.max(heardSince, changes.get(programId) ?? 0),
    close: async () => {
      closed = true;
      wakeAll();
      await stop();
    },
  };
}
