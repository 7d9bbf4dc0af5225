/** Brings a database to the newest migration. Run with a login that owns the database and may create roles. */
import { MikroORM } from "@mikro-orm/postgresql";
import { ormConfig } from "../orm.config.ts";
import pg from "pg";

export class DatabaseUnusable extends Error {}

const withoutPassword = (url: string): string => {
  const shown = new URL(url);
  shown.password = "";
  return shown.href;
};

/** Says in one line what is wrong with the database, if anything. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("show server_version_num");
    const major = Math.floor(Number(rows[0]?.server_version_num ?? 0) / 10_000);
    if (major < 15) throw new DatabaseUnusable(`DATABASE_URL names PostgreSQL ${major}; Counterfoil needs 15 or newer.`);
  } catch (error) {
    if (error instanceof DatabaseUnusable) throw error;
    const why = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
    throw new DatabaseUnusable(`The database ${withoutPassword(url)} cannot be used: ${why}. Start it, create it, or correct DATABASE_URL.`);
  } finally {
    await client.end().catch(() => {});
  }
}

export async function migrate(url: string): Promise<string[]> {
  const orm = await MikroORM.init(ormConfig(url, "owner", []));
  try {
    const done = await orm.migrator.up();
    return done.map((migration) => migration.name);
  } finally {
    await orm.close(true);
  }
}
