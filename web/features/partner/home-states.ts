import type { ContractState } from "../../gql/graphql.ts";

/** Contracts that matter today. */
export const homeStates: readonly ContractState[] = ["PENDING", "ACTIVE", "UPCOMING"];
