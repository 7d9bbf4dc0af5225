/** How a check is written down (verification.ts). */
import type { Instant } from "./calendar.ts";
import type { Check, CheckCause, CheckFix, CheckKey } from "./verification.ts";

interface More {
  fix?: CheckFix;
  until?: Instant;
}
export const passed = (key: CheckKey, sentence: string): Check => ({
  key,
  state: "PASSED",
  sentence,
  cause: null,
  until: null,
  fix: null,
});
export const notNeeded = (key: CheckKey, cause: CheckCause, sentence: string): Check => ({
  ...passed(key, sentence),
  state: "NOT_NEEDED",
  cause,
});
/** What stands before it has not passed. */
export const notStarted = (key: CheckKey, sentence: string): Check => ({
  ...passed(key, sentence),
  state: "NOT_STARTED",
});
const made =
  (state: "WAITING" | "FAILED" | "WARNING") =>
  (key: CheckKey, cause: CheckCause, sentence: string, { fix, until }: More = {}): Check => ({
    key,
    state,
    sentence,
    cause,
    until: until ?? null,
    fix: fix ?? null,
  });
export const waiting = made("WAITING");
export const failed = made("FAILED");
export const warned = made("WARNING");
