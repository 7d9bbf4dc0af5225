import type { VerdictTone } from "../../gql/graphql.ts";
import type { Tone } from "../../ui/badge.tsx";

/** Of what a test link's last click says. */
export const verdictTones: Record<VerdictTone, Tone> = {
  OK: "success",
  WAITING: "waiting",
  FAILING: "danger",
  NONE: "neutral",
};
