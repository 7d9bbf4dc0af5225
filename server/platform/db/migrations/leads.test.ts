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

const sql = readFileSync(new URL("./2026-11-30-0700-leads.sql", import.meta.url), "utf8");
const month = "values from ('2026-03-01 00:00+00') to ('2026-04-01 00:00+00')";

test("months that were made before leads were known take them, and nothing else", async () => {
  const id = "0190a000-0000-7000-8000-000000000001";
  const at = "2026-03-02T00:00:00Z";
  for (const table of ["decision", "ledger_transfer"]) {
    await client.query(`alter table ${table} drop constraint ${table}_event_check`);
    await client.query(
      `alter table ${table}
        add constraint ${table}_event_check check (event in ('CLICK', 'SALE'))`,
    );
    await client.query(`create table ${table}_2026_03 (like ${table} including all)`);
    await client.query(`alter table ${table} attach partition ${table}_2026_03 for ${month}`);
  }
  const book = (event: string, subject: string) =>
    client.query(
      `insert into ledger_transfer (
          effective_at, subject_id, event, brand_account_id, partner_account_id, program_id,
          contract_id, debit, credit, amount_micros, currency, posted_at, batch_id
        )
        values ($1, $2, $3, $4, $4, $4, $4, 'BRAND_BUDGET', 'CLEARING', 1, 'USD', $1, $4)`,
      [at, subject, event, id],
    );
  const decide = (event: string, subject: string) =>
    client.query(
      `insert into decision (
          brand_account_id, occurred_at, subject_id, event, program_id, is_test, outcome,
          amount_micros, would_pay_micros, uses, engine_version, epoch, recorded_at
        )
        values ($4, $1, $2, $3, $4, false, 'PAID', 1, 1, '[]', 5, 0, $1)`,
      [at, subject, event, id],
    );
  for (const write of [book, decide])
    await expect(write("LEAD", id)).rejects.toThrow(/event_check/);
  await client.query(sql.slice(sql.indexOf("do $$")));
  for (const write of [book, decide]) {
    await write("LEAD", id);
    await expect(write("CALL", id.replace(/1$/, "2"))).rejects.toThrow(/event_check/);
  }
});

test("a conversion cannot be a lead and an order, nor a lead of no event type", async () => {
  const { rows } = await client.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition
      from pg_constraint
      where conrelid = 'conversion'::regclass and conname = 'conversion_lead'`,
  );
  const of = async (kind: string, type: string, leads: number, orders: number) => {
    const answer = await client.query<{ holds: boolean }>(
      `select ${(rows[0]?.definition ?? "").replace(/^CHECK /, "")} as holds
        from (
          select
            '${kind}' as kind,
            ${type}::uuid as event_type_id,
            ${leads} as leads,
            ${orders} as orders,
            0 as units,
            0 as amount_micros,
            0 as adjusted_orders,
            0 as adjusted_amount_micros
        ) conversion`,
    );
    return answer.rows[0]?.holds;
  };
  expect([
    await of("LEAD", "gen_random_uuid()", 1, 0),
    await of("LEAD", "gen_random_uuid()", 1, 1),
    await of("LEAD", "null", 1, 0),
    await of("SALE", "null", 0, 3),
    await of("SALE", "null", 1, 3),
  ]).toEqual([true, false, false, true, false]);
});
