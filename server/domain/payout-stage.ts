/**
 * The one vocabulary of what money is on its way to: a click or sale earns; what it earns is
 * pending while it may still change, approved when it is final, due from the date on that its
 * contract's payout schedule names, and paid when that is. A click is final at once [D184].
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

/** Of what is final and falls due on a date; `today` by the same calendar. */
export const finalStage = (dueOn: string, today: string): "APPROVED" | "DUE" =>
  dueOn <= today ? "DUE" : "APPROVED";

/** An open month may still take entries: what its line says is approved so far. */
export const lineStage = (state: "OPEN" | "CLOSED", dueOn: string, today: string): PayoutStage =>
  state === "OPEN" ? "APPROVED" : finalStage(dueOn, today);
