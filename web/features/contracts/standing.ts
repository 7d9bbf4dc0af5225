/** Where a contract stands, in one sentence: pure. */
import type { ContractEventKind, ContractState } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";

export interface StandingFacts {
  state: ContractState;
  startsAt: string;
  endsAt: string | null;
  proposedAt: string;
  proposalExpiresAt: string | null;
  decidedAt: string | null;
  events: readonly { kind: ContractEventKind; at: string }[];
}
/** A message key of "contracts.standing" and its dates. */
export interface Standing {
  key:
    | "inForce"
    | "inForceUntil"
    | "begins"
    | "waits"
    | "waitsUntil"
    | "declined"
    | "withdrawn"
    | "ended"
    | "unanswered";
  values: { from: string; until: string; at: string };
}

/** A proposal, or a signed contract before it began, alone or with the change that brought it. */
const takenBack = ({ events }: StandingFacts) =>
  events.findLast(({ kind }) => kind === "WITHDRAWN" || kind === "CHANGE_WITHDRAWN");

function keyOf(contract: StandingFacts): Standing["key"] {
  const { state, endsAt, proposalExpiresAt, decidedAt } = contract;
  switch (state) {
    case "ACTIVE":
      return endsAt === null ? "inForce" : "inForceUntil";
    case "UPCOMING":
      return "begins";
    case "PENDING":
      return proposalExpiresAt === null ? "waits" : "waitsUntil";
    case "DECLINED":
      return takenBack(contract) ? "withdrawn" : "declined";
    case "EXPIRED":
      return decidedAt === null ? "unanswered" : "ended";
  }
}

export function standingOf(contract: StandingFacts, timeZone: string): Standing {
  const tell = (instant: string | null) =>
    instant === null ? "" : formatDateTime(instant, timeZone);
  const key = keyOf(contract);
  const at = key === "withdrawn" ? takenBack(contract)?.at : contract.decidedAt;
  const until =
    key === "waitsUntil" || key === "unanswered" ? contract.proposalExpiresAt : contract.endsAt;
  return {
    key,
    values: {
      from: tell(contract.startsAt),
      until: tell(until),
      at: tell(at ?? contract.proposedAt),
    },
  };
}
