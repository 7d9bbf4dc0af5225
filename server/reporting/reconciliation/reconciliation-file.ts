/**
 * A reconciliation as a table for a spreadsheet: on top what it says, of what and by which
 * definitions, then every row of the page's with each cause in a column of its own, then the total.
 */
import { now, type Context } from "../../platform/context.ts";
import { csvOf, type Cell } from "../../platform/files/csv.ts";
import { money } from "../../platform/api/money.ts";
import { clickCauses, saleCauses } from "../../domain/reconciliation.ts";
import { compared, rowViews, type Compared } from "./reconciliations.ts";
import {
  clickWords,
  kindWords,
  rowKinds,
  saleWords,
  sourceWords,
  type ReconciledClicksView,
  type ReconciledSalesView,
  type ReconciliationInput,
  type ReconciliationRowView,
} from "./reconciliation.types.ts";

const columns = [
  "Row",
  "Date",
  "Partner",
  "Partner id",
  "Link",
  "Link id",
  "Click-throughs at Amazon",
  "Unique clicks here",
  "Difference of clicks",
  ...clickCauses.map((cause) => `Clicks ${cause}`),
  "Robots here",
  "Orders at Amazon",
  "Orders here",
  "Difference of orders",
  ...saleCauses.map((cause) => `Orders ${cause}`),
  "Amount at Amazon",
  "Amount here",
  ...saleCauses.map((cause) => `Amount ${cause}`),
  "Currency",
];

const clickCells = ({ atAmazon, here, difference, robots, causes }: ReconciledClicksView) => {
  const of = new Map(causes.map(({ cause, clicks }) => [cause, clicks]));
  const explained = clickCauses.map((cause) => of.get(cause) ?? 0);
  return [atAmazon ?? "", here, difference, ...explained, robots];
};
const saleCells = (sales: ReconciledSalesView, currency: string): Cell[] => {
  const of = new Map(sales.causes.map((one) => [one.cause, one]));
  const nothing = money(0n, currency);
  return [
    sales.atAmazon ?? "",
    sales.here,
    sales.difference,
    ...saleCauses.map((cause) => of.get(cause)?.orders ?? 0),
    sales.amountAtAmazon ?? "",
    sales.amountHere,
    ...saleCauses.map((cause) => of.get(cause)?.amount ?? nothing),
    currency,
  ];
};
const rowCells = (row: ReconciliationRowView, currency: string): Cell[] => [
  row.kind,
  row.date ?? "",
  row.partnerName ?? "",
  row.partnerId ?? "",
  row.linkName ?? "",
  row.linkId ?? "",
  ...clickCells(row.clicks),
  ...saleCells(row.sales, currency),
];

const textOf = (at: Date | null): string => at?.toISOString() ?? "";
function headOf(ctx: Context, found: Compared, { from, to, by }: ReconciliationInput): Cell[][] {
  const { program, sentence, source, timeZone, profileZone, toldAt } = found;
  return [
    ["Reconciliation", program.name],
    ["Verdict", sentence],
    ["From", from],
    ["To", to],
    ["By", by],
    ["Compared with", sourceWords[source]],
    ["Zone of our dates", timeZone],
    ["Zone of Amazon's dates", profileZone],
    ["Amazon was asked at", textOf(toldAt)],
    ["Made at", textOf(now(ctx))],
    ["Clicks", "Unique clicks of live links here beside click-throughs at Amazon."],
    [
      "Orders",
      "Amazon's orders of live links that count here beside those that it tells. Orders that " +
        "shops hand in are not in it.",
    ],
    ["Difference", "Amazon's less ours. The causes of a row add up to it, the rows to TOTAL."],
    ["Empty", "Amazon tells nothing, which is not 0."],
    ...rowKinds.map((kind) => [`Row ${kind}`, kindWords[kind]]),
    ...clickCauses.map((cause) => [`Clicks ${cause}`, clickWords[cause]]),
    ...saleCauses.map((cause) => [`Orders ${cause}`, saleWords[cause]]),
    [],
  ];
}

/** CSV; null where it is no program of the brand's own. Throws where the input cannot be used. */
export async function reconciliationFile(
  ctx: Context,
  given: ReconciliationInput,
): Promise<{ name: string; text: string } | null> {
  const found = await compared(ctx, given);
  if (!found) return null;
  const { program, currency, clicks, sales } = found;
  const rows = await rowViews(ctx, found.rows, currency);
  const total = ["TOTAL", "", "", "", "", "", ...clickCells(clicks), ...saleCells(sales, currency)];
  const { from, to, by } = given;
  return {
    name: `reconciliation_${program.code}_${from}_${to}_${by.toLowerCase()}.csv`,
    text: csvOf([
      ...headOf(ctx, found, given),
      columns,
      ...rows.map((row) => rowCells(row, currency)),
      total,
    ]),
  };
}
