import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLedger } from "./verify-ledger.ts";
import { settleProgram } from "../attribution/conversion-job.ts";
import { carryOutWouldPaySums } from "../../testing/money/would-pay-migration.ts";
import { createSalesBench, type SalesBench, type Stage } from "../../testing/money/sales-bench.ts";

let bench: SalesBench;
let stage: Stage;
beforeAll(async () => {
  bench = await createSalesBench();
  stage = await bench.stage({ limits: [{ kind: "CONVERSIONS", reset: "MONTH", max: "4" }] });
  await stage.report(
    { creative: "locked", orders: 2 },
    { creative: "pending" },
    { creative: "outside", orders: 3 },
    { creative: "reversed" },
    { creative: stage.testAd },
  );
  await stage.ask((await stage.conversion("locked")).id, "APPROVE");
  await stage.ask((await stage.conversion("reversed")).id, "REVERSE", { code: "OTHER" });
  await settleProgram(bench.desk, stage.world.program);
  await stage.report({ creative: "locked", orders: 1, amount: "30" });
  await stage.balanced();
});
afterAll(() => bench.close());

const of = (creative: string) =>
  `where program_id = '${stage.world.program}' and row_key like '%|${creative}'`;
const updateOf = (creative: string, number: number) =>
  `where number = ${number} and conversion_id = (select id from conversion ${of(creative)})`;

test.each([
  [
    "a payout",
    () => `update conversion set payout_micros = payout_micros + 1 ${of("pending")}`,
    /updates = conversions/,
  ],
  [
    "a delta",
    () => `update conversion_update set delta_units = delta_units + 1 ${updateOf("pending", 1)}`,
    /updates = conversions/,
  ],
  [
    "a state",
    () => `update conversion set state = 'PENDING', locked_at = null ${of("locked")}`,
    /left it in its state/,
  ],
  [
    "a missing number",
    () => `update conversion_update set number = 7 ${updateOf("pending", 1)}`,
    /numbered/,
  ],
  [
    "an adjustment",
    () => `update conversion set adjusted_payout_micros = 0 ${of("locked")}`,
    /adjusted payout/,
  ],
  [
    "a day cell",
    () =>
      `update sales_daily
        set orders = orders + 1
        where program_id = '${stage.world.program}' and not is_test and outcome = 'PAID'`,
    /sales by day/,
  ],
  [
    "a transfer of an adjustment",
    () =>
      `update ledger_transfer
        set amount_micros = amount_micros + 1
        where event = 'ADJUSTMENT' and program_id = '${stage.world.program}'`,
    /adjusted after locking = ledger/,
  ],
  [
    "an approval outside of terms that nobody gave",
    () => `update conversion set outside_approved_at = now() ${of("outside")}`,
    /past their limits/,
  ],
  [
    "a sale that forgot its limit",
    () =>
      `update decision
        set uses = jsonb_set(uses, '{0,after}', '"9"')
        where event = 'SALE'
          and outcome = 'PAID'
          and uses <> '[]'
          and program_id = '${stage.world.program}'`,
    /limit was exceeded/,
  ],
  [
    "a change after reversal",
    () => `update conversion_update
      set state = 'REVERSED', code = 'OTHER' ${updateOf("pending", 1)};
      insert into conversion_update (
        id,
        conversion_id,
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
      select
        gen_random_uuid(),
        id,
        brand_account_id,
        2,
        1,
        0,
        0,
        0,
        'PAID',
        now(),
        'RESTATED',
        'PENDING'
      from conversion ${of("pending")};
      update conversion
      set orders = orders + 1, updates = 2 ${of("pending")};
      update sales_daily
      set orders = orders + 1
      where program_id = '${stage.world.program}' and not is_test and outcome = 'PAID'`,
    /after locking or reversal/,
  ],
])("%s that was changed by hand is found", async (_name, sql, where) => {
  // All of it in one transaction of the owner that is rolled back.
  const client = await bench.owner.connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    await client.query(sql());
    const found = await verifyLedger(
      { connect: () => Promise.resolve(inside(client)) } as unknown as Parameters<
        typeof verifyLedger
      >[0],
      { program: stage.world.program },
    );
    expect(found.firstDifference).toMatch(where);
  } finally {
    await client.query("rollback");
    client.release();
  }
  await stage.balanced();
});

/**
 * The owner's open transaction as the connection that the checks use: it neither begins nor ends
 * another.
 */
function inside(client: pg.PoolClient) {
  return {
    release: () => {},
    query: (sql: string, values?: unknown[]) =>
      /^(begin|rollback)/.test(sql) ? Promise.resolve({ rows: [] }) : client.query(sql, values),
  };
}

test("what sales would have been paid is filled in by its migration", async () => {
  const sum = "select sum(would_pay_micros)::text as sum from sales_daily";
  const { rows: before } = await bench.owner.query<{ sum: string }>(sum);
  expect(Number(before[0]?.sum)).toBeGreaterThan(0);
  await carryOutWouldPaySums(bench.owner);
  expect((await bench.owner.query(sum)).rows).toEqual(before);
  await stage.balanced();
});
