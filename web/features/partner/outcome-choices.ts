/** The outcome filter of the click list, as it stands in the address. */
import type { Outcome } from "../../gql/graphql.ts";

export const outcomeChoices = ["all", "paid", "unpaid", "zero"] as const;
export type OutcomeChoice = (typeof outcomeChoices)[number];
const outcomes: Record<OutcomeChoice, Outcome[] | null> = {
  all: null,
  paid: ["PAID"],
  unpaid: ["UNPAID"],
  zero: ["PAID_ZERO"],
};
export const outcomesOf = (choice: OutcomeChoice): Outcome[] | null => outcomes[choice];
