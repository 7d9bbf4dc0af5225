/**
 * The one list of reasons why a click or a sale was not paid. Codes never change their meaning;
 * texts may. Sources: "Payable Click Data Report" (the vendor's CPC error codes) and our own
 * additions (domain facts 7.10).
 */

export const reasonCodes = [
  "INVALID_CLASSIFICATION",
  "CONTRACT_NOT_FOUND",
  "CLICK_TRACKER_NOT_FOUND",
  "CPC_V2_ACTIONTERMS_NOT_FOUND",
  "UNKNOWN_PARTNERVALUE1",
  "RESTRICTED",
  "IN_TRIAL",
  "OVERLIMIT_CLICKS",
  "OVERLIMIT_PAYOUT",
  "DUPLICATE_CLICK",
  "FILTERED_RISK",
  "PROGRAM_NOT_ACTIVE",
  "PARTNER_NOT_ACTIVE",
  "AD_NOT_ACTIVE",
  "LINK_ENDED",
  "TEST_CLICK",
  "UNTRUSTED_LANDING_PAGE",
  "ZERO_RATE",
  "MALFORMED",
  "GIVEN_UP",
  // sales
  "ACTIONTERMS_NOT_FOUND",
  "ACTIONTRACKER_NOT_ACTIVE",
  "UNATTRIBUTED",
  "CURRENCY_MISMATCH",
  "OUTSIDE_ASSOCIATION_WINDOW",
  "OVERLIMIT_CONVERSIONS",
  "TEST_ACTION",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Of clicks alone, or of sales that are discarded: no order that counts has one of these. */
export const neverOfOrders: ReadonlySet<ReasonCode> = new Set([
  "INVALID_CLASSIFICATION",
  "CLICK_TRACKER_NOT_FOUND",
  "CPC_V2_ACTIONTERMS_NOT_FOUND",
  "IN_TRIAL",
  "OVERLIMIT_CLICKS",
  "DUPLICATE_CLICK",
  "FILTERED_RISK",
  "AD_NOT_ACTIVE",
  "LINK_ENDED",
  "TEST_CLICK",
  "UNTRUSTED_LANDING_PAGE",
  "MALFORMED",
  "GIVEN_UP",
  "ACTIONTERMS_NOT_FOUND",
]);

/** Plain words for people; the code is the contract, this sentence is not. */
export const reasonSentences: Record<ReasonCode, string> = {
  INVALID_CLASSIFICATION:
    "The click was made by a robot or could not be classified as a person's unique click.",
  CONTRACT_NOT_FOUND:
    "At that moment the partner had no contract in force with this program, neither for clicks " +
    "nor for sales.",
  CLICK_TRACKER_NOT_FOUND:
    "The contract pays for clicks, but the program has no active click event type.",
  CPC_V2_ACTIONTERMS_NOT_FOUND:
    "A contract was in force at that moment, but it does not pay for clicks.",
  UNKNOWN_PARTNERVALUE1: "A rule asks for a partner value that is not set for this partner.",
  RESTRICTED: "A payout restriction of the contract excludes it.",
  IN_TRIAL:
    "The click came in the trial that begins with the partner's first contract in the program; " +
    "clicks earn after it.",
  OVERLIMIT_CLICKS: "The limit on the number of paid clicks was reached.",
  OVERLIMIT_PAYOUT: "The payout limit had too little left, or nothing.",
  DUPLICATE_CLICK:
    "The same visitor had clicked shortly before; repeats within the window are not paid.",
  FILTERED_RISK:
    "The click carries a risk signal that the program's click filter does not pay for.",
  PROGRAM_NOT_ACTIVE: "The program was not active at that moment.",
  PARTNER_NOT_ACTIVE: "The partner's account was not active at that moment.",
  AD_NOT_ACTIVE: "The ad was not active at that moment.",
  LINK_ENDED:
    "The link had ended: by hand, at its date, or after the number of unique clicks that was set " +
    "for it.",
  TEST_CLICK:
    "The click came through a test link; test clicks are decided in full and pay nothing.",
  UNTRUSTED_LANDING_PAGE: "The landing page is not on a permitted host.",
  ZERO_RATE: "The contract pays 0 for this event; it is tracked and reported.",
  MALFORMED: "The request could not be understood as a tracking link.",
  GIVEN_UP: "It could not be decided, and an operator of the platform gave it up.",
  ACTIONTERMS_NOT_FOUND:
    "A contract was in force at that moment, but it has no payout for this kind of " +
    "event, so it is discarded: shown, never paid.",
  ACTIONTRACKER_NOT_ACTIVE: "The program's event type of it is not active.",
  UNATTRIBUTED: "The report row names no partner known to this program.",
  CURRENCY_MISMATCH:
    "The contract pays in another currency than the sale is in; amounts are never converted.",
  OUTSIDE_ASSOCIATION_WINDOW:
    "It came later after a click than the contract's referral window allows.",
  OVERLIMIT_CONVERSIONS:
    "The limit on how many are paid was reached; it is outside of terms until the brand approves " +
    "it.",
  TEST_ACTION: "It belongs to a test link; tests are decided in full and pay nothing.",
};
