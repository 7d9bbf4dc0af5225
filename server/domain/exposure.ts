/**
 * What clicks may cost at most in one calendar month, by the limits of terms: each contract has
 * them for itself.
 */
import { calendarPeriod, dateOf, type Calendar, type Instant } from "./calendar.ts";
import type { Micros } from "./money.ts";
import { payoutOf, type EventPayout, type Limit, type Terms } from "./terms.ts";

export interface MonthShape {
  /** YYYY-MM, in the calendar's zone. */
  month: string;
  weekdays: bigint;
  weekendDays: bigint;
  /** Weeks from Monday that have a day in it. */
  weeks: bigint;
}

export function monthShape(at: Instant, { zone, yearStartMonth }: Calendar): MonthShape {
  const { start } = calendarPeriod("MONTH", at, zone, yearStartMonth);
  const first = Temporal.PlainDate.from(dateOf(start, zone));
  const days = Array.from(
    { length: first.daysInMonth },
    (_, n) => first.add({ days: n }).dayOfWeek,
  );
  const weekendDays = days.filter((day) => day >= 6).length;
  return {
    month: dateOf(start, zone).slice(0, 7),
    weekdays: BigInt(days.length - weekendDays),
    weekendDays: BigInt(weekendDays),
    weeks: BigInt(Math.ceil((days.length + first.dayOfWeek - 1) / 7)),
  };
}

/**
 * How much of it a month holds: a day's limit each day, a longer one's once, since all of it may be
 * used in one month.
 */
export function inMonth(
  { reset, max, weekendMax }: Pick<Limit, "reset" | "max" | "weekendMax">,
  { weekdays, weekendDays, weeks }: MonthShape,
): bigint {
  if (reset === "DAY") return max * weekdays + (weekendMax ?? max) * weekendDays;
  return reset === "WEEK" ? max * weeks : max;
}

/** The most that one click earns. */
function highestRate({ defaultRate, groups }: EventPayout): Micros {
  const rates = [defaultRate, ...groups.map(({ rate }) => rate)].map((rate) =>
    rate.kind === "AMOUNT" ? rate.micros : 0n,
  );
  return rates.reduce((highest, rate) => (rate > highest ? rate : highest), 0n);
}

export interface Bound {
  /** The limit that binds first; null where clicks earn nothing at all. */
  limit: Limit | null;
  amount: Micros;
}
/** The tightest of the limits on all of a contract's clicks; null = none bounds what they earn. */
export function clickBound(terms: Pick<Terms, "eventPayouts">, shape: MonthShape): Bound | null {
  const payout = payoutOf(terms, "CLICK");
  const highest = payout ? highestRate(payout) : 0n;
  if (!payout || highest === 0n) return { limit: null, amount: 0n };
  const bounds = payout.limits
    .filter(({ scope }) => scope === "CONTRACT")
    .map((limit): Bound => ({
      limit,
      amount: inMonth(limit, shape) * (limit.kind === "PAYOUT" ? 1n : highest),
    }));
  return bounds.reduce<Bound | null>(
    (tightest, bound) => (tightest === null || bound.amount < tightest.amount ? bound : tightest),
    null,
  );
}
