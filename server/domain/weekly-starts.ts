/** From when the weekly limits of a partner's contracts count [D95]. */
import { calendarPeriod, historyAt, type CalendarHistory, type Instant } from "./calendar.ts";
import { contractAt, type ContractInForce } from "./contract-in-force.ts";
import { weeklyStart } from "./limits.ts";
import { limitsOf } from "./terms.ts";

/**
 * How far before an instant contracts must be known for the starts of the one that is in force at
 * it: none waits for longer than a week, and may have been given its start in the week before.
 */
export const weeklyLookBackMs = 35 * 86_400_000;

const weeklyOf = ({ terms }: ContractInForce): string[] =>
  terms.eventPayouts.flatMap(limitsOf).flatMap(({ id, reset }) => (reset === "WEEK" ? [id] : []));

/**
 * Notes in the contracts of one partner from when each of their weekly limits counts, where that is
 * later than the contract's own start. One that is new counts from the next Monday on, by the
 * calendar of the contract's start. One that the contract before had, or the one in force when the
 * week began, keeps the start that it has there, whatever became of its amount and of the calendar:
 * what was promised or counts already is never put off.
 */
export function markWeeklyStarts(list: readonly ContractInForce[], history: CalendarHistory): void {
  for (const contract of list.toSorted((a, b) => a.validity.start - b.validity.start)) {
    const weekly = weeklyOf(contract);
    if (weekly.length === 0) continue;
    const { start } = contract.validity;
    const calendar = historyAt(history, start);
    const week = calendarPeriod("WEEK", start, calendar.zone);
    const earlier = [contractAt(list, start - 1), contractAt(list, week.start)].flatMap((each) =>
      each === null || each === contract ? [] : [{ each, has: new Set(weeklyOf(each)) }],
    );
    const startOf = (id: string): Instant => {
      const known = earlier.flatMap(({ each: { weeklyFrom, validity }, has }) =>
        has.has(id) ? [weeklyFrom?.get(id) ?? validity.start] : [],
      );
      return known.length === 0 ? weeklyStart(start, calendar) : Math.min(...known);
    };
    const later = weekly
      .map((id): [string, Instant] => [id, startOf(id)])
      .filter(([, from]) => from > start);
    if (later.length > 0) contract.weeklyFrom = new Map(later);
  }
}
