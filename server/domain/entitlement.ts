/**
 * What an account edition includes, and the CPC request that a brand makes once. Source: "Configure
 * CPC Payouts".
 */
export const cpcRequestStates = ["REQUESTED", "IN_REVIEW", "ENABLED", "REJECTED"] as const;
export type CpcRequestState = (typeof cpcRequestStates)[number];

const cpcTransitions: Record<CpcRequestState, readonly CpcRequestState[]> = {
  REQUESTED: ["IN_REVIEW"],
  IN_REVIEW: ["ENABLED", "REJECTED"],
  ENABLED: [],
  REJECTED: [],
};
export const cpcMayBecome = (from: CpcRequestState, to: CpcRequestState): boolean =>
  cpcTransitions[from].includes(to);
export const isOpenRequest = (state: CpcRequestState): boolean =>
  state === "REQUESTED" || state === "IN_REVIEW";

export const editions = ["STARTER", "ESSENTIALS", "PRO", "ENTERPRISE"] as const;
export type Edition = (typeof editions)[number];
export const features = [
  "CPC",
  "PAYOUT_GROUPS",
  "EXCEPTION_LISTS",
  "PERFORMANCE_BONUS",
  "GATEWAY",
] as const;
export type Feature = (typeof features)[number];

/**
 * The one table of what an edition includes. Only CPC is sourced ("Configure CPC Payouts"); the
 * rest is our choice.
 */
export const entitlements: Record<Edition, readonly Feature[]> = {
  STARTER: [],
  ESSENTIALS: ["CPC", "PAYOUT_GROUPS"],
  PRO: features,
  ENTERPRISE: features,
};
export const isEntitled = (edition: Edition, feature: Feature): boolean =>
  entitlements[edition].includes(feature);
