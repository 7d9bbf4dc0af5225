/**
 * How fast a limit is used and when it would be reached: days ahead are taken to be like the same
 * weekdays before.
 */
import { addDays, dateEnd, dateOf, dateStart, type Instant, type Period } from "./calendar.ts";

export interface Pace {
  /** Share of the period that has passed, 0 to 1; null for a period without end. */
  elapsed: number | null;
  /**
   * What will have been used by the period's end at this pace, at most ten times the limit; null:
   * no end, or under three days known.
   */
  expected: bigint | null;
  /** The date on which the limit would be reached; null: not in this period, or unknown. */
  reachedOn: string | null;
}
export interface PaceInput {
  period: Period;
  now: Instant;
  zone: string;
  used: bigint;
  max: bigint;
  /** What was used on each of the days before today, by date; days without use may be absent. */
  byDate: ReadonlyMap<string, bigint>;
  /** The first day on which anything could have been used. */
  knownSince: string;
}

const sameWeekdays = 7;
const daysKnownMin = 3;
const aheadMax = 120;

/**
 * The mean of the last weekdays like that of `date`, of days that are known; null where there is
 * none, then of all days.
 */
function usualOn({ byDate, knownSince }: PaceInput, date: string, today: string): bigint {
  const like: bigint[] = [];
  for (let week = 1; like.length < sameWeekdays; week += 1) {
    const day = addDays(date, -7 * week);
    if (day < knownSince) break;
    if (day < today) like.push(byDate.get(day) ?? 0n);
  }
  if (like.length > 0) return like.reduce((sum, each) => sum + each, 0n) / BigInt(like.length);
  const days = Math.max(1, Math.round((Date.parse(today) - Date.parse(knownSince)) / 86_400_000));
  return [...byDate.values()].reduce((sum, each) => sum + each, 0n) / BigInt(days);
}

export function paceOf(input: PaceInput): Pace {
  const { period, now, zone, used, max, knownSince } = input;
  const { start, end } = period;
  if (end === null) return { elapsed: null, expected: null, reachedOn: null };
  const elapsed = Math.min(1, Math.max(0, (now - start) / (end - start)));
  const today = dateOf(now, zone);
  if (used >= max || addDays(knownSince, daysKnownMin) > today)
    return { elapsed, expected: null, reachedOn: null };
  let expected = used;
  let reachedOn: string | null = null;
  for (
    let date = today, ahead = 0;
    dateStart(date, zone) < end && ahead < aheadMax && expected < max * 10n;
    date = addDays(date, 1), ahead += 1
  ) {
    // Of today only what is left of it is still to come.
    const [from, to] = [dateStart(date, zone), dateEnd(date, zone)];
    const left =
      date === today ? BigInt(Math.round(((to - now) / Math.max(1, to - from)) * 1_000)) : 1_000n;
    expected += (usualOn(input, date, today) * left) / 1_000n;
    if (reachedOn === null && expected >= max) reachedOn = date;
  }
  return { elapsed, expected, reachedOn };
}
