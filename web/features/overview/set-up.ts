/** The five steps from nothing to a verified program: which are done, and which comes next. Pure. */
import type { CpcRequestState } from "../../gql/graphql.ts";

export const setUpSteps = ["eventType", "terms", "contract", "link", "verify"] as const;
export type SetUpStep = (typeof setUpSteps)[number];

export interface SetUpFacts {
  clickEventTypeActive: boolean;
  cpc: CpcRequestState | null;
  hasTerms: boolean;
  hasContractInForce: boolean;
  hasTestLink: boolean;
  bothArrive: boolean;
}
export interface SetUp {
  steps: { step: SetUpStep; done: boolean }[];
  /** The first that is not done; null when all are. */
  next: SetUpStep | null;
  /** The platform has the CPC request: nothing to do but wait. */
  waitsForPlatform: boolean;
}

export function setUpOf(facts: SetUpFacts): SetUp {
  const done: Record<SetUpStep, boolean> = {
    eventType: facts.clickEventTypeActive,
    terms: facts.hasTerms,
    contract: facts.hasContractInForce,
    link: facts.hasTestLink,
    verify: facts.bothArrive,
  };
  const next = setUpSteps.find((step) => !done[step]) ?? null;
  return {
    steps: setUpSteps.map((step) => ({ step, done: done[step] })),
    next,
    waitsForPlatform: next === "eventType" && (facts.cpc === "REQUESTED" || facts.cpc === "IN_REVIEW"),
  };
}
