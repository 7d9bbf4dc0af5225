import { readFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkSeals } from "../../../money/proofs/seal-checks.ts";
import { createPool } from "../connection.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/worlds/database.ts";

const read = (name: string) => readFileSync(new URL(`./${name}.sql`, import.meta.url), "utf8");
const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [brand, partner, program, contract] = [1, 2, 3, 4].map(id);
const at = "2026-02-03T12:00:00Z";

let database: TestDatabase;
let pool: pg.Pool;
let client: pg.PoolClient;
/**
 * The ledger as it was before its seals: a click, a pending sale that was restated, and one that
 * was approved in a month without a table.
 */
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "owner", 1);
  client = await pool.connect();
  await client.query("drop schema public cascade; create schema public");
  for (const name of [
    "2026-11-23-0000-first-tables",
    "2026-11-26-0000-contracts-in-full",
    "2026-11-26-1000-life-of-sales",
    "2026-11-26-2000-terms-in-full",
    "2026-11-27-1000-partners-by-index",
    "2026-11-28-0000-limits-and-partner-values",
  ])
    await client.query(read(name));
  await client.query("set timezone = 'America/New_York'");
  await client.query("create table ledger_transfer_2026_02 (like ledger_transfer including all)");
  await client.query(
    `alter table ledger_transfer attach partition ledger_transfer_2026_02 for
      values
      from ('2026-02-01 00:00+00') to ('2026-03-01 00:00+00')`,
  );
  await client.query("alter table ledger_transfer_2026_02 owner to counterfoil_worker");
  const transfer = (n: number, event: string, [debit, credit]: [string, string], micros: number) =>
    client.query(
      "insert into ledger_transfer values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'USD', $1)",
      [at, id(n), event, brand, partner, program, contract, debit, credit, micros],
    );
  await transfer(10, "CLICK", ["BRAND_COST", "PARTNER_PAYABLE"], 5);
  await transfer(11, "SALE", ["BRAND_COST", "PARTNER_PAYABLE"], 100);
  await transfer(12, "SALE", ["PARTNER_PAYABLE", "BRAND_COST"], 40);
  await transfer(13, "SALE", ["BRAND_COST", "PARTNER_PAYABLE"], 30);
  await client.query(
    `insert into attribution_row
      select
        n::text,
        $1,
        $2,
        null,
        null,
        'A',
        '2026-02-03',
        'c',
        'g',
        n::text,
        1,
        1,
        1,
        1,
        'USD',
        false,
        1,
        $3,
        $3,
        $3
      from unnest(array[1, 2]) n`,
    [brand, program, at],
  );
  const action = (n: number, state: string, locked: string | null, payout: number) =>
    client.query(
      `insert into action (
          id,
          row_key,
          order_id,
          brand_account_id,
          partner_account_id,
          program_id,
          date,
          occurred_at,
          is_test,
          simulated,
          state,
          outcome,
          orders,
          units,
          amount_micros,
          payout_micros,
          would_pay_micros,
          currency,
          contract_id,
          updates,
          locked_at,
          created_at,
          updated_at
        )
        values (
          $1,
          $2,
          $2,
          $3,
          $4,
          $5,
          '2026-02-03',
          $6,
          false,
          false,
          $7,
          'PAID',
          1,
          1,
          1,
          $8,
          $8,
          'USD',
          $9,
          1,
          $10,
          $6,
          $6
        )`,
      [id(20 + n), String(n), brand, partner, program, at, state, payout, contract, locked],
    );
  await action(1, "PENDING", null, 60);
  await action(2, "APPROVED", "2026-04-01T04:00:00Z", 30);
  await client.query(
    `insert into action_update (
        id,
        action_id,
        brand_account_id,
        number,
        delta_orders,
        delta_units,
        delta_amount_micros,
        delta_payout_micros,
        outcome,
        at,
        kind,
        state
      )
      values ($1, $2, $3, 1, 1, 1, 1, 30, 'PAID', $4, 'APPROVED', 'APPROVED')`,
    [id(30), id(22), brand, at],
  );
  await client.query(read("2026-11-29-3000-ledger"));
});
afterAll(async () => {
  client.release();
  await pool.end();
  await database.drop();
});

test("what was posted is on its account, and a sale is owed from its locking date", async () => {
  const { rows } = await client.query(
    `select
        subject_id as id,
        event,
        debit,
        credit,
        amount_micros::int as micros,
        effective_at as at
      from ledger_transfer
      order by effective_at, subject_id`,
  );
  const on = (
    n: number,
    event: string,
    [debit, credit]: [string, string],
    micros: number,
    when = at,
  ) => ({ id: id(n), event, debit, credit, micros, at: new Date(when) });
  expect(rows).toEqual([
    on(10, "CLICK", ["BRAND_BUDGET", "PARTNER_PAYABLE"], 5),
    on(11, "SALE", ["BRAND_BUDGET", "CLEARING"], 100),
    on(12, "SALE", ["CLEARING", "BRAND_BUDGET"], 40),
    on(13, "SALE", ["BRAND_BUDGET", "CLEARING"], 30),
    on(30, "APPROVAL", ["CLEARING", "PARTNER_PAYABLE"], 30, "2026-04-01T04:00:00Z"),
  ]);
});

test("all of it is one sealed posting in any zone; months refuse changes", async () => {
  expect(await checkSeals(client, null)).toMatchObject({ left: "1", right: "1", difference: null });
  const old = `insert into ledger_transfer
      values (
        $1,
        gen_random_uuid(),
        'CLICK',
        $2,
        $2,
        $2,
        $2,
        'BRAND_COST',
        'PARTNER_PAYABLE',
        1,
        'USD',
        $1,
        $2
      )`;
  for (const month of [at, "2026-04-02T00:00:00Z"])
    await expect(client.query(old, [month, brand])).rejects.toThrow(/ledger_transfer_debit_check/);
  await expect(client.query("update ledger_transfer_2026_02 set currency = 'EUR'")).rejects.toThrow(
    /append-only/,
  );
  await client.query("set role counterfoil_worker");
  for (const table of ["ledger_transfer_2026_02", "ledger_transfer_2026_04"])
    await expect(client.query(`delete from ${table}`)).rejects.toMatchObject({ code: "42501" });
  await client.query("reset role");
});
