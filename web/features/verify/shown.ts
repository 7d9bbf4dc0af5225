/** What the board can show, as its address says it; the API's words in small letters. */
export const shownChoices = ["all", "needs_me", "waiting", "verified", "not_started"] as const;
export type ShownChoice = (typeof shownChoices)[number];
