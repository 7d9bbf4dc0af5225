import { holdAll, type Facts } from "./rules.ts";
import type { EventPayout } from "./terms.ts";

/** A restriction's index as ~index · a group's rank · `defaultPayout`. */
export type Choice = number;
export const defaultPayout = 0x7fffffff;

/**
 * The plain walk: restrictions come before groups, the first whose rules all hold applies [D70,
 * D71, D76, D77].
 */
export function walkRules(
  { restrictions, groups }: Pick<EventPayout, "restrictions" | "groups">,
  facts: Facts,
): Choice {
  const blocking = restrictions.findIndex(({ rules }) => holdAll(rules, facts));
  if (blocking >= 0) return ~blocking;
  const rank = groups.findIndex(({ rules }) => holdAll(rules, facts));
  return rank >= 0 ? rank : defaultPayout;
}
