/** What is paid for. */
export const eventKinds = ["CLICK", "SALE"] as const;
export type EventKind = (typeof eventKinds)[number];
