/**
 * How a partner stands with a program, of all contracts between the two: one word for lists, in
 * which what is in force counts more than what is asked, and that more than what is over.
 */
import { contractState, type ContractStanding } from "./contract.ts";
import type { Instant } from "./calendar.ts";

export const partnerStandings = [
  "NOT_ASKED",
  "ASKED",
  "ASKS_YOU",
  "NOT_ANSWERED",
  "DECLINED",
  "ACCEPTED",
  "IN_EFFECT",
  "ENDED",
] as const;
export type PartnerStanding = (typeof partnerStandings)[number];

/** A contract with whose offer it was. */
export interface OfferStanding extends ContractStanding {
  byBrand: boolean;
}

/** How many of the first stand for all else that a partner has; the rest by the newest contract. */
const rankOf: Record<PartnerStanding, number> = {
  IN_EFFECT: 1,
  ACCEPTED: 2,
  ASKS_YOU: 3,
  ASKED: 4,
  NOT_ANSWERED: 5,
  DECLINED: 5,
  ENDED: 5,
  NOT_ASKED: 6,
};

/** What one contract says; null: nothing, since it was taken back or another took its place. */
export function standingOf(offer: OfferStanding, at: Instant): PartnerStanding | null {
  if (offer.decision === "DECLINED") return "DECLINED";
  switch (contractState(offer, at)) {
    case "PENDING":
      return offer.byBrand ? "ASKED" : "ASKS_YOU";
    case "UPCOMING":
      return "ACCEPTED";
    case "ACTIVE":
      return "IN_EFFECT";
    case "EXPIRED":
      return offer.decision === "PROPOSED" ? "NOT_ANSWERED" : "ENDED";
    case "DECLINED":
      return null;
  }
}

/** `offers`: newest first. */
export function partnerStanding(offers: readonly OfferStanding[], at: Instant): PartnerStanding {
  return offers
    .map((offer) => standingOf(offer, at))
    .reduce<PartnerStanding>(
      (first, one) => (one !== null && rankOf[one] < rankOf[first] ? one : first),
      "NOT_ASKED",
    );
}
/** The same for statements: the standings in the order in which they count. */
export const standingRanks = Object.entries(rankOf) as [PartnerStanding, number][];
