import {
  addDays,
  dateOf,
  dateStart,
  historyAt,
  type CalendarHistory,
  type Instant,
} from "./calendar.ts";
import type { ContractInForce } from "./contract-in-force.ts";

const trialEnds = new WeakMap<ContractInForce, Instant>();
/**
 * Midnight after the last day of the trial, in the calendar of the day on which the partner began:
 * neither another contract nor another calendar moves it. null = there is none.
 */
export function trialEnd(calendar: CalendarHistory, contract: ContractInForce): Instant | null {
  const { trialDays } = contract.terms;
  if (trialDays === 0) return null;
  const known = trialEnds.get(contract);
  // Stryker disable next-line ConditionalExpression: found anew it is the same
  if (known !== undefined) return known;
  const since = contract.partnerSince ?? contract.validity.start;
  const { zone } = historyAt(calendar, since);
  const end = dateStart(addDays(dateOf(since, zone), trialDays), zone);
  // Stryker disable next-line CallExpression: found anew it is the same
  trialEnds.set(contract, end);
  return end;
}
