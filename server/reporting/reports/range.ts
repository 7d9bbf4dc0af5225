/**
 * From what was asked to buckets: inclusive dates in the report's zone, a grain the range allows,
 * at most 400 buckets. Buckets end where the range does, so that totals are the same in every
 * grain.
 */
import {
  addDays,
  bucketStart,
  calendarPeriod,
  cutBuckets,
  dateEnd,
  dateOf,
  dateStart,
  minuteMs,
  quarterHourMs,
  type Bucket,
  type Calendar,
  type FirstWeekday,
  type Grain,
  type Instant,
} from "../../domain/calendar.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import { accept, refuse, type Refused, type Result } from "../../domain/result.ts";
import { quoted } from "../../domain/values/text.ts";

export const maxBuckets = 400;
export const maxDays = 366;
const dayMs = 24 * 60 * minuteMs;
/** The longest range that is shown by five minutes. */
const finestMs = 6 * 60 * minuteMs;

export interface AskedRange {
  /** E.g. "24h", "14d", "today", "yesterday", "wtd", "last-week", "mtd", … */
  last?: string | null;
  /** YYYY-MM-DD, inclusive. */
  from?: string | null;
  to?: string | null;
}
export interface ReportRange {
  start: Instant;
  end: Instant;
  /** The dates that start and end fall on, inclusive: sales are counted by date. */
  fromDate: string;
  toDate: string;
  /** Whole dates of its zone, from the first instant of one to the last of another. */
  isOfDates: boolean;
}
/** Of a report: within its range. */
export interface ReportBucket extends Bucket {
  /** The range begins or ends inside the hour, week … that the key names. */
  isCut: boolean;
}

type RangeFault = "BAD_DATE" | "BAD_RANGE" | "BAD_GRAIN" | "RANGE_TOO_LONG";

const tooLong = (length: number, ...path: string[]): Refused<RangeFault> =>
  refuse(
    "RANGE_TOO_LONG",
    `A range has at most ${maxDays} days: this one has ${length}`,
    "range",
    ...path,
  );
/** How many of a unit are asked for by e.g. "14d"; null where the text is of another kind. */
function countOf(last: string, unit: "d" | "h"): Result<number, RangeFault> | null {
  const digits = new RegExp(`^(\\d+)${unit}$`).exec(last)?.[1];
  if (digits === undefined) return null;
  const [count, ofDay] = [Number(digits), unit === "d" ? 1 : 24];
  if (count < 1)
    return refuse("BAD_RANGE", `A range is at least 1${unit}, not ${last}`, "range", "last");
  return count > maxDays * ofDay ? tooLong(Math.ceil(count / ofDay), "last") : accept(count);
}

function datesOf(
  asked: AskedRange,
  calendar: ReportCalendar,
  now: Instant,
): Result<[string, string], RangeFault> {
  const today = dateOf(now, calendar.zone);
  if (asked.last && (asked.from || asked.to))
    return refuse(
      "BAD_RANGE",
      "A range is relative or has dates, not both: leave out last, or from and to",
      "range",
      "last",
    );
  if (asked.from || asked.to) {
    const [from, to] = [asked.from ?? today, asked.to ?? today];
    for (const [field, date] of [
      ["from", from],
      ["to", to],
    ] as const) {
      const gated = gateDate(date, "range", field);
      if (!gated.ok) return gated;
    }
    if (to < from) return refuse("BAD_RANGE", "The range ends before it starts", "range", "to");
    return accept([from, to]);
  }
  return datesOfPreset(asked.last ?? "14d", calendar, now);
}

