/**
 * What limits count, by whatever store holds it: memory for a replay, the database for accounting.
 */
import type { Instant, Period } from "./calendar.ts";
import type { Decision } from "./decide.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { LimitName, NamedLimit, Scoped } from "./limit-scopes.ts";

/** What a counter is of: its key in limit_budget (domain/limits.ts). */
export interface CounterKey {
  program: string;
  /** `nobody` for a program's own limit. */
  partner: string;
  /** Whom it counts together: partner, contract, program, or what each scope has one of. */
  scopeId: string;
  limit: NamedLimit;
  /** As currencyOf() has it. */
  currency: string;
  window: Period;
}

/** Under which contract, and in which currency its terms pay. */
export interface Under {
  contractId: string;
  currency: string;
}

export const underOf = ({ contractId, terms }: ContractInForce): Under => ({
  contractId,
  currency: terms.currency,
});

/** Counters of limits, for deciding one event after the other. */
export interface LimitCounters<Taker extends Scoped = Scoped> {
  /**
   * What was used of a limit in a window by all that count together with the event: clicks, orders
   * or micros. Of several counters the one with most.
   */
  used(limit: NamedLimit, window: Period, under: Under, taker: Taker): bigint;
  /** Notes what a paid event used of its limits. */
  take(paid: Paid, under: Under, taker: Taker): void;
}
export type Paid = Pick<Decision, "uses" | "groupId" | "amount" | "currency">;

/** Whether an event at that instant, of that group and currency, is one that a counter counts. */
export const isCounted = (
  { limit, currency, window }: Pick<CounterKey, "currency" | "window"> & { limit: LimitName },
  at: Instant,
  paid: Pick<Paid, "groupId" | "currency">,
): boolean =>
  at >= window.start &&
  (window.end === null || at < window.end) &&
  (limit.groupId === null || limit.groupId === paid.groupId) &&
  (limit.kind !== "PAYOUT" || currency === paid.currency);
