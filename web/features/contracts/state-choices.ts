/** The state filter of the contract list, as it stands in the address. */
import type { ContractState } from "../../gql/graphql.ts";

export const stateChoices = [
  "all",
  "active",
  "pending",
  "upcoming",
  "declined",
  "expired",
] as const;
export type StateChoice = (typeof stateChoices)[number];
export const allStates: ContractState[] = ["ACTIVE", "PENDING", "UPCOMING", "DECLINED", "EXPIRED"];
export const statesOf = (choice: StateChoice): ContractState[] =>
  choice === "all" ? allStates : [choice.toUpperCase() as ContractState];
