/**
 * The database a command works on: DATABASE_URL, the embedded one that is running, or the embedded
 * one started for a while.
 */
import { join } from "node:path";
import { runningEmbedded, startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { checkDatabase } from "../../platform/db/migrate.ts";
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
