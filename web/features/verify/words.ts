/** How checks look, and what a cell of the board says in a word. Pure. */
import type {
  Verify_CheckFragment,
  VerificationCheckState,
  VerificationResult,
} from "../../gql/graphql.ts";
import type { Tone } from "../../ui/badge.tsx";

export const stateTones: Record<VerificationCheckState, Tone> = {
  PASSED: "success",
  WAITING: "waiting",
  FAILED: "danger",
  WARNING: "warning",
  NOT_NEEDED: "neutral",
  NOT_STARTED: "neutral",
};
export const resultTones: Record<VerificationResult, Tone> = {
  VERIFIED: "success",
  WAITING: "waiting",
  NEEDS_YOU: "danger",
  NOT_STARTED: "neutral",
};

/** A message key of "verify.cells" with its values. */
export type CellWords =
  | { key: "passed" | "warning"; values: { done: number; total: number } }
  | { key: "ofTen"; values: { clicks: number } }
  | { key: "until"; values: { at: string } }
  | { key: "waiting" | "failed" | "clicksOnly" | "notNeeded" | "notStarted"; values: null };

interface Group {
  done: number;
  total: number;
  worst: Pick<Verify_CheckFragment, "state" | "cause" | "until">;
}
/** `tell` turns an instant into text in the reader's zone. */
export function cellWords(
  { done, total, worst }: Group,
  clicks: number,
  tell: (instant: string) => string,
): CellWords {
  switch (worst.state) {
    case "PASSED":
      return { key: "passed", values: { done, total } };
    case "WARNING":
      return { key: "warning", values: { done, total } };
    case "FAILED":
      return { key: "failed", values: null };
    case "NOT_STARTED":
      return { key: "notStarted", values: null };
    case "NOT_NEEDED":
      return { key: worst.cause === "NO_ATTRIBUTION" ? "clicksOnly" : "notNeeded", values: null };
    case "WAITING":
      if (worst.cause === "BELOW_10_CLICKS") return { key: "ofTen", values: { clicks } };
      return worst.until
        ? { key: "until", values: { at: tell(worst.until) } }
        : { key: "waiting", values: null };
  }
}

type CheckLike = Pick<Verify_CheckFragment, "key" | "state" | "cause" | "fix">;
/**
 * How many clicks of the server's own a partner still wants; 0: none. Where a browser must open the
 * link, since Amazon counts no others, they bring it no nearer to ten.
 */
export function clicksWanted(checks: readonly CheckLike[], clicks: number): number {
  const of = (key: CheckLike["key"]) => checks.find((check) => check.key === key);
  if (of("TEST_LINK")?.state !== "PASSED") return 0;
  const enough = of("ENOUGH_CLICKS");
  const isShort = enough?.cause === "BELOW_10_CLICKS" || enough?.state === "NOT_STARTED";
  if (isShort && enough.fix !== "OPEN_LINK") return Math.max(1, 10 - clicks);
  const isOpen = ["REDIRECT", "CLICK", "DECISION"].some(
    (key) => !["PASSED", "WARNING"].includes(of(key as CheckLike["key"])?.state ?? ""),
  );
  return isOpen ? 1 : 0;
}
