/** What the linter says about terms. */
import type { Facts } from "./rules.ts";
import type { EventKind, EventPayout } from "./terms.ts";

/**
 * ERROR: the terms promise what can never happen; they are not saved. WARNING: meant so? HINT: good
 * to know.
 */
export const severities = ["ERROR", "WARNING", "HINT"] as const;
export type Severity = (typeof severities)[number];

export const findingCodes = [
  "CURRENCY_NEVER_SOLD",
  "NEVER_TRUE",
  "NEVER_REACHED",
  "BLOCKS_EVERYTHING",
  "UNKNOWN_ID",
  "ADDS_NOTHING",
  "OVERLAP",
  "DEFAULT_NEVER_APPLIES",
  "PLACE_MAY_BE_UNKNOWN",
  "ZERO_RATE",
  "HIGH_RATE",
  "LIMIT_PAYS_NOTHING",
  "LIMIT_WITHOUT_EFFECT",
  "GROUP_SENT_AGAIN",
  "NEW_COUNT",
] as const;
export type FindingCode = (typeof findingCodes)[number];

export interface Finding<C extends string = FindingCode> {
  code: C;
  severity: Severity;
  /** The row, as refusals name it: "eventPayouts.0.groups.2.rules.1". */
  path: string;
  /** Other rows that it is about: those that cover this one, the limit that binds first. */
  related: string[];
  message: string;
  event: EventKind | null;
  /** A click that shows it; null where no click can. */
  example: Facts | null;
  /** Id of the earlier group that the group at this row may be. */
  groupId?: string;
}

/** What of a payout is known once its rules were looked at. */
export interface LintedPayout {
  payout: EventPayout;
  path: string;
  currency: string;
  /** "Group 2 (US phones)", by rank. */
  titles: readonly string[];
  /** A click that each group decides, by rank; null where none was found. */
  reached: (Facts | null)[];
  /** Ranks of groups that are proved never to pay. */
  dead: ReadonlySet<number>;
  /** A click that the default payout decides; null where none was found. */
  byDefault: Facts | null;
}
