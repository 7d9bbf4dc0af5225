/**
 * The database a command works on: DATABASE_URL, the embedded one that is running, or the embedded
 * one started for a while.
 */
import { join } from "node:path";
import type pg from "pg";
import { createPool } from "../../platform/db/connection.ts";
import { runningEmbedded, startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { checkDatabase, checkMigrated } from "../../platform/db/migrate.ts";
import type { Env } from "../../platform/env.ts";

/** Runs `work` with the URL of the login that owns the database. */
export async function withDatabase<T>(
  env: Env,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  if (env.DATABASE_URL) {
    await checkDatabase(env.DATABASE_URL);
    return work(env.DATABASE_URL);
  }
  const folder = join(env.DATA_DIR, "postgres");
  const running = runningEmbedded(folder);
  if (running !== null) return work(running);
  const server = await startEmbeddedPostgres({ folder });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** The same, of a database that this version can read: else it says in one line what to do. */
export const withMigrated = <T>(env: Env, work: (ownerUrl: string) => Promise<T>): Promise<T> =>
  withDatabase(env, async (ownerUrl) => {
    await checkMigrated(ownerUrl);
    return work(ownerUrl);
  });

/** Runs `work` on it as the worker. */
export const withWorkerPool = <T>(env: Env, work: (pool: pg.Pool) => Promise<T>): Promise<T> =>
  withMigrated(env, async (ownerUrl) => {
    const pool = createPool(ownerUrl, "worker", 2);
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  });
