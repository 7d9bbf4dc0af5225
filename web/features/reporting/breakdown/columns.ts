/** What stands in the columns of the breakdown. */
import type {
  Breakdown_FiguresFragment,
  MeasureChange_ChangeFragment,
  ReportMeasure,
} from "../../../gql/graphql.ts";
import { changeIn } from "../../../lib/change-in.ts";
import { formatChange, formatCount, formatMonies, type MoneyValue } from "../../../lib/format.ts";
import { ranked, rankedMeasures, type RankedMeasure } from "./ranked.ts";

type ShownFigures = Omit<Breakdown_FiguresFragment, " $fragmentName">;
export type ShownChange = Omit<MeasureChange_ChangeFragment, " $fragmentName">;

const percents = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });
const percent = (ratio: unknown): string | null =>
  ratio === null ? null : percents.format(Number(ratio));
const count = (value: number | null | undefined): string | null =>
  value === null || value === undefined ? null : formatCount(value);
const monies = (all: readonly MoneyValue[] | undefined, none: MoneyValue | null): string | null => {
  if (!all || (all.length === 0 && none === null)) return null;
  return formatMonies(all, none);
};

/** Null: there is nothing to tell. */
const texts: Record<RankedMeasure, (f: ShownFigures, none: MoneyValue) => string | null> = {
  clicks: ({ clicks }) => count(clicks.raw),
  unique: ({ clicks }) => count(clicks.unique),
  newVisitors: ({ clicks }) => count(clicks.newVisitors),
  payable: ({ clicks }) => count(clicks.payable),
  unpaid: ({ clicks }) => count(clicks.unpaid),
  orders: ({ sales }) => count(sales?.orders),
  amount: ({ sales }, none) => monies(sales?.amount, none),
  payout: ({ measures }, none) => monies(measures.payout, none),
  wouldPay: ({ measures }, none) => monies(measures.wouldPay, none),
  cpc: ({ measures }) => monies(measures.cpc, null),
  epc: ({ measures }) => monies(measures.epc, null),
  conversion: ({ measures }) => percent(measures.conversionRate),
  roas: ({ measures }) =>
    measures.roas.map(({ ratio }) => `${Number(ratio).toFixed(2)}×`).join(" + ") || null,
  share: ({ measures }) => percent(measures.share),
};
export const textOf = (measure: RankedMeasure, figures: ShownFigures, none: MoneyValue): string =>
  texts[measure](figures, none) ?? "–";

/**
 * Those that this reader is told: new visitors are the brand's; test clicks are paid nothing, and
 * live ones are shown with what they were paid.
 */
export const columnsOf = ({ clicks }: ShownFigures, isTest: boolean): RankedMeasure[] => {
  const others: readonly RankedMeasure[] = isTest ? ["payout", "cpc", "epc", "roas"] : ["wouldPay"];
  return rankedMeasures.filter(
    (measure) =>
      !others.includes(measure) && (measure !== "newVisitors" || clicks.newVisitors !== null),
  );
};

/** How a figure changed: a share of what it was, or points of a share. Null: it is not compared. */
export interface Delta {
  text: string;
  /** "RATIO" of what it was, "POINTS" of a share, "NEW": it was 0. */
  kind: "RATIO" | "POINTS" | "NEW";
  direction: "up" | "down" | "same";
}
const isShare = (measure: RankedMeasure): boolean =>
  measure === "share" || measure === "conversion";
function directionOf(difference: number): Delta["direction"] {
  if (difference === 0) return "same";
  return difference > 0 ? "up" : "down";
}
export const deltaOf = (measure: RankedMeasure, changes: readonly ShownChange[]): Delta | null =>
  deltaNamed(ranked[measure], changes, isShare(measure));

export function deltaNamed(
  name: ReportMeasure,
  changes: readonly ShownChange[],
  isOfShare = false,
): Delta | null {
  const change = changeIn(changes, name);
  if (!change || change.difference === null || change.difference === undefined) return null;
  const difference = Number(change.difference);
  const direction = directionOf(difference);
  if (isOfShare) return { text: formatChange(difference), kind: "POINTS", direction };
  if (change.ratio === null || change.ratio === undefined)
    return difference === 0 ? null : { text: "", kind: "NEW", direction };
  return { text: formatChange(Number(change.ratio)), kind: "RATIO", direction };
}
