/**
 * Brings a database to the newest migration. Run with a login that owns the database and may create
 * roles.
 */
import { MikroORM } from "@mikro-orm/postgresql";
import { ormConfig } from "./orm.config.ts";
import pg from "pg";
import { migrations } from "./migrations.ts";
import { databaseRoles, type DatabaseRole } from "./connection.ts";

export class DatabaseUnusable extends Error {}

const withoutPassword = (url: string): string => {
  const shown = new URL(url);
  shown.password = "";
  return shown.href;
};

interface Login {
  version: number;
  login: string;
  is_super: boolean;
  bypasses: boolean;
  creates_roles: boolean;
  /** Roles of the application that exist. */
  known: string[];
  /** Those that the login may act as. */
  usable: string[];
}
const loginSql = `select
    current_setting('server_version_num')::int as version,
    session_user::text as login,
    l.rolsuper as is_super,
    l.rolbypassrls as bypasses,
    l.rolcreaterole as creates_roles,
    array(select rolname::text from pg_roles where rolname = any($1)) as known,
    array(
      select rolname::text
      from pg_roles
      where rolname = any($1) and pg_has_role(session_user, oid, 'member')
    ) as usable
  from pg_roles l
  where l.rolname = session_user`;
const allRoles = Object.values(databaseRoles);

/**
 * What a login cannot be used for, and what to do. `needed`: the roles that it must be able to act
 * as.
 */
function loginFault(
  { version, login, is_super, bypasses, creates_roles, known, usable }: Login,
  needed: readonly string[],
  mayCreate: boolean,
): string | null {
  const major = Math.floor(version / 10_000);
  if (major < 15) return `DATABASE_URL names PostgreSQL ${major}; Counterfoil needs 15 or newer.`;
  if (is_super || bypasses)
    return (
      `The login "${login}" in DATABASE_URL ` +
      `${is_super ? "is a superuser" : "passes row-level security"}, which no wall between ` +
      "accounts would hold: name one that owns the database and may create roles (create role " +
      "counterfoil login createrole password '…'; create database counterfoil owner counterfoil)."
    );
  const missing = needed.filter((role) => !known.includes(role));
  if (missing.length > 0 && !(mayCreate && creates_roles))
    return mayCreate
      ? `The login "${login}" in DATABASE_URL may not create roles: alter role "${login}" ` +
          "createrole."
      : `The database has no role ${missing.join(", ")}: start ROLE=all or run the set-up ` +
          "command against it first.";
  const foreign = needed.filter((role) => known.includes(role) && !usable.includes(role));
  return foreign.length === 0
    ? null
    : `The login "${login}" in DATABASE_URL may not act as ${foreign.join(", ")}: grant ` +
        `${foreign.join(", ")} to "${login}".`;
}

async function faultOf(url: string, role: DatabaseRole | null): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<Login>(loginSql, [allRoles]);
    return rows[0]
      ? loginFault(rows[0], role ? [databaseRoles[role]] : allRoles, role === null)
      : null;
  } finally {
    await client.end().catch(() => {});
  }
}
function unusable(url: string, error: unknown): DatabaseUnusable {
  const why =
    error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
  return new DatabaseUnusable(
    `The database ${withoutPassword(url)} cannot be used: ${why}. Start it, create it, or ` +
      "correct DATABASE_URL.",
  );
}

/**
 * For whoever sets the database up: says in one line what is wrong with it or with the login, if
 * anything.
 */
export async function checkDatabase(url: string): Promise<void> {
  const fault = await faultOf(url, null).catch((error: unknown) => {
    throw unusable(url, error);
  });
  if (fault !== null) throw new DatabaseUnusable(fault);
}

/**
 * For a process of one role: the same of its login. A database that is away for a while is none of
 * its faults.
 */
export async function checkLogin(url: string, role: DatabaseRole): Promise<void> {
  const fault = await faultOf(url, role).catch((error: { code?: string }) => {
    // 28: the login is refused · 3D: there is no such database.
    if (/^(28|3D)/.test(error.code ?? "")) throw unusable(url, error);
    return null;
  });
  if (fault !== null) throw new DatabaseUnusable(fault);
}

/** For whoever reads a database that others set up: that all of its tables are there. */
export async function checkMigrated(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ known: boolean }>(
      "select to_regclass('public.migration') is not null as known",
    );
    const done = tables[0]?.known
      ? (await client.query<{ name: string }>("select name from public.migration")).rows
      : [];
    const known = new Set(done.map(({ name }) => name));
    const missing = migrations().filter(({ name }) => !known.has(name)).length;
    if (missing === 0) return;
    const found =
      done.length === 0
        ? "holds no tables of Counterfoil yet"
        : `is older than this version: ${missing} of its migrations wait`;
    throw new DatabaseUnusable(
      `The database ${withoutPassword(url)} ${found}. Start the server once, or run: npm run ` +
        "cli -- migrate.",
    );
  } finally {
    await client.end();
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
