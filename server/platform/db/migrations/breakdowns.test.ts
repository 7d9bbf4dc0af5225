import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/worlds/database.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

test("clicks that were decided before breakdowns were there wait to be folded", async () => {
  const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
  await client.query(
    "drop table click_breakdown, click_breakdown_period, click_breakdown_mark cascade",
  );
  for (const [level, quarter, outcome] of [
    ["P", "12:00", "PAID"],
    ["P", "12:00", "UNPAID"],
    ["P", "12:15", "PAID"],
    ["C", "13:00", "PAID"],
  ])
    await client.query(
      `insert into click_rollup (
          bucket,
          level,
          brand_account_id,
          program_id,
          outcome,
          is_test,
          clicks,
          unique_clicks,
          payable_clicks,
          payout_micros
        )
        values ($1, $2, $3, $4, $5, false, 1, 1, 1, 0)`,
      [`2026-03-01T${quarter}:00Z`, level, id(1), id(2), outcome],
    );
  const sql = readFileSync(
    new URL("./2026-11-30-0740-click-breakdowns.sql", import.meta.url),
    "utf8",
  );
  await client.query(sql);
  const { rows } = await client.query(
    `select to_char(quarter at time zone 'UTC', 'HH24:MI') as quarter, program_id, brand_account_id
      from click_breakdown_mark
      order by 1`,
  );
  expect(rows).toEqual(
    ["12:00", "12:15"].map((quarter) => ({
      quarter,
      program_id: id(2),
      brand_account_id: id(1),
    })),
  );
});
