/** New figures, told to those who may see them: one LISTEN connection a process, fanned out by program. */
import pg from "pg";
import type { Clock } from "../clock.ts";
import type { Instant } from "../domain/calendar.ts";
import { poolConfig } from "./connection.ts";
import type { Log } from "../log.ts";

export interface Ticks {
  /** Yields once it listens, then once per change of the program's figures until the signal ends it. Several changes at once are one. */
  of(programId: string, signal?: AbortSignal): AsyncGenerator<void>;
  /** The last instant at which the program's figures may have changed: never too early. */
  changedAt(programId: string): Instant;
  close(): Promise<void>;
}

const reconnectMs = 1_000;

export function createTicks(databaseUrl: string, log: Log, clock: Clock): Ticks {
  const listeners = new Map<string, Set<() => void>>();
  const changes = new Map<string, Instant>();
  /** Since when no change was missed; null while changes are missed. */
  let heardSince: Instant | null = null;
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client(poolConfig(databaseUrl, "api"));
    client = next;
    const again = () => {
      if (closed || client !== next) return;
      client = null;
      heardSince = null;
      retry = setTimeout(() => void connect(), reconnectMs);
    };
    next.on("error", again);
    next.on("end", again);
    next.on("notification", ({ payload = "" }) => {
      changes.set(payload, clock());
      for (const wake of listeners.get(payload) ?? []) wake();
    });
    try {
      await next.connect();
      await next.query("listen report_tick");
      heardSince = clock();
      // What changed while nobody listened was not heard.
      for (const set of listeners.values()) for (const wake of set) wake();
    } catch (error) {
      log.debug({ err: error }, "live figures: database not reachable");
      again();
    }
  };
  void connect();

  return {
    async *of(programId, signal) {
      let pending = true;
      let wake: () => void = () => {};
      const onTick = () => {
        pending = true;
        wake();
      };
      const own = listeners.get(programId) ?? new Set();
      listeners.set(programId, own.add(onTick));
      signal?.addEventListener("abort", onTick, { once: true });
      try {
        while (!closed && !signal?.aborted) {
          if (!pending) await new Promise<void>((resolve) => (wake = resolve));
          pending = false;
          if (!closed && !signal?.aborted) yield;
        }
      } finally {
        own.delete(onTick);
        if (own.size === 0) listeners.delete(programId);
      }
    },
    changedAt: (programId) => (heardSince === null ? clock() : Math.max(heardSince, changes.get(programId) ?? 0)),
    close: async () => {
      closed = true;
      clearTimeout(retry);
      for (const set of listeners.values()) for (const wake of set) wake();
      await client?.end().catch(() => {});
    },
  };
}
