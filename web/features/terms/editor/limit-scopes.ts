/** What the editor offers for each scope of limits in terms; the API refuses what does not fit. */
import type { EventTypeKind, LimitKind, LimitReset, LimitScope } from "../../../gql/graphql.ts";

export type TermsScope = Exclude<LimitScope, "PROGRAM">;
interface Offer {
  /** Kinds that it can have of events that are no clicks. */
  kindsUnlessClick: readonly LimitKind[];
  /** None: it has no period. */
  resets: readonly LimitReset[];
}
const anyReset: readonly LimitReset[] = ["DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"];
const offers: Record<TermsScope, Offer> = {
  CONTRACT: { kindsUnlessClick: ["PAYOUT", "CONVERSIONS"], resets: anyReset },
  // Sales name no customer.
  CUSTOMER: { kindsUnlessClick: [], resets: ["DAY"] },
  // Nor the link that was clicked.
  LINK: { kindsUnlessClick: [], resets: anyReset },
  // Of one order only the payout can be limited.
  EVENT: { kindsUnlessClick: ["PAYOUT"], resets: [] },
};

export const scopesOf = (event: EventTypeKind, kind: LimitKind): TermsScope[] =>
  (Object.keys(offers) as TermsScope[]).filter(
    (scope) => event === "CLICK" || offers[scope].kindsUnlessClick.includes(kind),
  );
export const resetsOf = (scope: LimitScope): readonly LimitReset[] =>
  scope === "PROGRAM" ? anyReset : offers[scope].resets;
/** The one that is meant where the scope does not have the one that is kept; null: no period. */
export const resetFor = (scope: LimitScope, kept: LimitReset): LimitReset | null => {
  const resets = resetsOf(scope);
  return resets.includes(kept) ? kept : (resets[0] ?? null);
};
