/**
 * What the kind of program demands of terms. Sources: "Test Your Amazon Integration" (14 days, fixed), "Configure CPC Payouts
 * for Amazon Seller" (clicks are paid at program level alone), "Track Your Sub-Affiliate Traffic" (sub ids may cost credit).
 */
import { accept, refuse, type Result } from "./reason.ts";
import { warningsOf, type EventPayout, type Terms, type TermsWarning } from "./terms.ts";

export const programTypes = ["PERFORMANCE", "CREATOR", "ADVOCATE", "SELLER", "RETAIL_MEDIA_SELLER", "RETAIL_MEDIA"] as const;
export type ProgramType = (typeof programTypes)[number];

/** Days within which Amazon credits a purchase to a click; no contract can widen or narrow it. */
export const sellerReferralDays = 14;

export function fitsProgram(type: ProgramType, eventPayouts: readonly EventPayout[]): Result<true, "REFERRAL_WINDOW_FIXED"> {
  const at = type === "SELLER" ? eventPayouts.findIndex(({ referralWindowDays }) => referralWindowDays !== null && referralWindowDays !== sellerReferralDays) : -1;
  return at < 0
    ? accept(true)
    : refuse(
        "REFERRAL_WINDOW_FIXED",
        `Amazon credits purchases for ${sellerReferralDays} days after the click: leave the window out or set ${sellerReferralDays}`,
        `eventPayouts.${at}.referralWindowDays`,
      );
}

/** Terms of a campaign override those of its program for a while; a Seller program pays clicks by its own terms alone [D10]. */
export function fitsCampaign(type: ProgramType, eventPayouts: readonly EventPayout[]): Result<true, "CPC_NOT_ALLOWED_AT_CAMPAIGN_LEVEL"> {
  const at = type === "SELLER" ? eventPayouts.findIndex(({ event }) => event === "CLICK") : -1;
  return at < 0
    ? accept(true)
    : refuse("CPC_NOT_ALLOWED_AT_CAMPAIGN_LEVEL", "A Seller program pays for clicks at program level alone: put the click payout into template terms", `eventPayouts.${at}.event`);
}

const testsSubId = ({ groups, restrictions }: EventPayout): boolean =>
  [...groups, ...restrictions].some(({ rules }) => rules.some(({ variable }) => variable.startsWith("SUB_ID")));

/** All that the author of these terms should know, in a program of this kind. */
export const warningsIn = (type: ProgramType, terms: Terms): TermsWarning[] => [
  ...warningsOf(terms),
  ...(type === "SELLER" && terms.eventPayouts.some(testsSubId) ? (["SUB_ID_RULE"] as const) : []),
];
