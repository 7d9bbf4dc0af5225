/**
 * From a report to the bars of the two panels. Numbers become pixels here and nowhere else; texts
 * use what the API gave.
 */
import { settledUntil } from "../../../lib/reach.ts";
import type { Freshness_MetaFragment, ReportPairQuery } from "../../../gql/graphql.ts";
import { valueAxis, type ValueAxis } from "../../../charts/axis.ts";
import { positionOf, sumOf, type Bar } from "../../../charts/bars.ts";
import type { ViewState } from "../view-state.ts";
import {
  figureOf,
  stackOf,
  type Charted,
  type Measure,
  type ShownBucket,
} from "./click-measures.ts";

type Report = NonNullable<ReportPairQuery["report"]>;
type SalesDay = Report["salesDays"][number];
export type SalesMetric = ViewState["metric"];

export interface PanelBars {
  bars: Bar[];
  axis: ValueAxis;
  /** Part of the axis, in buckets, whose figures are still arriving. */
  zone: { from: number; to: number } | null;
  /** Bars do not fit the buckets one to one. */
  isUneven: boolean;
}

const isSubDay = (meta: Freshness_MetaFragment): boolean =>
  meta.grain === "HOUR" || meta.grain === "MINUTE_15" || meta.grain === "MINUTE_5";
const largestOf = (bars: readonly Bar[]): number =>
  bars.reduce((largest, { values }) => Math.max(largest, sumOf(values)), 0);

/** Stacked from the baseline up. Where nothing could be measured there is no value. */
export function clickBars(buckets: readonly ShownBucket[], measure: Charted): PanelBars {
  const bars = buckets.map(({ clicks, isOpen }, index) => ({
    from: index,
    to: index + 1,
    values: clicks && stackOf(measure).map((part) => figureOf(clicks, part) ?? 0),
    isOpen,
  }));
  return { bars, axis: valueAxis(largestOf(bars), "count"), zone: null, isUneven: false };
}

interface Sold {
  orders: number;
  units: number;
  amount: readonly { amount: unknown; currency: string }[];
}
/**
 * Of several currencies the marketplace's first: heights of different currencies cannot be
 * compared.
 */
const heightOf = (sales: Sold, metric: SalesMetric): number =>
  metric === "amount" ? Math.max(0, Number(sales.amount[0]?.amount ?? 0)) : sales[metric];

function bucketSales(
  buckets: readonly ShownBucket[],
  metric: SalesMetric,
): Omit<PanelBars, "axis"> {
  const bars = buckets.map(({ sales, salesState }, index) => ({
    from: index,
    to: index + 1,
    values:
      sales && (salesState !== "NONE_EXPECTED" || heightOf(sales, metric) > 0)
        ? [heightOf(sales, metric)]
        : null,
    isOpen: salesState === "ARRIVING",
  }));
  const first = buckets.findIndex(({ salesState }) => salesState === "ARRIVING");
  const last = buckets.findLastIndex(({ salesState }) => salesState === "ARRIVING");
  return { bars, zone: first < 0 ? null : { from: first, to: last + 1 }, isUneven: false };
}

/** Sales carry a date and no hour: under finer buckets they lie as bands of a day. */
function dayBands(
  days: readonly SalesDay[],
  buckets: readonly ShownBucket[],
  meta: Freshness_MetaFragment,
  metric: SalesMetric,
): Omit<PanelBars, "axis"> {
  const edges = buckets.map(({ start, end }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
  }));
  const settled = settledUntil(meta);
  const now = Date.parse(meta.generatedAt);
  const bars = days
    .filter(({ start }) => Date.parse(start) <= now)
    .map(({ start, end, sales }) => ({
      from: positionOf(Date.parse(start), edges),
      to: positionOf(Date.parse(end), edges),
      values: [heightOf(sales, metric)],
      isOpen: Date.parse(end) > settled,
    }))
    .filter(({ from, to }) => to > from);
  const zone = { from: positionOf(settled, edges), to: positionOf(now, edges) };
  return { bars, zone: zone.to > zone.from ? zone : null, isUneven: true };
}

export function salesBars(
  buckets: readonly ShownBucket[],
  meta: Freshness_MetaFragment,
  salesDays: readonly SalesDay[],
  metric: SalesMetric,
): PanelBars {
  const drawn = isSubDay(meta)
    ? dayBands(salesDays, buckets, meta, metric)
    : bucketSales(buckets, metric);
  return {
    ...drawn,
    axis: valueAxis(largestOf(drawn.bars), metric === "amount" ? "amount" : "count"),
  };
}

export interface Extremes {
  highest: number;
  highestAt: number;
  lowest: number;
  lowestAt: number;
}
/** Of the bars that have a value; null without any. */
export function extremesOf(values: readonly (number | null)[]): Extremes | null {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const first = known[0];
  if (!first) return null;
  const highest = known.reduce((best, each) => (each.value > best.value ? each : best), first);
  const lowest = known.reduce((best, each) => (each.value < best.value ? each : best), first);
  return {
    highest: highest.value,
    highestAt: highest.index,
    lowest: lowest.value,
    lowestAt: lowest.index,
  };
}

export type SortKey = "time" | Measure | "sales";
/** "-clicks" is descending. */
export const readSort = (sort: string): { key: SortKey; descending: boolean } => ({
  key: sort.replace(/^-/, "") as SortKey,
  descending: sort.startsWith("-"),
});
const sortValue = ({ clicks, sales }: ShownBucket, key: Exclude<SortKey, "time">): number => {
  if (key === "sales") return sales?.orders ?? -1;
  return (clicks && figureOf(clicks, key)) ?? -1;
};
/** Positions of the buckets in the order of the table; equal ones stay in the order of time. */
export function sortedIndexes(buckets: readonly ShownBucket[], sort: string): number[] {
  const { key, descending } = readSort(sort);
  const indexes = buckets.map((_, index) => index);
  const sign = descending ? -1 : 1;
  if (key === "time") return descending ? indexes.reverse() : indexes;
  const value = (index: number) => {
    const bucket = buckets[index];
    return bucket ? sortValue(bucket, key) : 0;
  };
  return indexes.sort((a, b) => sign * (value(a) - value(b)) || a - b);
}
