/** By what the groups of a breakdown are put in order, as SQL over their sums. */
import { breakdownSums } from "../../platform/db/breakdown-sums.ts";
import type { MeasureName } from "../../domain/report-measures.ts";

/** What sales and leads of a group add up, beside the sums of its clicks. */
export const soldColumns = [
  "orders",
  "units",
  "leads",
  "sale_micros",
  "earned_micros",
  "sold_would_pay_micros",
] as const;

export interface BreakdownOrder {
  measure: MeasureName;
  /** Of the range; or by how much it changed, as far as both periods are compared. */
  of: "VALUE" | "CHANGE";
  ascending: boolean;
}

type Sum = (column: string) => string;
/** One part of the statement, or a part without what is not compared of it. */
const valueSum: Sum = (column) => `coalesce(sum(${column}) filter (where part = 'A'), 0)`;
const comparedSum =
  (whole: "A" | "B", tail: "T" | "U"): Sum =>
  (column) =>
    `coalesce(sum(case part when '${whole}' then ${column} when '${tail}' then -${column} end), 0)`;

const over = (part: string, whole: string): string => `(${part})::numeric / nullif(${whole}, 0)`;
const clicks = breakdownSums.raw.column;
const payable = breakdownSums.payable.column;
const earned = (sum: Sum): string => `${sum("payout_micros")} + ${sum("earned_micros")}`;
/** Amounts of several currencies are added as numbers, which only their order sees. */
const values: Record<MeasureName, (sum: Sum) => string> = {
  raw: (sum) => sum(clicks),
  unique: (sum) => sum(breakdownSums.unique.column),
  newVisitors: (sum) => sum(breakdownSums.newVisitors.column),
  payable: (sum) => sum(payable),
  paid: (sum) => sum(breakdownSums.paid.column),
  unpaid: (sum) => `${sum(clicks)} - ${sum(payable)}`,
  orders: (sum) => sum("orders"),
  units: (sum) => sum("units"),
  leads: (sum) => sum("leads"),
  amount: (sum) => sum("sale_micros"),
  clickPayout: (sum) => sum("payout_micros"),
  payout: earned,
  wouldPay: (sum) => `${sum("would_pay_micros")} + ${sum("sold_would_pay_micros")}`,
  share: (sum) => over(sum(clicks), `sum(${sum(clicks)}) over ()`),
  conversionRate: (sum) => over(sum("orders"), sum(breakdownSums.unique.column)),
  cpc: (sum) => over(sum("payout_micros"), sum(payable)),
  epc: (sum) => over(earned(sum), sum(clicks)),
  roas: (sum) => over(sum("sale_micros"), earned(sum)),
};

/** Of rows with their part, grouped: what they are put in order by, null last. */
export function orderKey({ measure, of }: Omit<BreakdownOrder, "ascending">): string {
  const value = values[measure];
  return of === "VALUE"
    ? value(valueSum)
    : `(${value(comparedSum("A", "T"))}) - (${value(comparedSum("B", "U"))})`;
}
export const mostClicks = valueSum(clicks);

/** The sums of clicks that an order is found from. */
export function columnsOf({ measure }: Pick<BreakdownOrder, "measure">): ReadonlySet<string> {
  const found = new Set<string>([clicks]);
  values[measure]((column) => {
    found.add(column);
    return column;
  });
  return found;
}