function datesOfPreset(
  last: string,
  { zone, yearStartMonth, firstWeekday }: ReportCalendar,
  now: Instant,
): Result<[string, string], RangeFault> {
  const today = dateOf(now, zone);
  const since = (unit: "WEEK" | "MONTH" | "QUARTER" | "YEAR") =>
    dateOf(calendarPeriod(unit, now, zone, yearStartMonth, firstWeekday).start, zone);
  const date = Temporal.PlainDate.from(today);
  const days = countOf(last, "d");
  if (days) return days.ok ? accept([addDays(today, 1 - days.value), today]) : days;
  switch (last) {
    case "today":
      return accept([today, today]);
    case "yesterday":
      return accept([addDays(today, -1), addDays(today, -1)]);
    case "wtd":
      return accept([since("WEEK"), today]);
    case "last-week":
      return accept([addDays(since("WEEK"), -7), addDays(since("WEEK"), -1)]);
    case "mtd":
      return accept([since("MONTH"), today]);
    case "qtd":
      return accept([since("QUARTER"), today]);
    case "ytd":
      return accept([since("YEAR"), today]);
    case "last-month":
      return accept([
        date.with({ day: 1 }).subtract({ months: 1 }).toString(),
        date.with({ day: 1 }).subtract({ days: 1 }).toString(),
      ]);
    case "12m":
      return accept([date.subtract({ months: 12 }).add({ days: 1 }).toString(), today]);
    default:
      return refuse(
        "BAD_RANGE",
        `${quoted(last)} is not a range: use 24h, 14d, today, yesterday, wtd, last-week, ` +
          "mtd, qtd, ytd, last-month, 12m, or dates",
        "range",
        "last",
      );
  }
}

/**
 * The last hours, that of now among them: of more than six as the clock shows them, of fewer by
 * quarters, so that the newest minutes weigh less.
 */
function lastHours(hours: number, zone: string, now: Instant): ReportRange {
  const width = hours * 60 * minuteMs;
  const end =
    width > finestMs
      ? bucketStart(now, zone, "HOUR") + 60 * minuteMs
      : (Math.floor(now / quarterHourMs) + 1) * quarterHourMs;
  const start = end - width;
  return {
    start,
    end,
    fromDate: dateOf(start, zone),
    toDate: dateOf(end - 1, zone),
    isOfDates: false,
  };
}

/**
 * The zone of the report, the brand's financial year, which quarterly limits go by as well, and the
 * day with which its weeks begin.
 */
export interface ReportCalendar extends Calendar {
  firstWeekday: FirstWeekday;
}
export function readRange(
  asked: AskedRange,
  calendar: ReportCalendar,
  now: Instant,
): Result<ReportRange, RangeFault> {
  const { zone } = calendar;
  const hours = countOf(asked.last ?? "", "h");
  if (hours && !asked.from && !asked.to)
    return hours.ok ? accept(lastHours(hours.value, zone, now)) : hours;
  const dates = datesOf(asked, calendar, now);
  if (!dates.ok) return dates;
  const [fromDate, toDate] = dates.value;
  const length = Temporal.PlainDate.from(fromDate).until(toDate, { largestUnit: "days" }).days + 1;
  if (length > maxDays) return tooLong(length);
  return accept({
    start: dateStart(fromDate, zone),
    end: dateEnd(toDate, zone),
    fromDate,
    toDate,
    isOfDates: true,
  });
}

/**
 * Coarsest first choice by length; finer ones are allowed as long as the buckets stay at most 400.
 */
export function defaultGrain({ start, end }: ReportRange): Grain {
  const length = end - start;
  if (length <= finestMs) return "MINUTE_5";
  if (length <= 2 * dayMs + 60 * minuteMs) return "HOUR";
  if (length <= 92 * dayMs + 60 * minuteMs) return "DAY";
  return length <= 400 * dayMs ? "WEEK" : "MONTH";
}

export function cutRange(
  range: ReportRange,
  zone: string,
  grain: Grain,
  firstWeekday: FirstWeekday = "MONDAY",
): Result<ReportBucket[], RangeFault> {
  try {
    const whole = cutBuckets(range.start, range.end, zone, grain, maxBuckets, firstWeekday);
    return accept(
      whole.map(({ key, start, end }) => ({
        key,
        start: Math.max(start, range.start),
        end: Math.min(end, range.end),
        isCut: start < range.start || end > range.end,
      })),
    );
  } catch {
    return refuse(
      "BAD_GRAIN",
      `${grain} would need more than ${maxBuckets} buckets for this range: choose a coarser ` +
        "grain or a shorter range",
      "grain",
    );
  }
}

/** Sales carry a date only, which no zone re-cuts; buckets finer than a day cannot hold them. */
export const holdsDates = (grain: Grain): boolean =>
  grain === "DAY" || grain === "WEEK" || grain === "MONTH";
