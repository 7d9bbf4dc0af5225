/**
 * The steps from nothing to a verified program, in the order of the article: which are done, and
 * which comes next. Pure.
 */
import type { CpcRequestState, OverviewQuery } from "../../gql/graphql.ts";

export const setUpSteps = ["ask", "eventType", "terms", "partners", "accepted", "verify"] as const;
export type SetUpStep = (typeof setUpSteps)[number];

export type SetUpFacts = NonNullable<OverviewQuery["programSetUp"]> & {
  cpc: CpcRequestState | null;
};
export interface SetUp {
  steps: { step: SetUpStep; done: boolean }[];
  /** The first that is not done; null when all are. */
  next: SetUpStep | null;
  /** The platform has the CPC request: nothing to do but wait. */
  waitsForPlatform: boolean;
  /** Partners: asked, of them accepted, of those verified. */
  partners: { asked: number; accepted: number; verified: number };
}

export function setUpOf({
  cpc,
  cpcEnabled,
  clickActive,
  termsReady,
  asked,
  accepted,
  verified,
}: SetUpFacts): SetUp {
  const done: Record<SetUpStep, boolean> = {
    ask: cpcEnabled || clickActive,
    eventType: clickActive,
    terms: termsReady,
    partners: asked > 0,
    accepted: asked > 0 && accepted === asked,
    verify: accepted > 0 && verified === accepted,
  };
  const next = setUpSteps.find((step) => !done[step]) ?? null;
  return {
    steps: setUpSteps.map((step) => ({ step, done: done[step] })),
    next,
    waitsForPlatform: next === "ask" && (cpc === "REQUESTED" || cpc === "IN_REVIEW"),
    partners: { asked, accepted, verified },
  };
}
