/** How a link is, as far as the product knows it: the first of these that applies. */
export const linkHealths = [
  "ENDED",
  "AD_OFF",
  "PROGRAM_CLOSED",
  "PARTNER_SUSPENDED",
  "LANDS_ELSEWHERE",
  "NO_CONTRACT",
  "NO_TAG",
  "NEVER_CLICKED",
  "FINE",
] as const;
export type LinkHealth = (typeof linkHealths)[number];

export const healthSentences: Record<LinkHealth, string> = {
  ENDED: "It has ended: whoever follows it lands where it led, and the click earns nothing.",
  AD_OFF: "Its ad is switched off: it leads to the program's page, and its clicks earn nothing.",
  PROGRAM_CLOSED: "The program or its brand is not active: its clicks earn nothing.",
  PARTNER_SUSPENDED: "The partner's account is not active: its clicks earn nothing.",
  LANDS_ELSEWHERE:
    "Its page is not on the program's storefront, so visitors land on the program's page instead.",
  NO_CONTRACT: "No contract is in force: its clicks earn nothing.",
  NO_TAG: "The program has no tag of Amazon's: sales cannot be told from this link.",
  NEVER_CLICKED: "Nobody has clicked it yet.",
  FINE: "It leads to its page, and its clicks are decided by the contract.",
};
