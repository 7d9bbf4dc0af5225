import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../test/database.ts";
import { poolConfig } from "./connection.ts";

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
    `select current_user as who, rolbypassrls as bypass, rolsuper as super,
      (select count(*)::text from pg_class where relowner = current_user::regrole) as owned from pg_roles where rolname = current_user`,
  );
  expect(role).toEqual({ who: "counterfoil_api", bypass: false, super: false, owned: "0" });
  await as("worker", "select 1");
});

test("every table is under row-level security but the migration log", async () => {
  const rows = await as<{ relname: string }>(
    "worker",
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity and not relispartition order by 1",
  );
  expect(rows.map((row) => row.relname)).toEqual(["migration"]);
});

test("whoever first managed a brand holds every permission after the migration that brought them, and nobody else does", async () => {
  const pool = new pg.Pool(poolConfig(database.url, "owner", 1));
  const id = (n: number) => `01930000-0000-7000-8000-00000000000${n}`;
  try {
    await pool.query(
      `insert into app_user (id, email, name, password_hash, created_at) select ('01930000-0000-7000-8000-00000000000' || n)::uuid, n || '@example.com', n::text, '', now() from generate_series(1, 4) n`,
    );
    const account = "insert into account (id, kind, name, code, edition, time_zone, currency, created_at) values";
    await pool.query(`${account} ('${id(8)}', 'BRAND', 'B', 'b', 'PRO', 'UTC', 'USD', now()), ('${id(9)}', 'PARTNER', 'P', 'p', null, 'UTC', 'USD', now())`);
    const members = [`('${id(1)}', '${id(1)}', '${id(8)}', 'ANALYST', '2026-01-01')`, `('${id(2)}', '${id(2)}', '${id(8)}', 'BRAND_ADMIN', '2026-01-03')`];
    members.push(`('${id(3)}', '${id(3)}', '${id(8)}', 'BRAND_ADMIN', '2026-01-02')`, `('${id(4)}', '${id(4)}', '${id(9)}', 'PARTNER_OWNER', '2026-01-01')`);
    await pool.query(`insert into membership (id, user_id, account_id, role, created_at) values ${members.join(", ")}`);
    const sql = readFileSync(new URL("./migrations/20261126200000.sql", import.meta.url), "utf8");
    await pool.query(/update membership m set[^;]+;/.exec(sql)?.[0] ?? "");
    const { rows } = await pool.query<{ id: string; permissions: string[] }>("select id, permissions from membership where permissions <> '{}'");
    expect(rows).toEqual([{ id: id(3), permissions: ["TERMS_ADMINISTRATOR", "EXPIRE_PARTNERS"] }]);
  } finally {
    await pool.end();
  }
});
