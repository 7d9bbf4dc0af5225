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
  events: readonly { kind: ContractEventKind }[];
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

function keyOf({
  state,
  endsAt,
  proposalExpiresAt,
  decidedAt,
  events,
}: StandingFacts): Standing["key"] {
  switch (state) {
    case "ACTIVE":
      return endsAt === null ? "inForce" : "inForceUntil";
    case "UPCOMING":
      return "begins";
    case "PENDING":
      return proposalExpiresAt === null ? "waits" : "waitsUntil";
    case "DECLINED":
      return events.some((event) => event.kind === "WITHDRAWN") ? "withdrawn" : "declined";
    case "EXPIRED":
      return decidedAt === null ? "unanswered" : "ended";
  }
}

export function standingOf(contract: StandingFacts, timeZone: string): Standing {
  const tell = (instant: string | null) =>
    instant === null ? "" : formatDateTime(instant, timeZone);
  const key = keyOf(contract);
  const until =
    key === "waitsUntil" || key === "unanswered" ? contract.proposalExpiresAt : contract.endsAt;
  return {
    key,
    values: {
      from: tell(contract.startsAt),
      until: tell(until),
      at: tell(contract.decidedAt ?? contract.proposedAt),
    },
  };
}
