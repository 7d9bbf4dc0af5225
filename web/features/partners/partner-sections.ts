/** What the page of a partner shows, one at a time. */
export const sections = [
  "performance",
  "deal",
  "links",
  "verification",
  "money",
  "messages",
] as const;
export type Section = (typeof sections)[number];
