/**
 * When a letter about notices may go out: at once or with a digest, and never in somebody's quiet
 * hours. Times of day are of the person's zone, also on the days on which its clocks change.
 */
import { minuteMs, type Instant } from "./calendar.ts";
import { accept, refuse, type Result } from "./result.ts";

export const letterWays = ["AT_ONCE", "DIGEST", "NEVER"] as const;
export type LetterWay = (typeof letterWays)[number];
export const digestPaces = ["DAILY", "WEEKLY"] as const;
export type DigestPace = (typeof digestPaces)[number];

/** Minutes after midnight, 0 to 1439; `until` is not in it, and may be on the next day. */
export interface QuietHours {
  from: number;
  until: number;
}
export interface Digest {
  pace: DigestPace;
  /** 0 to 23. */
  hour: number;
  /** Of WEEKLY: 1 is Monday, 7 Sunday. */
  weekday: number;
}
export interface LetterTimes {
  zone: string;
  quiet: QuietHours | null;
  digest: Digest;
}

const two = (n: number): string => String(n).padStart(2, "0");
/** As people write it: "22:00". */
export const timeOfDay = (minutes: number): string =>
  `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
/** Minutes after midnight: the inverse of the above. */
export function readTimeOfDay(text: string, ...path: string[]): Result<number, "BAD_TIME"> {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? [];
  return hour === undefined || minute === undefined
    ? refuse("BAD_TIME", `"${text}" is no time of day: write it like 07:30`, ...path)
    : accept(Number(hour) * 60 + Number(minute));
}

/** What comes within a minute is one letter, as long as the first waits for no more than ten. */
export const gatherMs = minuteMs;
export const gatherMaxMs = 10 * minuteMs;
/** A second letter of the same line of notices waits for the hour after the first. */
export const againMs = 60 * minuteMs;

const minuteOf = ({ hour, minute }: { hour: number; minute: number }): number => hour * 60 + minute;
const zoned = (at: Instant, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

export function isWithin(minute: number, { from, until }: QuietHours): boolean {
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

export const isQuiet = (at: Instant, { zone, quiet }: LetterTimes): boolean =>
  quiet !== null && isWithin(minuteOf(zoned(at, zone)), quiet);

/** The first instant, from this one on, that is not quiet. */
export function afterQuiet(at: Instant, times: LetterTimes): Instant {
  const { zone, quiet } = times;
  if (quiet === null || !isQuiet(at, times)) return at;
  const now = zoned(at, zone);
  const isNextDay = minuteOf(now) >= quiet.until;
  const end = now
    .toPlainDate()
    .add({ days: isNextDay ? 1 : 0 })
    .toPlainDateTime({ hour: Math.floor(quiet.until / 60), minute: quiet.until % 60 });
  const first = end.toZonedDateTime(zone).epochMilliseconds;
  // An hour that comes twice may have had its first end already.
  const until =
    first > at ? first : end.toZonedDateTime(zone, { disambiguation: "later" }).epochMilliseconds;
  // Clocks that are moved meanwhile may leave the quiet hours earlier; and what is left of a day
  // beside them may lie in the hour that is left out.
  const moved = now.getTimeZoneTransition("next")?.epochMilliseconds ?? Infinity;
  return afterQuiet(Math.min(moved, until), times);
}

/** The first digest that is due after an instant. */
export function digestAfter(at: Instant, { zone, digest }: LetterTimes): Instant {
  let date = zoned(at, zone).toPlainDate();
  for (;;) {
    const due = date.toZonedDateTime({
      timeZone: zone,
      plainTime: { hour: digest.hour },
    }).epochMilliseconds;
    const isDay = digest.pace === "DAILY" || date.dayOfWeek === digest.weekday;
    if (isDay && due > at) return due;
    date = date.add({ days: 1 });
  }
}

/** Notices of one line that wait for a letter to one person. */
export interface WaitingLine {
  firstAt: Instant;
  lastAt: Instant;
  /** When the letter before about this line went out; null: there was none. */
  lastLetterAt: Instant | null;
  /** Whether more of them are waited for: what has to be read and answered goes out alone. */
  gathers: boolean;
}
/** When they go out as one letter, if no more come. */
export function letterDue(
  { firstAt, lastAt, lastLetterAt, gathers }: WaitingLine,
  times: LetterTimes,
): Instant {
  if (!gathers) return afterQuiet(firstAt, times);
  const gathered = Math.min(lastAt + gatherMs, firstAt + gatherMaxMs);
  const again = lastLetterAt === null ? gathered : lastLetterAt + againMs;
  return afterQuiet(Math.max(gathered, again), times);
}
/** When a notice that came at this instant goes out with others. */
export const digestDue = (cameAt: Instant, times: LetterTimes): Instant =>
  afterQuiet(digestAfter(cameAt, times), times);
