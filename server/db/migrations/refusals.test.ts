import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuiltRefusals } from "../../accounting/rebuilt.ts";
import { createTestDatabase, type TestDatabase } from "../../test/database.ts";

const read = (name: string) => readFileSync(new URL(`./${name}.sql`, import.meta.url), "utf8");
const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [brand, partner, program, contract] = [1, 2, 3, 4].map(id);
const at = "2026-02-03T12:00:00Z";
const windowStart = Date.parse("2026-02-03T05:00:00Z");

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  for (const name of ["20261123000000", "20261126000000", "20261126100000", "20261126200000", "20261127100000", "20261128000000"]) await client.query(read(name));
  await client.query("create table decision_2026_02 partition of decision for values from ('2026-02-01 00:00+00') to ('2026-03-01 00:00+00')");
  const use = (limitId: string, scope: string | null, max: number, before: number) => ({
    limitId,
    kind: limitId.split(":")[1],
    ...(scope === null ? {} : { scope }),
    windowStart,
    windowEnd: null,
    max: String(max),
    before: String(before),
    after: String(before),
  });
  const refused = (n: number, uses: object[], isTest = false) =>
    client.query(`insert into decision values ($1, $2, $3, 'CLICK', $4, $5, null, $6, 'UNPAID', 'OVERLIMIT_CLICKS', 'U', null, null, 0, 0, 'USD', $7, $7, $8, 1, 1, $2)`, [
      brand,
      at,
      id(n),
      partner,
      program,
      isTest,
      contract,
      JSON.stringify(uses),
    ]);
  const [daily, lifelong] = ["CLICK:CLICKS:CONTRACT:DAY", "CLICK:CLICKS:CONTRACT:CONTRACT"];
  await refused(10, [use(daily, "CONTRACT", 5, 5), use(lifelong, "CONTRACT", 90, 20)]);
  // The first engine knew contracts alone and did not say so.
  await refused(11, [use(daily, null, 5, 5)]);
  await refused(12, [use(daily, "CONTRACT", 5, 4), use(lifelong, "CONTRACT", 90, 90)]);
  await refused(13, [use("CLICK:CLICKS:CUSTOMER:DAY", "CUSTOMER", 1, 1)]);
  await refused(14, [use(daily, "CONTRACT", 5, 5)], true);
  await client.query(read("20261129500000"));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("clicks that limits refused before are counted for them, as a rebuild would", async () => {
  const { rows } = await client.query("select scope_id as scope, limit_id as limit, clicks::int as clicks from limit_refusal order by limit_id desc");
  expect(rows).toEqual([
    { scope: partner, limit: "CLICK:CLICKS:CONTRACT:DAY", clicks: 2 },
    { scope: contract, limit: "CLICK:CLICKS:CONTRACT:CONTRACT", clicks: 1 },
  ]);
  const rebuilt = await client.query(rebuiltRefusals, [null]);
  expect((await client.query("select * from limit_refusal order by limit_id")).rows.map(({ clicks }) => clicks as unknown)).toHaveLength(rebuilt.rows.length);
});
