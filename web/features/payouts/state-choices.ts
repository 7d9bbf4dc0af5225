import { parseAsStringLiteral } from "nuqs/server";
import type { StatementState } from "../../gql/graphql.ts";

export const stateChoices = ["all", "open", "closed"] as const;
type StateChoice = (typeof stateChoices)[number];
export const stateParser = parseAsStringLiteral(stateChoices).withDefault("all");
const states: Record<StateChoice, StatementState | null> = {
  all: null,
  open: "OPEN",
  closed: "CLOSED",
};
export const statesOf = (choice: StateChoice): StatementState | null => states[choice];
