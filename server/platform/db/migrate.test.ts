import { readFileSync } from "node:fs";
import pg from "pg";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, onServer, type TestDatabase } from "../../testing/worlds/database.ts";
import { createPool, databaseRoles, poolConfig } from "./connection.ts";
import { checkDatabase, checkLogin, checkMigrated, DatabaseUnusable, migrate } from "./migrate.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function as<T extends pg.QueryResultRow>(role: "api" | "worker", sql: string): Promise<T[]> {
  const pool = new pg.Pool(poolConfig(database.url, role, 1));
  try {
    return (await pool.query<T>(sql)).rows;
  } finally {
    await pool.end();
  }
}

test("the api role owns nothing, bypasses nothing, and sees no row without a tenant", async () => {
  const [role] = await as<{ who: string; bypass: boolean; super: boolean; owned: string }>(
    "api",
    `select
        current_user as who,
        rolbypassrls as bypass,
        rolsuper as super,
        (select count(*)::text from pg_class where relowner = current_user::regrole) as owned
      from pg_roles
      where rolname = current_user`,
  );
  expect(role).toEqual({ who: "counterfoil_api", bypass: false, super: false, owned: "0" });
  await as("worker", "select 1");
});

test("every table is under row-level security but the migration log", async () => {
  const rows = await as<{ relname: string }>(
    "worker",
    `select relname
      from pg_class
      where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p')
        and not relrowsecurity
        and not relispartition
      order by 1`,
  );
  expect(rows.map((row) => row.relname)).toEqual(["migration"]);
});

test("only who first managed a brand holds every permission after the migration", async () => {
  const pool = new pg.Pool(poolConfig(database.url, "owner", 1));
  const id = (n: number) => `01930000-0000-7000-8000-00000000000${n}`;
  try {
    await pool.query(
      `insert into app_user (id, email, name, password_hash, created_at)
        select
          ('01930000-0000-7000-8000-00000000000' || n)::uuid,
          n || '@example.com',
          n::text,
          '',
          now()
        from generate_series(1, 4) n`,
    );
    const account =
      "insert into account (id, kind, name, code, edition, time_zone, currency, created_at) values";
    await pool.query(
      `${account} ('${id(8)}', 'BRAND', 'B', 'b', 'PRO', 'UTC', 'USD', now()), ('${id(9)}', ` +
        "'PARTNER', 'P', 'p', null, 'UTC', 'USD', now())",
    );
    const members = [
      `('${id(1)}', '${id(1)}', '${id(8)}', 'ANALYST', '2026-01-01')`,
      `('${id(2)}', '${id(2)}', '${id(8)}', 'BRAND_ADMIN', '2026-01-03')`,
    ];
    members.push(
      `('${id(3)}', '${id(3)}', '${id(8)}', 'BRAND_ADMIN', '2026-01-02')`,
      `('${id(4)}', '${id(4)}', '${id(9)}', 'PARTNER_OWNER', '2026-01-01')`,
    );
    await pool.query(
      `insert into membership (id, user_id, account_id, role, created_at)
        values ${members.join(", ")}`,
    );
    const sql = readFileSync(
      new URL("./migrations/2026-11-26-2000-terms-in-full.sql", import.meta.url),
      "utf8",
    );
    await pool.query(/update membership m set[^;]+;/.exec(sql)?.[0] ?? "");
    const { rows } = await pool.query<{ id: string; permissions: string[] }>(
      "select id, permissions from membership where permissions <> '{}'",
    );
    expect(rows).toEqual([{ id: id(3), permissions: ["TERMS_ADMINISTRATOR", "EXPIRE_PARTNERS"] }]);
  } finally {
    await pool.end();
  }
});

describe("which login is taken (found 119)", () => {
  const password = randomBytes(8).toString("hex");
  const logins: string[] = [];
  /** A login of its own for the database of this file, and the URL with it. */
  async function login(options: string, grants = ""): Promise<{ name: string; url: string }> {
    const name = `login_${randomBytes(5).toString("hex")}`;
    logins.push(name);
    await onServer(
      database.url,
      `create role ${name} login password '${password}' ${options}; ` +
        grants.replaceAll("NAME", name),
    );
    const url = new URL(database.url);
    [url.username, url.password] = [name, password];
    return { name, url: url.href };
  }
  afterAll(async () => {
    for (const name of logins)
      await onServer(database.url, `drop owned by ${name}; drop role ${name}`);
  });
  const both = "grant counterfoil_api, counterfoil_worker to NAME with admin option";

  test("superusers and logins past row-level security are refused in one line", async () => {
    for (const [options, words] of [
      ["superuser", "is a superuser"],
      ["bypassrls", "passes row-level security"],
    ] as const) {
      const { name, url } = await login(options, both);
      for (const refused of [() => checkDatabase(url), () => checkLogin(url, "api")])
        await expect(refused()).rejects.toThrow(
          new RegExp(
            `^The login "${name}" in DATABASE_URL ${words}, .*: name one that owns the ` +
              `database and may create roles \\(create role .*\\)\\.$`,
          ),
        );
    }
  });
  test("one that may not act as its role is told the grant that it lacks", async () => {
    const { name, url } = await login("", "grant counterfoil_api to NAME");
    await checkLogin(url, "api");
    await expect(checkLogin(url, "worker")).rejects.toThrow(
      `The login "${name}" in DATABASE_URL may not act as counterfoil_worker: grant ` +
        `counterfoil_worker to "${name}".`,
    );
    await expect(checkDatabase(url)).rejects.toThrow(/may not act as counterfoil_worker/);
    await checkDatabase((await login("", both)).url);
  });
  test("a wrong password is a fault of the login, a database away is none", async () => {
    const { url } = await login("", both);
    await expect(checkLogin(url.replace(password, "wrong"), "api")).rejects.toThrow(
      /cannot be used: .*password/,
    );
    await checkLogin("postgres://me:hidden@127.0.0.1:9/none", "api");
    await expect(checkDatabase("postgres://me:hidden@127.0.0.1:9/none")).rejects.toBeInstanceOf(
      DatabaseUnusable,
    );
  });
  test("the login that the refusal names sets a database up and serves both roles", async () => {
    const { name, url } = await login("createrole createdb", both);
    const fresh = `fresh_${name}`;
    const own = new URL(url);
    await onServer(database.url, `create database ${fresh} owner ${name}`);
    own.pathname = `/${fresh}`;
    try {
      await checkDatabase(own.href);
      await expect(checkMigrated(own.href)).rejects.toThrow(
        /holds no tables of Counterfoil yet\. Start the server once, or run: .*migrate\.$/,
      );
      expect((await migrate(own.href)).length).toBeGreaterThan(10);
      await checkMigrated(own.href);
      await onServer(own.href, "delete from migration where id = (select max(id) from migration)");
      await expect(checkMigrated(own.href)).rejects.toThrow(/1 of its migrations wait/);
      for (const role of ["api", "worker"] as const) {
        // One that bears its connection's end: the database goes before the server has closed it.
        const pool = createPool(own.href, role, 1);
        expect(
          (await pool.query("select current_user as who, (select count(*)::int from account) as n"))
            .rows,
        ).toEqual([{ who: databaseRoles[role], n: 0 }]);
        await pool.end();
      }
    } finally {
      await onServer(database.url, `drop database ${fresh} with (force)`);
    }
  });
});
