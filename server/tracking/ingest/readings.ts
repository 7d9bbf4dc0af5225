/**
 * Until when each journal was read to its end: what tells a report how late its clicks are, also
 * when reading has stopped.
 */
import type pg from "pg";
import type { Instant } from "../../domain/calendar.ts";

const gapMs = 1_000;

export interface Readings {
  /** All that was journaled before `until` is stored. Written at most once a second. */
  note(trackerId: string, until: Instant): Promise<void>;
}

export function createReadings(pool: pg.Pool): Readings {
  const noted = new Map<string, Instant>();
  return {
    async note(trackerId, until) {
      const last = noted.get(trackerId);
      if (last !== undefined && until >= last && until < last + gapMs) return;
      await pool.query(
        `insert into journal_reading (tracker_id, read_until) values ($1, $2)
         on conflict (tracker_id) do update set read_until = excluded.read_until`,
        [trackerId, new Date(until)],
      );
      noted.set(trackerId, until);
    },
  };
}
