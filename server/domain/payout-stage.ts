/**
 * The one vocabulary of what money is on its way to: a click or sale earns; what it earns is
 * pending while it may still change, approved when it is final, due with the statement of its
 * month, and paid when that is. A click is final at once.
 */
export const payoutStages = ["PENDING", "APPROVED", "DUE", "PAID"] as const;
export type PayoutStage = (typeof payoutStages)[number];

/** Null: it earns nothing. */
export const clickStage = (outcome: string | null): PayoutStage | null =>
  outcome === "PAID" ? "APPROVED" : null;

/** Null: it earns nothing, or no longer does. */
export function saleStage({
  outcome,
  state,
}: {
  outcome: string;
  state: "PENDING" | "APPROVED" | "REVERSED";
}): PayoutStage | null {
  return outcome !== "PAID" || state === "REVERSED" ? null : state;
}

/** What a line of an open month says is approved so far; of a closed one it is due. */
export const lineStage = (state: "OPEN" | "CLOSED"): PayoutStage =>
  state === "OPEN" ? "APPROVED" : "DUE";
