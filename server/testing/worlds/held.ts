/** Two at the same moment, made sure of: all are under way before one of them can write. */
import pg from "pg";
import { expect, vi } from "vitest";
import type { People } from "./people.ts";

/**
 * Begins the works while nobody can write to the tables, lets go when each waits, for them or for
 * another of the works, and resolves with their results.
 */
export async function held<T>(
  people: People,
  tables: string,
  begin: () => readonly Promise<T>[],
): Promise<T[]> {
  const blocker = new pg.Client({ connectionString: people.url });
  await blocker.connect();
  try {
    await blocker.query("begin");
    await blocker.query(`lock table ${tables} in exclusive mode`);
    const works = begin();
    const waiting = async (): Promise<void> => {
      const rows = await people.sql(
        `select
          from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows.length).toBe(works.length);
    };
    await vi.waitFor(waiting, { timeout: 30_000 });
    await blocker.query("commit");
    return await Promise.all(works);
  } finally {
    await blocker.end();
  }
}
