/**
 * When a link's clicks stop to be paid: at an instant, or after so many clicks in the order in
 * which clicks are decided. Whoever follows an ended link lands where it led.
 */
import type { Instant } from "./calendar.ts";
import type { ReasonCode } from "./reason.ts";
import type { Classification } from "./validity.ts";

/** One side's end of a link, from when it was set until it was lifted. */
export interface LinkEnd {
  setAt: Instant;
  /** Null: it stands. */
  liftedAt: Instant | null;
  endsAt: Instant | null;
  afterClicks: number | null;
  /** Of the clicks that count, those decided before. */
  counted: number;
}

/** Whether it has a say about a click of that instant, however late it is decided. */
export const isUnder = ({ setAt, liftedAt }: LinkEnd, at: Instant): boolean =>
  at >= setAt && (liftedAt === null || at < liftedAt);

/** Whether a click of that instant, decided next, finds the link ended. */
export const hasEnded = (end: LinkEnd, at: Instant): boolean =>
  isUnder(end, at) &&
  ((end.endsAt !== null && at >= end.endsAt) ||
    (end.afterClicks !== null && end.counted >= end.afterClicks));

/** With these nobody looked at whose click it was: it counts nowhere. */
export const uncounted = [
  "GIVEN_UP",
  "PROGRAM_NOT_ACTIVE",
  "PARTNER_NOT_ACTIVE",
  "AD_NOT_ACTIVE",
  "LINK_ENDED",
] as const satisfies readonly ReasonCode[];
const isUncounted: ReadonlySet<ReasonCode | null> = new Set(uncounted);

/** Unique clicks count, paid or not: not robots, repeats and filtered ones. */
export const countsForEnd = (
  classification: Classification,
  { reason }: { reason: ReasonCode | null },
): boolean => classification === "U" && !isUncounted.has(reason);
