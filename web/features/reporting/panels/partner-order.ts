/** In which order partners stand, and what their chip says. */
import type { PartnerGrid_PartnerFragment } from "../../../gql/graphql.ts";
import type { Earning } from "./click-measures.ts";

export const partnerSorts = ["attention", "byPayout", "byClicks", "byName"] as const;
export type PartnerSort = (typeof partnerSorts)[number];
export type PartnerState = "bothArrive" | "waitingSale" | "noClicksBadge";

export const stateOf = ({ clicks, sales }: PartnerGrid_PartnerFragment): PartnerState => {
  if (clicks.raw === 0) return "noClicksBadge";
  if (sales.orders > 0) return "bothArrive";
  return "waitingSale";
};

/** Clicks without sales first, then lost traffic, then fine ones. */
const urgency: Record<PartnerState, number> = { waitingSale: 0, noClicksBadge: 1, bothArrive: 2 };
/** Only for the order: amounts themselves are shown as given. */
const payoutOf = (partner: PartnerGrid_PartnerFragment, earning: Earning): number =>
  (["clicks", "sales", "leads"] as const)
    .map((kind) => partner[earning][kind])
    .map(([first]) => Number(first?.amount ?? 0))
    .reduce((sum, amount) => sum + amount, 0);

export function orderPartners(
  partners: readonly PartnerGrid_PartnerFragment[],
  sort: PartnerSort,
  earning: Earning,
): PartnerGrid_PartnerFragment[] {
  const byClicks = (a: PartnerGrid_PartnerFragment, b: PartnerGrid_PartnerFragment) =>
    b.clicks.raw - a.clicks.raw;
  const byPayout = (a: PartnerGrid_PartnerFragment, b: PartnerGrid_PartnerFragment) =>
    payoutOf(b, earning) - payoutOf(a, earning) || byClicks(a, b);
  const orders: Record<
    PartnerSort,
    (a: PartnerGrid_PartnerFragment, b: PartnerGrid_PartnerFragment) => number
  > = {
    attention: (a, b) => urgency[stateOf(a)] - urgency[stateOf(b)] || byPayout(a, b),
    byPayout,
    byClicks,
    byName: (a, b) => a.partnerName.localeCompare(b.partnerName),
  };
  return [...partners].sort(orders[sort]);
}
