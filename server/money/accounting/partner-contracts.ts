/**
 * What the contracts of one partner in a program say of each other in time: from when their weekly
 * limits count, and when each limit was asked by all that counts.
 */
import type { CalendarHistory } from "../../domain/calendar.ts";
import type { AskedIn, ContractInForce } from "../../domain/contract-in-force.ts";
import { limitsOf, payoutOf, type Limit } from "../../domain/terms.ts";
import { markWeeklyStarts } from "../../domain/weekly-starts.ts";

/** Whether a contract may pay what counts for a limit. */
function mayCount(
  { terms }: ContractInForce,
  { event, groupId, kind }: Limit,
  currency: string,
): boolean {
  const payout = payoutOf(terms, event);
  return (
    payout !== undefined &&
    (groupId === null || payout.groups.some((group) => group.id === groupId)) &&
    (kind !== "PAYOUT" || terms.currency === currency)
  );
}

/**
 * Up to where, going on from a contract, all that counts for one of its limits asks it; null where
 * that goes on.
 */
function stopOf(
  limit: Limit,
  { terms: { currency } }: ContractInForce,
  others: readonly ContractInForce[],
): { contract: ContractInForce; has: boolean } | null {
  for (const contract of others) {
    if (!mayCount(contract, limit, currency)) continue;
    const has = contract.terms.eventPayouts.some((payout) =>
      limitsOf(payout).some(({ id }) => id === limit.id),
    );
    // A weekly limit that is new does not bind before its Monday.
    if (!has || contract.weeklyFrom?.has(limit.id)) return { contract, has };
  }
  return null;
}

/**
 * The time around a contract in which all that counts for a limit asked it; before and after, other
 * terms may have paid.
 */
function askedIn(limit: Limit, inOrder: readonly ContractInForce[], at: number): AskedIn {
  const contract = inOrder[at] as ContractInForce;
  const earlier = inOrder.slice(0, at + 1).toReversed();
  const [before, after] = [
    stopOf(limit, contract, earlier),
    stopOf(limit, contract, inOrder.slice(at + 1)),
  ];
  const next = before && earlier[earlier.indexOf(before.contract) - 1];
  const start = (): number => {
    if (before === null) return -Infinity;
    return before.has
      ? (before.contract.weeklyFrom?.get(limit.id) ?? -Infinity)
      : (next?.validity.start ?? contract.validity.start);
  };
  return { start: start(), end: after?.contract.validity.start ?? Infinity };
}

/**
 * Notes what the contracts of one partner say of each other: from when weekly limits count, and
 * when each limit was asked by all that counts.
 */
export function markNewLimits(list: ContractInForce[], history: CalendarHistory): void {
  markWeeklyStarts(list, history);
  if (list.length < 2 && list[0]?.weeklyFrom === undefined) return;
  const inOrder = list.toSorted((a, b) => a.validity.start - b.validity.start);
  for (const [i, contract] of inOrder.entries()) {
    const limits = contract.terms.eventPayouts
      .flatMap(limitsOf)
      .filter(({ reset }) => reset !== null && reset !== "CONTRACT");
    contract.limitsAsked = new Map(limits.map((limit) => [limit.id, askedIn(limit, inOrder, i)]));
  }
}
