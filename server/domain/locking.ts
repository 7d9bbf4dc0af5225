/**
 * When a sale becomes final and when it falls due. Both are dates of the brand account's zone: they begin with that date's
 * first instant, so days of 23 and 25 hours need no care. Sources: "Set Action Locking & Payment Scheduling Periods".
 */
import { calendarPeriod, dateOf, dateStart, type Instant } from "./calendar.ts";
import { restatementDays, salesDelayHours } from "./attribution.ts";
import type { Locking, PayoutSchedule } from "./terms.ts";

interface Wait {
  period: "DAY" | "WEEK" | "MONTH";
  months: number;
  days: number;
}

/** The first date after the period in which `at` lies, plus months (clamped to the month's end), then days. */
function dateAfter({ period, months, days }: Wait, at: Instant, zone: string): Temporal.PlainDate {
  const base = Temporal.PlainDate.from(dateOf(calendarPeriod(period, at, zone).end, zone));
  return base.add({ months }).add({ days });
}
const startOf = (date: Temporal.PlainDate, zone: string): Instant => dateStart(date.toString(), zone);

/** null: open-ended, never by itself [D168]. */
export const lockingDate = (locking: Locking, trackedAt: Instant, zone: string): Instant | null =>
  locking.kind === "OPEN_ENDED" ? null : startOf(dateAfter(locking, trackedAt, zone), zone);

/** Amazon restates a day for 28 days and reports up to two days late. */
const amazonWait: Wait = { period: "DAY", months: 0, days: restatementDays + salesDelayHours / 24 };

/** As lockingDate, but a sale that Amazon reports waits at least until Amazon restates it no more [D143]. */
export function amazonLockingDate(locking: Locking, trackedAt: Instant, zone: string): Instant | null {
  const agreed = lockingDate(locking, trackedAt, zone);
  return agreed === null ? null : Math.max(agreed, startOf(dateAfter(amazonWait, trackedAt, zone), zone));
}

/** When what was locked at `lockedAt` is to be paid: after the wait, and from there on the next fixed day of a month if one is set. */
export function payableDate(schedule: PayoutSchedule, lockedAt: Instant, zone: string): Instant {
  const earliest = dateAfter(schedule, lockedAt, zone);
  const { dayOfMonth } = schedule;
  if (dayOfMonth === null) return startOf(earliest, zone);
  const sameMonth = earliest.with({ day: dayOfMonth });
  const due = Temporal.PlainDate.compare(sameMonth, earliest) >= 0 ? sameMonth : earliest.add({ months: 1 }).with({ day: dayOfMonth });
  return startOf(due, zone);
}
