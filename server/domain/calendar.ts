/**
 * Time in a zone. A day is [startOfDay, startOfDay(next)): 23, 25 or even 0 hours long, never
 * "start + 24 h". Instants are epoch milliseconds (number); periods are half-open.
 */
import type { Result } from "./result.ts";
import { gateZone } from "./values/place-and-time.ts";

export type Instant = number;
/** `end` null = open end. */
export interface Period {
  start: Instant;
  end: Instant | null;
}

export const resets = ["DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"] as const;
export type Reset = (typeof resets)[number];

/**
 * What cuts the periods of limits: the brand account's zone, and the month with which its financial
 * year begins.
 */
export interface Calendar {
  zone: string;
  /** 1 to 12. */
  yearStartMonth: number;
}

/**
 * A calendar that an account had, and the time in which it held: from `from` on, and no more at
 * `until`.
 */
export interface PastCalendar extends Calendar {
  from: Instant;
  until: Instant;
}
/**
 * The calendar that holds, with those before it: their periods run on until they end (limits.ts).
 */
export interface CalendarHistory extends Calendar {
  /** When it began to hold; absent where there was none before. */
  from?: Instant;
  /** In order of time; absent: none. */
  earlier?: readonly PastCalendar[];
}

export const grains = ["MINUTE_5", "MINUTE_15", "HOUR", "DAY", "WEEK", "MONTH"] as const;
export type Grain = (typeof grains)[number];

export const minuteMs = 60_000;
export const quarterHourMs = 15 * minuteMs;

export const contains = (period: Period, at: Instant): boolean =>
  at >= period.start && (period.end === null || at < period.end);

export const parseZone = (zone: string, path: string): Result<string, "BAD_TIME_ZONE"> =>
  gateZone(zone, path);

