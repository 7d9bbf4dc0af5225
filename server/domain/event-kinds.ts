/** What is paid for. */
export const eventKinds = ["CLICK", "SALE", "LEAD"] as const;
export type EventKind = (typeof eventKinds)[number];
