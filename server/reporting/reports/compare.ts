/**
 * The period that a range is compared with: as long as the range, so many days or hours away. What
 * is not over, and sales that may still come, are compared as far as both periods have them.
 */
import {
  addDays,
  bucketStart,
  cutBuckets,
  dateEnd,
  dateOf,
  laterDays,
  minuteMs,
  type FirstWeekday,
  type Grain,
  type Instant,
} from "../../domain/calendar.ts";
import { accept, refuse, type Result } from "../../domain/result.ts";
import type { Compared } from "../../domain/report-measures.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import type { ReportBucket, ReportRange } from "./range.ts";

export const compareKinds = ["PREVIOUS", "SAME_WEEKDAYS", "LAST_YEAR", "CUSTOM"] as const;
export type CompareKind = (typeof compareKinds)[number];

export interface AskedCompare {
  with: CompareKind;
  /** YYYY-MM-DD, inclusive; of CUSTOM alone. */
  from?: string | null;
  to?: string | null;
}
export interface OtherPeriod {
  kind: CompareKind;
  range: ReportRange;
  /** From an instant of the range to the one in its place. */
  shift: (at: Instant) => Instant;
  /** By so many dates the range is later. */
  daysBack: number;
}

const daysFrom = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: "days" }).days;
const dayMs = 24 * 60 * minuteMs;

type Fault = "BAD_RANGE" | "BAD_DATE" | "UNEQUAL_RANGES";
function customBack({ from, to: asked }: AskedCompare, range: ReportRange): Result<number, Fault> {
  if (!range.isOfDates)
    return refuse("BAD_RANGE", "Hours are compared with others by name, not by dates", "compare");
  if (!from)
    return refuse("BAD_RANGE", "Say with which date the other period begins", "compare", "from");
  for (const [field, date] of [
    ["from", from],
    ["to", asked ?? from],
  ] as const) {
    const gated = gateDate(date, "compare", field);
    if (!gated.ok) return gated;
  }
  const length = daysFrom(range.fromDate, range.toDate);
  const to = asked ?? addDays(from, length);
  if (to < from)
    return refuse("BAD_RANGE", "The other period ends before it starts", "compare", "to");
  const other = daysFrom(from, to);
  if (length !== other)
    return refuse(
      "UNEQUAL_RANGES",
      `The range has ${length + 1} days and the other period ${other + 1}: ` +
        `let it end on ${addDays(from, length)}`,
      "compare",
      "to",
    );
  return accept(daysFrom(from, range.fromDate));
}

/** By how many dates the other period is earlier; a year's is moved off what it would overlap. */
function daysBackOf(asked: AskedCompare, range: ReportRange): Result<number, Fault> {
  if (asked.with === "CUSTOM") return customBack(asked, range);
  if (asked.from || asked.to)
    return refuse(
      "BAD_RANGE",
      "A period has dates or a name, not both: compare with CUSTOM, or leave out from and to",
      "compare",
      asked.from ? "from" : "to",
    );
  const days = range.isOfDates
    ? daysFrom(range.fromDate, range.toDate) + 1
    : Math.ceil((range.end - range.start) / dayMs);
  if (asked.with === "PREVIOUS") return accept(days);
  if (asked.with === "SAME_WEEKDAYS") return accept(Math.ceil(days / 7) * 7);
  const from = Temporal.PlainDate.from(range.fromDate).subtract({ years: 1 }).toString();
  return accept(Math.max(daysFrom(from, range.fromDate), days));
}

export function otherPeriod(
  asked: AskedCompare,
  range: ReportRange,
  zone: string,
  now: Instant,
): Result<OtherPeriod, Fault> {
  const back = daysBackOf(asked, range);
  if (!back.ok) return back;
  const daysBack = back.value;
  const length = range.end - range.start;
  // Hours before these hours; else the same hours of another date, and as many.
  const hoursStart =
    asked.with === "PREVIOUS" ? range.start - length : laterDays(range.start, zone, -daysBack);
  const shift = range.isOfDates
    ? (at: Instant) => laterDays(at, zone, -daysBack)
    : (at: Instant) => at - range.start + hoursStart;
  const [start, end] = [shift(range.start), shift(range.end)];
  if (asked.with === "CUSTOM" && end > now)
    return refuse("BAD_RANGE", "The other period is not over yet", "compare", "to");
  return accept({
    kind: asked.with,
    range: {
      start,
      end,
      fromDate: dateOf(start, zone),
      toDate: dateOf(end - 1, zone),
      isOfDates: range.isOfDates,
    },
    shift,
    daysBack: daysFrom(dateOf(start, zone), range.fromDate),
  });
}

/** One for each bucket of the range; where an hour comes twice, one of the two is empty. */
export function otherBuckets(
  buckets: readonly ReportBucket[],
  { range, shift }: OtherPeriod,
  { zone, grain, firstWeekday }: { zone: string; grain: Grain; firstWeekday: FirstWeekday },
): ReportBucket[] {
  let last = range.start;
  const starts = buckets.map(({ start }) => (last = Math.max(last, shift(start))));
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? range.end;
    const [whole] = cutBuckets(start, start + 1, zone, grain, 1, firstWeekday);
    return {
      key: whole?.key ?? "",
      start,
      end,
      isCut: !whole || whole.start < start || whole.end > end,
    };
  });
}

/** What is compared; of clicks and sales together only where both reach as far. */
export const areCompared = (
  range: ReportRange,
  { clicksUntil, salesTo }: Comparable,
  zone: string,
): Compared => ({
  CLICKS: clicksUntil > range.start,
  SALES: salesTo !== null,
  BOTH: salesTo !== null && salesTo >= dateOf(clicksUntil - 1, zone),
});

/** How far both periods have what is compared. */
export interface Comparable {
  /** The instant of the range until which clicks are compared; its start: none are. */
  clicksUntil: Instant;
  /** The same instant of the other period. */
  otherClicksUntil: Instant;
  /** The last date whose sales are compared, and the other period's; null: none are. */
  salesTo: string | null;
  otherSalesTo: string | null;
}
interface Known {
  zone: string;
  marketplaceZone: string;
  /** Until where clicks are read and decided. */
  clicksKnown: Instant;
  /** Before it no more sales are to come. Null: none were read. */
  salesSettled: Instant | null;
  /** Before it nothing could be measured, so nothing is compared with it. Null: nothing yet. */
  trackedSince: Instant | null;
}
export function comparable(
  range: ReportRange,
  { range: other, shift, daysBack }: OtherPeriod,
  { zone, marketplaceZone, clicksKnown, salesSettled, trackedSince }: Known,
): Comparable {
  if (trackedSince === null || trackedSince > other.start)
    return {
      clicksUntil: range.start,
      otherClicksUntil: other.start,
      salesTo: null,
      otherSalesTo: null,
    };
  // By whole hours, which the other period's clicks can be cut at as well.
  const until =
    clicksKnown >= range.end
      ? range.end
      : Math.max(range.start, bucketStart(clicksKnown, zone, "HOUR"));
  let salesTo: string | null = null;
  for (let date = range.fromDate; date <= range.toDate; date = addDays(date, 1)) {
    const ends = Math.max(
      dateEnd(date, marketplaceZone),
      dateEnd(addDays(date, -daysBack), marketplaceZone),
    );
    if (salesSettled === null || ends > salesSettled) break;
    salesTo = date;
  }
  return {
    clicksUntil: until,
    otherClicksUntil: Math.min(other.end, Math.max(other.start, shift(until))),
    salesTo,
    otherSalesTo: salesTo && addDays(salesTo, -daysBack),
  };
}