export const zoned = (at: Instant, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
const startOfDay = (date: Temporal.PlainDate, zone: string): Instant =>
  date.toZonedDateTime({ timeZone: zone }).epochMilliseconds;

/** Clicks of other years have the offset of the nearest. */
const [firstOffsetAt, lastOffsetAt] = [Date.UTC(2000), Date.UTC(2060)];
const offsetsMet = new Map<string, readonly { from: Instant; seconds: number }[]>();
/** A zone's offsets from UTC, each from an instant on, in order. */
export function zoneOffsets(zone: string): readonly { from: Instant; seconds: number }[] {
  const known = offsetsMet.get(zone);
  if (known) return known;
  const offsets: { from: Instant; seconds: number }[] = [];
  for (
    let at: ReturnType<typeof zoned> | null = zoned(firstOffsetAt, zone);
    at !== null && at.epochMilliseconds < lastOffsetAt;
    at = at.getTimeZoneTransition("next")
  )
    offsets.push({ from: at.epochMilliseconds, seconds: at.offsetNanoseconds / 1e9 });
  offsetsMet.set(zone, offsets);
  return offsets;
}

/** With which weeks of reports begin; those of limits begin on Monday. */
export const firstWeekdays = ["MONDAY", "SUNDAY"] as const;
export type FirstWeekday = (typeof firstWeekdays)[number];
const isoDay = { MONDAY: 1, SUNDAY: 7 } as const;

type CalendarUnit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";
function firstDate(
  date: Temporal.PlainDate,
  unit: CalendarUnit,
  yearStartMonth: number,
  firstWeekday: FirstWeekday,
) {
  switch (unit) {
    case "DAY":
      return date;
    case "WEEK":
      return date.subtract({ days: (date.dayOfWeek + 7 - isoDay[firstWeekday]) % 7 });
    case "MONTH":
      return date.with({ day: 1 });
    case "QUARTER":
      return date.with({ day: 1 }).subtract({ months: (date.month - yearStartMonth + 12) % 3 });
    case "YEAR":
      return date.with({ day: 1 }).subtract({ months: (date.month - yearStartMonth + 12) % 12 });
  }
}
const step = {
  DAY: { days: 1 },
  WEEK: { days: 7 },
  MONTH: { months: 1 },
  QUARTER: { months: 3 },
  YEAR: { months: 12 },
} as const;

/**
 * The calendar period of `unit` in `zone` that holds `at`. `yearStartMonth` is the financial year's
 * first month.
 */
export function calendarPeriod(
  unit: CalendarUnit,
  at: Instant,
  zone: string,
  yearStartMonth = 1,
  firstWeekday: FirstWeekday = "MONDAY",
): { start: Instant; end: Instant } {
  const first = firstDate(zoned(at, zone).toPlainDate(), unit, yearStartMonth, firstWeekday);
  return { start: startOfDay(first, zone), end: startOfDay(first.add(step[unit]), zone) };
}

type Unit = Exclude<Reset, "CONTRACT">;
interface Recent {
  period: { start: Instant; end: Instant };
  yearStartMonth: number;
  /** The period as that of a limit where no other calendar held before. */
  windows: readonly CalendarWindow[];
  /** Of a day; found when first asked. */
  isWeekend?: boolean;
}
/**
 * The period last found per zone and unit: periods tile, so one that holds the instant is the
 * answer; Temporal is slow.
 */
const recentPeriods = new Map<string, Partial<Record<Unit, Recent>>>();
function recentPeriod(unit: Unit, at: Instant, zone: string, yearStartMonth = 1): Recent {
  let recent = recentPeriods.get(zone);
  if (recent === undefined) recentPeriods.set(zone, (recent = {}));
  const known = recent[unit];
  if (known && contains(known.period, at) && known.yearStartMonth === yearStartMonth) return known;
  const period = calendarPeriod(unit, at, zone, yearStartMonth);
  return (recent[unit] = {
    period,
    yearStartMonth,
    windows: [{ ...period, zone, since: -Infinity }],
  });
}

/** What an account's calendar is, and what it was until when, oldest first. */
export function calendarHistory(
  now: Calendar,
  past: readonly (Calendar & { until: Instant })[],
): CalendarHistory {
  const last = past.at(-1);
  if (!last) return now;
  const earlier = past.map(({ zone, yearStartMonth, until }, i) => ({
    zone,
    yearStartMonth,
    until,
    from: past[i - 1]?.until ?? -Infinity,
  }));
  return { ...now, from: last.until, earlier };
}
const shorter = new WeakMap<PastCalendar, CalendarHistory>();
/** The history as it was known at an instant, when what came later had not been. */
export function historyAt(history: CalendarHistory, at: Instant): CalendarHistory {
  const { earlier = [] } = history;
  const held = earlier.find(({ until }) => until > at);
  if (!held) return history;
  let known = shorter.get(held);
  if (known === undefined)
    shorter.set(
      held,
      (known = calendarHistory(
        { zone: held.zone, yearStartMonth: held.yearStartMonth },
        earlier.slice(0, earlier.indexOf(held)),
      )),
    );
  return known;
}

/** A period of a limit, and what cuts it. */
export interface LimitWindow extends Period {
  /** Whose Saturdays and Sundays count in it. */
  zone: string;
  /** From when on the calendar held by which it is cut: before, nobody could know of it. */
  since: Instant;
}
/** One that a calendar cuts: it ends. */
export interface CalendarWindow extends LimitWindow {
  end: Instant;
}

interface Overlap {
  /** Instants of [start, end) have these windows. */
  start: Instant;
  end: Instant;
  windows: readonly CalendarWindow[];
}
const overlaps = new WeakMap<CalendarHistory, Partial<Record<Unit, Overlap>>>();

const touches = (
  { start, end }: { start: Instant; end: Instant },
  { from, until }: Omit<PastCalendar, keyof Calendar>,
): boolean => end > from && start < until;

/**
 * Every period of an account's calendars that holds the instant and that was cut while its calendar
 * held, each once.
 */
function overlapAt(unit: Unit, at: Instant, history: CalendarHistory): Overlap {
  const { zone, yearStartMonth, from = -Infinity, earlier = [] } = history;
  const overlap = { start: -Infinity, end: Infinity };
  const windows = new Map<string, CalendarWindow>();
  for (const calendar of [...earlier, { zone, yearStartMonth, from, until: Infinity }]) {
    const period = calendarPeriod(unit, at, calendar.zone, calendar.yearStartMonth);
    overlap.start = Math.max(overlap.start, period.start);
    overlap.end = Math.min(overlap.end, period.end);
    const key = `${period.start} ${period.end}`;
    if (touches(period, calendar) && !windows.has(key))
      windows.set(key, { ...period, zone: calendar.zone, since: calendar.from });
  }
  return {
    ...overlap,
    windows: [...windows.values()].toSorted((a, b) => a.start - b.start || a.end - b.end),
  };
}

/**
 * The windows of a limit at an instant, first the one that began first. A change of zone or
 * financial year cuts the periods anew while one runs; which of the two is meant nobody can say for
 * sure, so both count: every period of a calendar that held at some instant of it. Then no period
 * is ever passed, in whichever way it is read, and in whatever order events arrive.
 */
export function limitWindows(
  unit: Unit,
  at: Instant,
  history: CalendarHistory,
): readonly CalendarWindow[] {
  if (!history.earlier?.length)
    return recentPeriod(unit, at, history.zone, history.yearStartMonth).windows;
  let known = overlaps.get(history);
  if (known === undefined) overlaps.set(history, (known = {}));
  const last = known[unit];
  if (last && contains(last, at)) return last.windows;
  return (known[unit] = overlapAt(unit, at, history)).windows;
}

export interface StillBinding {
  unit: Unit;
  /** Cut by a calendar that no longer holds. */
  window: CalendarWindow;
  /** In a sentence. */
  text: string;
}
/** Windows of limits that bind beside those of the calendar that holds, until they end. */
export const stillBinding = (at: Instant, history: CalendarHistory): StillBinding[] =>
  (["DAY", "WEEK", "MONTH", "QUARTER"] as const).flatMap((unit) => {
    const own = calendarPeriod(unit, at, history.zone, history.yearStartMonth);
    return limitWindows(unit, at, history)
      .filter(({ start, end }) => start !== own.start || end !== own.end)
      .map((window) => ({ unit, window, text: bindingText(unit, window) }));
  });
const bindingText = (unit: Unit, { start, end, zone }: CalendarWindow): string =>
  `Limits a ${unit.toLowerCase()}: the one that began on ${dateOf(start, zone)} in ${zone} binds ` +
  `beside the new one, until ${dateOf(end, zone)} begins there`;

/** Saturday and Sunday by the zone's calendar. */
export function isWeekend(at: Instant, zone: string): boolean {
  const day = recentPeriod("DAY", at, zone);
  return (day.isWeekend ??= zoned(at, zone).dayOfWeek >= 6);
}

export interface Bucket {
  /** Machine key: 2026-11-02, 2026-W45, 2026-11, 2026-11-01T01:00-05:00. */
  key: string;
  start: Instant;
  end: Instant;
}

const pad = (n: number, width = 2) => String(n).padStart(width, "0");

function nextStart(
  start: Instant,
  zone: string,
  grain: Grain,
  firstWeekday: FirstWeekday,
): Instant {
  if (grain === "MINUTE_5") return start + 5 * minuteMs;
  if (grain === "MINUTE_15") return start + quarterHourMs;
  if (grain === "HOUR") {
    // After an offset changed by less than an hour, the first one is short.
    const local = zoned(start, zone);
    return start + 60 * minuteMs - (local.minute * 60 + local.second) * 1000;
  }
  return calendarPeriod(grain, start, zone, 1, firstWeekday).end;
}

function bucketKey(start: Instant, zone: string, grain: Grain): string {
  const local = zoned(start, zone);
  const date = `${pad(local.year, 4)}-${pad(local.month)}-${pad(local.day)}`;
  if (grain === "DAY") return date;
  if (grain === "WEEK") {
    // One that begins on Sunday has the number of the ISO week that begins the day after.
    const { yearOfWeek, weekOfYear, year } = local.dayOfWeek === 7 ? local.add({ days: 1 }) : local;
    return `${pad(yearOfWeek ?? year, 4)}-W${pad(weekOfYear ?? 0)}`;
  }
  if (grain === "MONTH") return `${pad(local.year, 4)}-${pad(local.month)}`;
  return `${date}T${pad(local.hour)}:${pad(local.minute)}${local.offset}`;
}

const minutesOf = { HOUR: 60, MINUTE_15: 15, MINUTE_5: 5 } as const;
export function bucketStart(
  at: Instant,
  zone: string,
  grain: Grain,
  firstWeekday: FirstWeekday = "MONDAY",
): Instant {
  if (grain === "DAY" || grain === "WEEK" || grain === "MONTH")
    return calendarPeriod(grain, at, zone, 1, firstWeekday).start;
  const minutes = minutesOf[grain];
  const local = zoned(at, zone);
  const start = at - (((local.minute % minutes) * 60 + local.second) * 1000 + local.millisecond);
  // Before the last change of the offset, which may be just now, the clock showed something else.
  return Math.max(
    start,
    zoned(at + 1, zone).getTimeZoneTransition("previous")?.epochMilliseconds ?? start,
  );
}

/**
 * Cuts [from, to) into buckets of `grain` in `zone`. The first and last bucket are whole, so they
 * may reach outside.
 */
export function cutBuckets(
  from: Instant,
  to: Instant,
  zone: string,
  grain: Grain,
  max: number,
  firstWeekday: FirstWeekday = "MONDAY",
): Bucket[] {
  const buckets: Bucket[] = [];
  let start = bucketStart(from, zone, grain, firstWeekday);
  while (start < to) {
    if (buckets.length >= max) throw new RangeError(`cutBuckets: more than ${max} buckets`);
    const end = nextStart(start, zone, grain, firstWeekday);
    buckets.push({ key: bucketKey(start, zone, grain), start, end });
    start = end;
  }
  return buckets;
}

const metAtMost = 10_000;
/**
 * A function of few different arguments that is asked for each of many: what it answered lately is
 * not worked out again.
 */
export function remembered<A extends readonly unknown[], R>(
  keyOf: (...asked: A) => string,
  work: (...asked: A) => R,
): (...asked: A) => R {
  const met = new Map<string, { answer: R }>();
  return (...asked) => {
    const key = keyOf(...asked);
    const known = met.get(key);
    if (known) return known.answer;
    if (met.size >= metAtMost) met.clear();
    const answer = work(...asked);
    met.set(key, { answer });
    return answer;
  };
}
const ofDate = (date: string, zone: string): string => `${date} ${zone}`;

/** The first instant of a calendar date (YYYY-MM-DD) in a zone. Rows share dates. */
export const dateStart = remembered(ofDate, (date: string, zone: string): Instant =>
  startOfDay(Temporal.PlainDate.from(date), zone),
);
export const dateEnd = remembered(ofDate, (date: string, zone: string): Instant =>
  startOfDay(Temporal.PlainDate.from(date).add({ days: 1 }), zone),
);
export const dateOf = (at: Instant, zone: string): string =>
  zoned(at, zone).toPlainDate().toString();
export const addDays = (date: string, days: number): string =>
  Temporal.PlainDate.from(date).add({ days }).toString();
/** The same time of the day on a date so many days later; the start of a day stays one. */
export function laterDays(at: Instant, zone: string, days: number): Instant {
  const date = dateOf(at, zone);
  return at === dateStart(date, zone)
    ? dateStart(addDays(date, days), zone)
    : zoned(at, zone).add({ days }).epochMilliseconds;
}
