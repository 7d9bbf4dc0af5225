/**
 * When a sale becomes final and when it falls due. Both are dates of the brand account's zone: they
 * begin with that date's first instant, so days of 23 and 25 hours need no care. Sources: "Set
 * Action Locking & Payment Scheduling Periods".
 */
import { dateOf, dateStart, remembered, type Instant } from "./calendar.ts";
import { restatementDays, salesDelayHours } from "./attribution.ts";
import type { Locking, PayoutSchedule } from "./terms.ts";

interface Wait {
  period: "DAY" | "WEEK" | "MONTH";
  months: number;
  days: number;
}

function firstAfter(period: Wait["period"], date: Temporal.PlainDate): Temporal.PlainDate {
  if (period === "MONTH") return date.add({ months: 1 }).with({ day: 1 });
  return date.add({ days: period === "DAY" ? 1 : 8 - date.dayOfWeek });
}

/**
 * The first date after the period of `date`, plus months (clamped to the month's end), then days.
 */
const dateAfter = ({ period, months, days }: Wait, date: string): Temporal.PlainDate =>
  firstAfter(period, Temporal.PlainDate.from(date)).add({ months }).add({ days });
const startOf = (date: Temporal.PlainDate, zone: string): Instant =>
  dateStart(date.toString(), zone);

/** null: open-ended, never by itself [D168]. */
const lockingStart = (locking: Locking, date: string, zone: string): Instant | null =>
  locking.kind === "OPEN_ENDED" ? null : startOf(dateAfter(locking, date), zone);

export const lockingDate = (locking: Locking, trackedAt: Instant, zone: string): Instant | null =>
  lockingStart(locking, dateOf(trackedAt, zone), zone);

/** Amazon restates a day for 28 days and reports up to two days late. */
const amazonWait: Wait = { period: "DAY", months: 0, days: restatementDays + salesDelayHours / 24 };

export interface DatedSale {
  /** YYYY-MM-DD where Amazon cuts the date; no other zone re-cuts it. */
  date: string;
  /** The last instant of that date there. */
  at: Instant;
}

/**
 * As lockingDate by Amazon's own date, but no sale locks before Amazon restates it no more [D143].
 */
export const amazonLockingDate = remembered(
  (locking: Locking, { date, at }: DatedSale, zone: string) =>
    JSON.stringify([locking, date, at, zone]),
  (locking, { date, at }, zone): Instant | null => {
    const agreed = lockingStart(locking, date, zone);
    return agreed === null
      ? null
      : Math.max(agreed, startOf(dateAfter(amazonWait, dateOf(at, zone)), zone));
  },
);

/**
 * The date on which what became final on `date` falls due: after the wait, and from there on the
 * next fixed day of a month if one is set. A later date never falls due earlier.
 */
export const dueDate = remembered(
  (schedule: PayoutSchedule, date: string) => JSON.stringify([schedule, date]),
  (schedule, date): string => {
    const earliest = dateAfter(schedule, date);
    const { dayOfMonth } = schedule;
    if (dayOfMonth === null) return earliest.toString();
    const sameMonth = earliest.with({ day: dayOfMonth });
    const due =
      Temporal.PlainDate.compare(sameMonth, earliest) >= 0
        ? sameMonth
        : earliest.add({ months: 1 }).with({ day: dayOfMonth });
    return due.toString();
  },
);

/** When what was locked at `lockedAt` is to be paid. */
export const payableDate = (schedule: PayoutSchedule, lockedAt: Instant, zone: string): Instant =>
  dateStart(dueDate(schedule, dateOf(lockedAt, zone)), zone);

/** The first date of which what becomes final falls due on `due` or later: before it, earlier. */
export function firstDateDue(schedule: PayoutSchedule, due: string): string {
  const last = Temporal.PlainDate.from(due);
  const { months, days } = schedule;
  // Nothing waits longer: a period, the wait, and a month until the fixed day.
  let [before, found] = [months * 31 + days + 64, 0];
  while (before - found > 1) {
    const middle = (before + found) >> 1;
    if (dueDate(schedule, last.subtract({ days: middle }).toString()) >= due) found = middle;
    else before = middle;
  }
  return last.subtract({ days: found }).toString();
}
