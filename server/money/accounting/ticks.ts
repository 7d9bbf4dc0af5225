/**
 * Tells listeners that a program's figures moved: at most once a second per program, never inside a
 * transaction.
 */
import type pg from "pg";
import type { Log } from "../../platform/log.ts";

const pauseMs = 1_000;

export interface Ticks {
  note(programs: Iterable<string>): void;
  stop(): void;
}

export function createTicks(pool: pg.Pool, log: Log): Ticks {
  let waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  function send(): void {
    const programs = [...waiting];
    waiting = new Set();
    // The pause follows every sending, so no program is told twice within it.
    timer = setTimeout(() => {
      timer = null;
      if (waiting.size > 0) send();
    }, pauseMs);
    pool
      .query("select pg_notify('report_tick', program) from unnest($1::text[]) program", [programs])
      .catch((error: unknown) => log.debug({ err: error }, "report tick not sent"));
  }

  return {
    note(programs) {
      for (const program of programs) waiting.add(program);
      if (timer === null && waiting.size > 0) send();
    },
    stop() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
