/**
 * Contract states. What is stored is the decision and the half-open validity; the state people see
 * follows from both and the instant, so it changes on time without anyone's action.
 */
import { contains, type Instant, type Period } from "./calendar.ts";

export const contractStates = ["PENDING", "UPCOMING", "ACTIVE", "DECLINED", "EXPIRED"] as const;
export type ContractState = (typeof contractStates)[number];

/**
 * COUNTERED: answered with other terms. SUPERSEDED: signed, but replaced or taken back before
 * it came into force.
 */
export const contractDecisions = [
  "PROPOSED",
  "SIGNED",
  "DECLINED",
  "WITHDRAWN",
  "COUNTERED",
  "SUPERSEDED",
] as const;
export type ContractDecision = (typeof contractDecisions)[number];

/** The whole life: what may follow on what. Everything else is final. */
export const decisionsAfter: Record<ContractDecision, readonly ContractDecision[]> = {
  PROPOSED: ["SIGNED", "DECLINED", "WITHDRAWN", "COUNTERED"],
  SIGNED: ["SUPERSEDED"],
  DECLINED: [],
  WITHDRAWN: [],
  COUNTERED: [],
  SUPERSEDED: [],
};

export interface ContractStanding {
  decision: ContractDecision;
  validity: Period;
  /** After this instant a proposal can no longer be accepted. */
  proposalExpiresAt: Instant | null;
}

export function contractState(contract: ContractStanding, at: Instant): ContractState {
  switch (contract.decision) {
    case "DECLINED":
    case "WITHDRAWN":
    case "COUNTERED":
    case "SUPERSEDED":
      return "DECLINED";
    case "PROPOSED":
      return contract.proposalExpiresAt !== null && at >= contract.proposalExpiresAt
        ? "EXPIRED"
        : "PENDING";
    case "SIGNED":
      if (at < contract.validity.start) return "UPCOMING";
      return contains(contract.validity, at) ? "ACTIVE" : "EXPIRED";
  }
}

export type DecisionRefusal =
  | "ALREADY_ACCEPTED"
  | "ALREADY_DECLINED"
  | "ALREADY_COUNTERED"
  | "PROPOSAL_WITHDRAWN"
  | "PROPOSAL_EXPIRED";

/** Why a proposal can no longer be decided, or null when it can. The first decision wins. */
export function undecidable(contract: ContractStanding, at: Instant): DecisionRefusal | null {
  switch (contract.decision) {
    case "SIGNED":
    case "SUPERSEDED":
      return "ALREADY_ACCEPTED";
    case "DECLINED":
      return "ALREADY_DECLINED";
    case "COUNTERED":
      return "ALREADY_COUNTERED";
    case "WITHDRAWN":
      return "PROPOSAL_WITHDRAWN";
    case "PROPOSED":
      return contractState(contract, at) === "EXPIRED" ? "PROPOSAL_EXPIRED" : null;
  }
}

/** What can happen to a contract, in the order in which it goes through them. */
export const contractEventKinds = [
  "PROPOSED",
  "COUNTERED",
  "ACCEPTED",
  "DECLINED",
  "EXPIRED_PROPOSAL",
  "WITHDRAWN",
  "ACTIVATED",
  "CHANGE_SCHEDULED",
  "CHANGE_OPTED_IN",
  "CHANGE_APPLIED",
  "CHANGE_WITHDRAWN",
  "REPLACED",
  "EXPIRED",
  "COMMENTED",
] as const;
export type ContractEventName = (typeof contractEventKinds)[number];
