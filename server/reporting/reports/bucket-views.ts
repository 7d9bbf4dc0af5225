/** The buckets of a report with their figures, and sales by date where buckets hold no dates. */
import { dateEnd, dateStart } from "../../domain/calendar.ts";
import { Figures, type ClickCell, type ConversionCell } from "./figures.ts";
import { holdsDates, type ReportBucket } from "./range.ts";
import type { Plan } from "./report-plans.ts";
import { SalesState, type ReportBucketView, type SalesDayView } from "./report.types.ts";

/**
 * The bucket of a date of the range. A range of hours holds its dates whole: what begins before it
 * lies in its first bucket.
 */
export function bucketOfDate({ buckets, range, zone }: Plan, date: string): number {
  const start = Math.max(dateStart(date, zone), range.start);
  return buckets.findIndex((bucket) => start >= bucket.start && start < bucket.end);
}

/**
 * Before tracking began, and in the future, there is no figure; 0 would say that nobody clicked.
 */
export const isMeasured = (
  { start, end }: ReportBucket,
  { trackedSince: since, now }: Plan,
): boolean => since !== null && end > since && start <= now;

function salesStateOf(bucket: ReportBucket, made: Plan, salesExpected: boolean): SalesState {
  if (!salesExpected || bucket.start > made.now) return SalesState.NONE_EXPECTED;
  return bucket.end <= (made.salesSettled ?? -Infinity) ? SalesState.SETTLED : SalesState.ARRIVING;
}

export function bucketViews(
  made: Plan,
  cells: { clicks: ClickCell[]; conversions: ConversionCell[] },
  salesExpected: boolean,
): ReportBucketView[] {
  const figures = made.buckets.map(() => new Figures(made.isForBrand));
  for (const cell of cells.clicks) figures[cell.i - 1]?.addClicks(cell);
  const withSales = holdsDates(made.grain);
  if (withSales)
    for (const cell of cells.conversions)
      figures[bucketOfDate(made, cell.date)]?.addConversions(cell);
  return made.buckets.map((bucket, index) => {
    const own = isMeasured(bucket, made) ? figures[index] : undefined;
    const isOpen = made.now >= bucket.start && made.now < bucket.end;
    return {
      key: bucket.key,
      start: new Date(bucket.start),
      end: new Date(bucket.end),
      isOpen,
      isPartial:
        isOpen || bucket.isCut || (own !== undefined && (made.trackedSince ?? 0) > bucket.start),
      salesState: salesStateOf(bucket, made, salesExpected),
      clicks: own?.clicks() ?? null,
      sales: withSales ? (own?.sales() ?? null) : null,
      leads: withSales ? (own?.leads() ?? null) : null,
      payout: own?.payout() ?? null,
      wouldPay: own?.wouldPay() ?? null,
    };
  });
}

export function salesDays(made: Plan, cells: readonly ConversionCell[]): SalesDayView[] {
  if (holdsDates(made.grain)) return [];
  return [...new Set(cells.map((cell) => cell.date))].sort().map((date) => {
    const figures = new Figures(made.isForBrand);
    for (const cell of cells) if (cell.date === date) figures.addConversions(cell);
    return {
      date,
      start: new Date(dateStart(date, made.marketplaceZone)),
      end: new Date(dateEnd(date, made.marketplaceZone)),
      sales: figures.sales(),
      leads: figures.leads(),
    };
  });
}
