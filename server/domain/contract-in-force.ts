/** A contract as events are decided under it. */
import { contains, type Instant, type Period } from "./calendar.ts";
import type { Terms } from "./terms.ts";

export interface ContractInForce {
  contractId: string;
  termsVersionId: string;
  versionNumber: number;
  validity: Period;
  /**
   * When the partner's first signed contract in the program began: a change of contracts moves it
   * as little as a replay. Absent: with this one.
   */
  partnerSince?: Instant;
  terms: Terms;
  /** As LimitContext has it; absent where every weekly limit counts from the start. */
  weeklyFrom?: ReadonlyMap<string, Instant>;
  /** By limit id: when all that counts for it asked it; absent where that is always so. */
  limitsAsked?: ReadonlyMap<string, AskedIn>;
}
/**
 * From `start` on and before `end` whatever was paid that counts for a limit was paid under
 * contracts that have it.
 */
export interface AskedIn {
  start: Instant;
  end: Instant;
}

/** The contract of the list in force at the instant; the database keeps it at most one. */
export const contractAt = (
  list: readonly ContractInForce[] | undefined,
  at: Instant,
): ContractInForce | null => list?.find((contract) => contains(contract.validity, at)) ?? null;
