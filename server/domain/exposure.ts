/**
 * What clicks may cost at most in one calendar month, by the limits of terms: each contract has
 * them for itself. Days lie in weeks and weeks, as far as they are of the month, in it; so the most
 * is found from the inside out, and what it gives can really be spent.
 */
import { addDays, calendarPeriod, dateOf, type Calendar, type Instant } from "./calendar.ts";
import type { Micros } from "./money.ts";
import { payoutOf, type EventPayout, type Limit, type Rate, type Terms } from "./terms.ts";

interface MonthDay {
  /** YYYY-MM-DD, in the calendar's zone. */
  date: string;
  isWeekend: boolean;
  /** The Monday of its week. */
  week: string;
}
export interface MonthShape {
  /** YYYY-MM, in the calendar's zone. */
  month: string;
  days: readonly MonthDay[];
}

export function monthShape(at: Instant, { zone, yearStartMonth }: Calendar): MonthShape {
  const { start } = calendarPeriod("MONTH", at, zone, yearStartMonth);
  const first = Temporal.PlainDate.from(dateOf(start, zone));
  const days = Array.from({ length: first.daysInMonth }, (_, n): MonthDay => {
    const day = first.add({ days: n });
    const date = day.toString();
    return { date, isWeekend: day.dayOfWeek >= 6, week: addDays(date, 1 - day.dayOfWeek) };
  });
  return { month: dateOf(start, zone).slice(0, 7), days };
}

/** How far the month is, for one contract. */
export interface Running {
  today: string;
  /** The last date that counts, with its contract's end; null: the month's. */
  until: string | null;
  /** What is used of a limit in its running period. */
  used: (limit: Limit) => bigint;
  /** The date from which a weekly limit counts that is new; null: it counts. */
  countsFrom: (limit: Limit) => string | null;
}
/** Null: nothing bounds it. */
type Room = bigint | null;
const least = (rooms: readonly Room[]): Room =>
  rooms.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
const together = (rooms: readonly Room[]): Room =>
  rooms.reduce((a, b) => (a === null || b === null ? null : a + b), 0n);

/** `rate`: micros of one click at most; a limit on the number of clicks counts at it. */
const priced = ({ kind }: Limit, amount: bigint, rate: Micros): bigint =>
  amount * (kind === "PAYOUT" ? 1n : rate);

/**
 * How much the days of a month leave of these limits. `running` null: of a month that nothing is
 * used of yet.
 */
export function roomIn(
  limits: readonly Limit[],
  rate: Micros,
  { days }: MonthShape,
  running: Running | null,
): Room {
  const left = (limit: Limit, max: bigint, isRunning: boolean): bigint => {
    const used = running !== null && isRunning ? running.used(limit) : 0n;
    return priced(limit, used < max ? max - used : 0n, rate);
  };
  const of = (...resets: Limit["reset"][]) => limits.filter(({ reset }) => resets.includes(reset));
  const counted = days.filter(
    ({ date }) =>
      running === null ||
      (date >= running.today && (running.until === null || date <= running.until)),
  );
  const today = counted.find(({ date }) => date === running?.today);
  const dayRoom = ({ date, isWeekend }: MonthDay): Room =>
    least(
      of("DAY").map((limit) =>
        left(
          limit,
          isWeekend ? (limit.weekendMax ?? limit.max) : limit.max,
          date === running?.today,
        ),
      ),
    );
  const weekRoom = (week: string, own: readonly MonthDay[]): Room =>
    least([
      together(own.map(dayRoom)),
      ...of("WEEK")
        .filter((limit) => (running?.countsFrom(limit) ?? week) <= week)
        .map((limit) => left(limit, limit.max, week === today?.week)),
    ]);
  const weeks = Map.groupBy(counted, ({ week }) => week);
  return least([
    together([...weeks].map(([week, own]) => weekRoom(week, own))),
    ...of("MONTH", "QUARTER", "CONTRACT").map((limit) => left(limit, limit.max, true)),
  ]);
}

const microsOf = (rate: Rate): Micros => (rate.kind === "AMOUNT" ? rate.micros : 0n);
/** The most that one click earns. */
const highestRate = ({ defaultRate, groups }: EventPayout): Micros =>
  [defaultRate, ...groups.map(({ rate }) => rate)]
    .map(microsOf)
    .reduce((highest, rate) => (rate > highest ? rate : highest), 0n);
const ofContract = (limits: readonly Limit[]): Limit[] =>
  limits.filter(({ scope }) => scope === "CONTRACT");

export interface Bound {
  /** The limit that binds first; null where clicks earn nothing, or groups have their own. */
  limit: Limit | null;
  amount: Micros;
}
/**
 * What a contract's clicks can earn in the month, or what is left of it; null = nothing bounds it.
 * Where groups have limits besides those of all clicks, at most that much.
 */
export function clickBound(
  terms: Pick<Terms, "eventPayouts">,
  shape: MonthShape,
  running: Running | null = null,
): Bound | null {
  const payout = payoutOf(terms, "CLICK");
  const highest = payout ? highestRate(payout) : 0n;
  if (!payout || highest === 0n) return { limit: null, amount: 0n };
  const limits = ofContract(payout.limits);
  const byGroup = together(
    [{ rate: payout.defaultRate, limits: [] }, ...payout.groups].map((group) => {
      const rate = microsOf(group.rate);
      return rate === 0n ? 0n : roomIn(ofContract(group.limits), rate, shape, running);
    }),
  );
  const amount = least([roomIn(limits, highest, shape, running), byGroup]);
  if (amount === null) return null;
  const alone = limits.map((limit) => ({ limit, room: roomIn([limit], highest, shape, running) }));
  const tightest = alone.reduce<(typeof alone)[number] | null>(
    (first, one) => (first === null || (one.room ?? 0n) < (first.room ?? 0n) ? one : first),
    null,
  );
  return { limit: tightest?.limit ?? null, amount };
}
