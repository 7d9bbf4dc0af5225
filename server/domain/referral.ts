/**
 * Whom a submitted conversion is credited to. The order of the keys: a partner that is named
 * outright, a tracking link, a promo code that always counts, the last click before the order. The
 * last click wins, as it does at Amazon; of the contract its referral window is asked afterwards,
 * where the conversion is priced.
 */
import type { Instant } from "./calendar.ts";

/**
 * ALWAYS: whoever led there. INVOLVED: where one of the order's clicks is the partner's. WINNER:
 * where the last click is [D157].
 */
export const promoPolicies = ["ALWAYS", "INVOLVED", "WINNER"] as const;
export type PromoPolicy = (typeof promoPolicies)[number];

export interface ReferringClick {
  id: string;
  at: Instant;
  partnerId: string;
  linkId: string;
  isTest: boolean;
}
export interface ReferringCode {
  partnerId: string;
  policy: PromoPolicy;
}

/** What the keys of a conversion name, found in the books; what was not found is not there. */
export interface Referrals {
  partner: { partnerId: string } | null;
  link: { partnerId: string; linkId: string; isTest: boolean } | null;
  code: ReferringCode | null;
  clicks: readonly ReferringClick[];
}

export interface Referred {
  partnerId: string;
  linkId: string | null;
  isTest: boolean;
  /** The click that it is credited by; null: by another key, which no window bounds. */
  clickedAt: Instant | null;
}

/** How it came to its partner, as the field's lists call it. */
export function referredBy(keys: Referrals, at: Instant): Referred | null {
  const { partner, link, code } = keys;
  if (partner) return { ...partner, linkId: null, isTest: false, clickedAt: null };
  if (link) return { ...link, clickedAt: null };
  if (code?.policy === "ALWAYS")
    return { partnerId: code.partnerId, linkId: null, isTest: false, clickedAt: null };
  // A click that came after the order led to nothing.
  const clicks = keys.clicks
    .filter((click) => click.at <= at)
    .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const involved =
    code?.policy === "INVOLVED" && clicks.find(({ partnerId }) => partnerId === code.partnerId);
  const click = involved || clicks[0];
  return click
    ? {
        partnerId: click.partnerId,
        linkId: click.linkId,
        isTest: click.isTest,
        clickedAt: click.at,
      }
    : null;
}
