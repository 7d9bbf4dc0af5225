/** Filters of the operator's pages, as they stand in the address: server and browser read them. */
import type { AccountKind, CpcRequestState } from "../../gql/graphql.ts";

export const requestChoices = ["open", "enabled", "rejected", "all"] as const;
export type RequestChoice = (typeof requestChoices)[number];
const states: Record<RequestChoice, CpcRequestState[]> = {
  open: ["REQUESTED", "IN_REVIEW"],
  enabled: ["ENABLED"],
  rejected: ["REJECTED"],
  all: ["REQUESTED", "IN_REVIEW", "ENABLED", "REJECTED"],
};
export const statesOfChoice = (choice: RequestChoice): CpcRequestState[] => states[choice];

export const accountKinds = [
  "BRAND",
  "PARTNER",
  "PLATFORM",
] as const satisfies readonly AccountKind[];

export const parkedChoices = ["open", "all"] as const;
