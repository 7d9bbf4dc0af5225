/**
 * Statements: one line per partner, program, currency and month of the brand's zone. The ledger
 * counts in micros; the line rounds their sum to the currency's minor unit once, half to even, and
 * carries the rest to the next line, so that lines and the last carry add up to the ledger. A
 * closed month never changes: what is posted later for its days falls into the next.
 */
import { dateOf, dateStart, type Instant } from "./calendar.ts";
import { toMinorUnits, type Micros } from "./money.ts";

/**
 * Days after its end in which a month still takes what comes late: clicks that waited in a journal,
 * sales locked as of a date.
 */
export const closingDays = 3;
/** So long after that a posting that began before may still be committed. */
const postingMs = 3_600_000;

/** Half-open; what was posted from `cut` on belongs to a later month, whatever its date. */
export interface StatementMonth {
  /** YYYY-MM. */
  month: string;
  start: Instant;
  end: Instant;
  cut: Instant;
}
/** Before the first month there is nothing. */
export const beforeAll: Pick<StatementMonth, "end" | "cut"> = { end: 0, cut: 0 };

function monthOf(month: Temporal.PlainYearMonth, start: Instant, zone: string): StatementMonth {
  const after = month.add({ months: 1 }).toPlainDate({ day: 1 });
  return {
    month: month.toString(),
    start,
    end: dateStart(after.toString(), zone),
    cut: dateStart(after.add({ days: closingDays }).toString(), zone),
  };
}

export function firstMonth(at: Instant, zone: string): StatementMonth {
  const month = Temporal.PlainDate.from(dateOf(at, zone)).toPlainYearMonth();
  return monthOf(month, dateStart(month.toPlainDate({ day: 1 }).toString(), zone), zone);
}

/** Begins where the month before ended, also where the zone was changed since. */
export const nextMonth = (
  { month, end }: Pick<StatementMonth, "month" | "end">,
  zone: string,
): StatementMonth => monthOf(Temporal.PlainYearMonth.from(month).add({ months: 1 }), end, zone);

/** From this one to the one that holds `now`. */
export function monthsUntil(first: StatementMonth, now: Instant, zone: string): StatementMonth[] {
  const months: StatementMonth[] = [];
  for (let month = first; month.start <= now; month = nextMonth(month, zone)) months.push(month);
  return months;
}

export const isClosed = ({ cut }: Pick<StatementMonth, "cut">, now: Instant): boolean =>
  now >= cut + postingMs;

/**
 * What a line owes for what was carried into it and what was posted, and what it carries on.
 * `digits`: of the currency's minor unit.
 */
export function roundLine(
  openingCarry: Micros,
  entries: Micros,
  digits: number,
): { amount: Micros; carry: Micros } {
  const { carryMicros: carry } = toMinorUnits(openingCarry + entries, digits);
  return { amount: openingCarry + entries - carry, carry };
}
