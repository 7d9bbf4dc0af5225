/**
 * What Amazon tells by product is kept as it was told last, apart from everything that is booked.
 * Rows of one product, partner and date are added up within a delivery.
 */
import type pg from "pg";
import {
  parseProductRow,
  type ProductFigures,
  type ToldProduct,
} from "../../domain/attributed-products.ts";
import { minorDigits } from "../../domain/values/currency.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { holdOn } from "../../platform/db/locks.ts";
import { insertRows } from "../../platform/db/rows.ts";
import type { UnreadableRow } from "./report-rows.ts";
import { loadProgramContext } from "./sales-booking.ts";
import type { ToldReport } from "./telling.ts";
import type { CompleteRun } from "./told-rows.ts";

const columns = [
  "program_id",
  "date",
  "ad_group_id",
  "asin",
  "kind",
  "brand_account_id",
  "name",
  "orders",
  "units",
  "amount_micros",
  "new_orders",
  "new_units",
  "new_amount_micros",
  "currency",
  "simulated",
  "as_of",
] as const;
const key: readonly string[] = ["program_id", "date", "ad_group_id", "asin", "kind"];
const newest = columns
  .filter((column) => !key.includes(column))
  .map((column) => `${column} = excluded.${column}`)
  .join(", ");
/** Also of equal figures: what is left with an older instant was not told again. */
const onConflict = `
  on conflict (${key.join(", ")}) do update set ${newest}
  where report_product.as_of <= excluded.as_of`;

const keyOf = ({ date, adGroupId, asin, kind }: ToldProduct): string =>
  JSON.stringify([date, adGroupId, asin, kind]);
const add = (a: ProductFigures, b: ProductFigures): ProductFigures => ({
  orders: a.orders + b.orders,
  units: a.units + b.units,
  amount: a.amount + b.amount,
  newOrders: a.newOrders + b.newOrders,
  newUnits: a.newUnits + b.newUnits,
  newAmount: a.newAmount + b.newAmount,
});

interface ToldProducts {
  masked: number;
  bad: number;
  unreadable: UnreadableRow[];
}

/** Keeps a page. Rows of other campaigns are another program's, or none of ours. */
export async function tellProducts(report: Omit<ToldReport, "grouping">): Promise<ToldProducts> {
  const { program, marketplace } = await loadProgramContext(report.pool, report.programId);
  const unreadable: UnreadableRow[] = [];
  const products = new Map<string, ToldProduct>();
  let masked = 0;
  for (const row of report.rows) {
    const read = parseProductRow(row, minorDigits(marketplace.currency));
    if (!read.ok) {
      unreadable.push({ fault: read.message, row });
      continue;
    }
    if (read.value.length === 0) masked += 1;
    for (const product of read.value) {
      if (product.campaignId !== program.code) continue;
      const before = products.get(keyOf(product));
      products.set(keyOf(product), before ? { ...product, ...add(before, product) } : product);
    }
  }
  const rows = [...products.values()].map((product) => ({
    program_id: program.id,
    date: product.date,
    ad_group_id: product.adGroupId,
    asin: product.asin,
    kind: product.kind,
    brand_account_id: program.brandAccountId,
    name: product.name,
    orders: product.orders,
    units: product.units,
    amount_micros: product.amount,
    new_orders: product.newOrders,
    new_units: product.newUnits,
    new_amount_micros: product.newAmount,
    currency: marketplace.currency,
    simulated: report.simulated,
    as_of: new Date(report.startedAt),
  }));
  await inTransaction(report.pool, async (client) => {
    await holdOn(client, "SALES", program.id);
    await insertRows(client, "report_product", columns, rows, onConflict);
  });
  return { masked, bad: unreadable.length, unreadable };
}

/**
 * What a complete run did not tell of a partner's date of which it told other products was returned
 * since; of a date without any, the partner's own row says whether all of it was. A report that
 * comes back empty takes nothing.
 */
export const forgetUntoldProducts = async (
  client: pg.ClientBase | pg.Pool,
  { programId, startDate, endDate, beganAt }: Omit<CompleteRun, "grouping">,
): Promise<void> => {
  await client.query(
    `delete from report_product p
      where p.program_id = $1
        and p.date between $2 and $3
        and p.as_of < $4
        and (
          exists (
            select from report_product o
            where o.program_id = p.program_id
              and o.date = p.date
              and o.ad_group_id = p.ad_group_id
              and o.as_of >= $4
          )
          or exists (
            select from report_row g
            where g.program_id = p.program_id
              and g.grouping = 'ADGROUP'
              and g.told
              and g.date = p.date
              and g.ad_group_id = p.ad_group_id
              and g.orders = 0
          )
        )`,
    [programId, startDate, endDate, new Date(beganAt)],
  );
};
