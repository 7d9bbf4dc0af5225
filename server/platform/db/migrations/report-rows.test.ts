import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowKey } from "../../../domain/attribution.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/worlds/database.ts";

const first = "2026-11-29-9940-report-rows.sql";
const news = "2026-11-30-0720-report-news.sql";
const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const tag = { date: "2026-02-03", campaignId: "c|1", adGroupId: "50%", creativeId: "t" };
const key = rowKey("A", "CREATIVE", tag);
let database: TestDatabase;
let client: pg.Client;
const rows = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  const read = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
  const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".sql"));
  const inOrder = files.toSorted();
  for (const name of inOrder.filter((name) => name < first)) await client.query(read(name));
  await client.query("set session_replication_role = replica");
  const at = "2026-02-04T12:00:00Z";
  await client.query(
    `insert into attribution_row
      values ($1, $2, $3, $4, null, 'A', $5, $6, $7, $8, 12, 2, 3, 40000000, 'USD', true, 2, $9, $9,
        $9)`,
    [key, id(1), id(2), id(3), tag.date, tag.campaignId, tag.adGroupId, tag.creativeId, at],
  );
  for (const version of [1, 2])
    await client.query("insert into attribution_row_version values ($1, $2, $3, $4, $5)", [
      key,
      version,
      id(1),
      { promoted: { orders: `${version}`, units: "2", amountMicros: "30000000" } },
      at,
    ]);
  await client.query(
    `insert into conversion
      (
        id, row_key, order_id, brand_account_id, program_id, date, occurred_at, is_test, simulated,
        state, outcome, orders, units, amount_micros, payout_micros, would_pay_micros, currency,
        traits, updates, created_at, updated_at
      )
      values (
        $1, $2, 'o', $3, $4, $5, $6, false, true, 'PENDING', 'PAID', 2, 3, 40000000, 1, 1, 'USD',
        '{"sku": "B0"}', 1, $6, $6
      )`,
    [id(9), key, id(1), id(2), tag.date, at],
  );
  await client.query("set session_replication_role = origin");
  const after = inOrder.filter((name) => name >= first);
  for (const name of after.filter((name) => name < news)) await client.query(read(name));
  await client.query("update report_row set dirty = true");
  for (const name of after.filter((name) => name >= news)) await client.query(read(name));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("[D149] what was told of promoted products stands with the newest version's row", async () => {
  expect(
    await rows(
      `select promoted_orders, promoted_units, promoted_amount_micros, bonus_micros
        from report_row`,
    ),
  ).toEqual([
    {
      promoted_orders: "2",
      promoted_units: "2",
      promoted_amount_micros: "30000000",
      bonus_micros: null,
    },
  ]);
});

test("what was told and what is booked are rows of their own", async () => {
  expect(
    await rows(
      `select row_key, grouping, ad_group_key, traits, click_throughs, orders, told, version
        from report_row`,
    ),
  ).toEqual([
    {
      row_key: key,
      grouping: "CREATIVE",
      ad_group_key: rowKey("A", "ADGROUP", tag),
      traits: { sku: "B0" },
      click_throughs: "12",
      orders: "2",
      told: true,
      version: 2,
    },
  ]);
  expect(await rows("select row_key, version from report_row_version order by 2")).toEqual([
    { row_key: key, version: 1 },
    { row_key: key, version: 2 },
  ]);
  expect(await rows("select row_key, orders, amount_micros from attribution_row")).toEqual([
    { row_key: key, orders: "2", amount_micros: "40000000" },
  ]);
  expect(await rows("select * from report_news")).toEqual([
    { ad_group_key: rowKey("A", "ADGROUP", tag), brand_account_id: id(1), program_id: id(2) },
  ]);
  expect(await rows("select not_split from conversion")).toEqual([{ not_split: false }]);
  await expect(client.query("update report_row_version set version = 3")).rejects.toThrow(
    "append-only",
  );
});
