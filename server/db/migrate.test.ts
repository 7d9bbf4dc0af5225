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
