/** Where a limit stands, in the words that a gauge says beside its picture. */
import type { LimitGauge_LimitFragment } from "../../gql/graphql.ts";
import type { Tone } from "../../ui/badge.tsx";

type Usage = Pick<LimitGauge_LimitFragment, "percent" | "paused" | "countsFrom">;
export type LimitState = "paused" | "waits" | "within" | "near" | "almost" | "reached" | "over";
export const stateTone: Record<LimitState, Tone> = {
  paused: "neutral",
  waits: "waiting",
  within: "success",
  near: "warning",
  almost: "warning",
  reached: "danger",
  over: "danger",
};

/** Null where each customer or event has a limit of its own: there is no one use to tell. */
export function stateOf({ percent, paused, countsFrom }: Usage): LimitState | null {
  if (paused) return "paused";
  if (countsFrom) return "waits";
  if (percent === null) return null;
  if (percent > 100) return "over";
  if (percent === 100) return "reached";
  if (percent >= 90) return "almost";
  if (percent >= 80) return "near";
  return "within";
}
export const isReached = (state: LimitState | null): boolean =>
  state === "reached" || state === "over";

/** Whole percent; what is not reached never reads as 100. */
export const wholePercent = (percent: number): number => Math.floor(percent);

/** Nearest first; those without a use of their own come last. */
export const byNearness = <T extends Usage>(limits: readonly T[]): T[] =>
  limits.toSorted((a, b) => (b.percent ?? -1) - (a.percent ?? -1));

/** Those first that left most unpaid, by the amounts as numbers; then nearest first. */
export const byUnpaid = <T extends Usage & Pick<LimitGauge_LimitFragment, "unpaid">>(
  limits: readonly T[],
): T[] => {
  const unpaidOf = ({ unpaid }: T): number =>
    unpaid.reduce((sum, { amount }) => sum + Number(amount), 0);
  return byNearness(limits).toSorted((a, b) => unpaidOf(b) - unpaidOf(a));
};

/** The track shows up to this share of the limit; what goes further stands in the text. */
const shownPercent = 125;
/** Where a share of the limit stands on the track. */
export const placeOf = (percent: number): string =>
  `${(Math.min(shownPercent, Math.max(0, percent)) / shownPercent) * 100}%`;
