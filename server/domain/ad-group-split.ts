/**
 * An ad group's sales of a date, split by creative. The ad group's own row is the truth; what its
 * creatives do not say of it is the rest. No creative moves the total.
 */
import type { RowTotals } from "./attribution.ts";

export type SaleTotals = Pick<RowTotals, "orders" | "units" | "amount">;

export interface ToldCreative {
  key: string;
  /** As told last; what came back hidden since does not change it. */
  totals: SaleTotals;
  /** Told by the last complete run of creatives. */
  fresh: boolean;
}
/** NOT_TOLD: the ad group is hidden. RUNS_DIFFER: its creatives are newer than its own row. */
export type SplitWait = "NOT_TOLD" | "RUNS_DIFFER";
export type Split = SplitWhole | { waits: SplitWait };
interface SplitWhole {
  books: readonly { key: string; totals: SaleTotals }[];
  rest: SaleTotals;
}

export const noSale: SaleTotals = { orders: 0n, units: 0n, amount: 0n };
export const addSales = (a: SaleTotals, b: SaleTotals): SaleTotals => ({
  orders: a.orders + b.orders,
  units: a.units + b.units,
  amount: a.amount + b.amount,
});
export const lessSales = (a: SaleTotals, b: SaleTotals): SaleTotals => ({
  orders: a.orders - b.orders,
  units: a.units - b.units,
  amount: a.amount - b.amount,
});
const isBelowZero = ({ orders, units, amount }: SaleTotals): boolean =>
  orders < 0n || units < 0n || amount < 0n;

/**
 * Null: the creatives have more than their ad group. Each amount is rounded by itself, so they may
 * have up to a minor unit each more for good: that much is taken off the largest of them.
 */
function splitWhole(
  adGroup: SaleTotals,
  books: SplitWhole["books"],
  minorUnit: bigint,
): SplitWhole | null {
  const sum = books.reduce((all, { totals }) => addSales(all, totals), noSale);
  const rest = lessSales(adGroup, sum);
  if (!isBelowZero(rest)) return { books, rest };
  const over: SaleTotals = { ...noSale, amount: -rest.amount };
  const [first] = books;
  if (!first || over.amount > minorUnit * BigInt(books.length)) return null;
  const most = books.reduce(
    (best, one) => (one.totals.amount > best.totals.amount ? one : best),
    first,
  );
  const whole = addSales(rest, over);
  const totals = lessSales(most.totals, over);
  if (isBelowZero(whole) || isBelowZero(totals)) return null;
  return { books: books.map((one) => (one === most ? { ...most, totals } : one)), rest: whole };
}

/**
 * `adGroup` is null where the last run does not tell it. A creative that came back hidden counts
 * with what it was told last, as long as that leaves the rest at zero or more; else those that are
 * no longer told become part of the rest. `minorUnit` of the currency, in micros. `isLastWord`: a
 * person confirmed the ad group's own figures after all that is known of its creatives, so that
 * where those have more, none of it can be split.
 */
export function splitAdGroup(
  adGroup: SaleTotals | null,
  creatives: readonly ToldCreative[],
  minorUnit: bigint,
  isLastWord = false,
): Split {
  if (adGroup === null) return { waits: "NOT_TOLD" };
  const asTold = creatives.map(({ key, totals }) => ({ key, totals }));
  const asFresh = creatives.map(({ key, totals, fresh }) => ({
    key,
    totals: fresh ? totals : noSale,
  }));
  const whole = splitWhole(adGroup, asTold, minorUnit) ?? splitWhole(adGroup, asFresh, minorUnit);
  if (whole) return whole;
  if (!isLastWord) return { waits: "RUNS_DIFFER" };
  return { books: creatives.map(({ key }) => ({ key, totals: noSale })), rest: adGroup };
}
