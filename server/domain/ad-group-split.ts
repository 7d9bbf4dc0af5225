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
export type Split =
  | { books: readonly { key: string; totals: SaleTotals }[]; rest: SaleTotals }
  | { waits: SplitWait };

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

const restOf = (adGroup: SaleTotals, creatives: readonly ToldCreative[]): SaleTotals =>
  lessSales(
    adGroup,
    creatives.reduce((sum, { totals }) => addSales(sum, totals), noSale),
  );

/**
 * `adGroup` is null where the last run does not tell it. A creative that came back hidden counts
 * with what it was told last, as long as that leaves the rest at zero or more; else those that are
 * no longer told become part of the rest.
 */
export function splitAdGroup(
  adGroup: SaleTotals | null,
  creatives: readonly ToldCreative[],
): Split {
  if (adGroup === null) return { waits: "NOT_TOLD" };
  const rest = restOf(adGroup, creatives);
  if (!isBelowZero(rest))
    return { books: creatives.map(({ key, totals }) => ({ key, totals })), rest };
  const ofFresh = restOf(
    adGroup,
    creatives.filter(({ fresh }) => fresh),
  );
  if (isBelowZero(ofFresh)) return { waits: "RUNS_DIFFER" };
  return {
    books: creatives.map(({ key, totals, fresh }) => ({ key, totals: fresh ? totals : noSale })),
    rest: ofFresh,
  };
}
