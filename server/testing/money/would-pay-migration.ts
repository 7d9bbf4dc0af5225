import { readFileSync } from "node:fs";
import type pg from "pg";

const tables = ["click_rollup", "click_breakdown", "sales_daily"];
const migration = new URL(
  "../../platform/db/migrations/2026-11-30-2210-would-pay-sums.sql",
  import.meta.url,
);

/** Takes back what the migration brought, and carries it out on the rows that are there. */
export async function carryOutWouldPaySums(owner: pg.Pool): Promise<void> {
  // A day that holds nothing else was no cell before.
  await owner.query(
    `delete from sales_daily
      where leads = 0 and orders = 0 and units = 0 and amount_micros = 0 and payout_micros = 0`,
  );
  for (const table of tables)
    await owner.query(`alter table ${table} drop column would_pay_micros`);
  await owner.query(readFileSync(migration, "utf8"));
}
