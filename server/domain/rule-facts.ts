/** What rules may test of a stored click, by the names of their variables. */
import type { FactRow } from "./rule-rows.ts";
import { isHiddenFrom, recordOf, ruleVariables, type RuleVariable } from "./rule-variables.ts";
import type { Side } from "./sides.ts";
import { ruleText, type Facts } from "./rules.ts";
import { payoutOf, type EventKind, type Terms } from "./terms.ts";

/**
 * Rules ask for few of these, so each is found when it is asked for. On a class, since an object
 * that defines accessors of its own takes longer to make than a rule to test.
 */
class ClickFacts {
  readonly #row: FactRow;
  readonly #zone: string;
  constructor(row: FactRow, zone: string) {
    this.#row = row;
    this.#zone = zone;
  }
  get params(): Record<string, string> | null {
    return this.#row.custom;
  }
  static {
    for (const variable of ruleVariables) {
      const { ofClick } = recordOf(variable);
      if (ofClick === null || variable === "PARAM") continue;
      Object.defineProperty(this.prototype, variable, {
        get(this: ClickFacts): Facts[RuleVariable] {
          return ofClick(this.#row, this.#zone);
        },
      });
    }
  }
}

/** Weekday and hour are those of the brand account's zone. */
export const factsOf = (row: FactRow, zone: string): Facts => new ClickFacts(row, zone);

/**
 * Facts as a side may try terms on them: found when they are asked for, like those they are made
 * of.
 */
class Trial {
  readonly #facts: Facts;
  readonly triedBy: Side;
  constructor(facts: Facts, side: Side) {
    this.#facts = facts;
    this.triedBy = side;
  }
  get params(): Facts["params"] {
    return this.#facts.params ?? null;
  }
  static {
    for (const variable of ruleVariables)
      Object.defineProperty(this.prototype, variable, {
        get(this: Trial): Facts[RuleVariable] {
          return isHiddenFrom(this.triedBy, variable) ? null : this.#facts[variable];
        },
      });
  }
}
/** What the side may not see is not there, so that no rule of a draft reads it. */
export const triedFacts = (facts: Facts, side: Side): Facts => new Trial(facts, side) as Facts;

/** The same as plain values, of which some can be replaced. */
export const plainFacts = (facts: Facts): Facts => ({
  ...Object.fromEntries(
    ruleVariables
      .filter((variable) => variable !== "PARAM" && facts[variable] !== undefined)
      .map((variable) => [variable, facts[variable]]),
  ),
  params: facts.params ?? null,
  ...(facts.triedBy ? { triedBy: facts.triedBy } : {}),
});

/** A condition that a side cannot try, since it asks for what the other side alone sees. */
export interface UntriedRule {
  event: EventKind;
  /** Of the payout group or restriction. */
  name: string;
  variable: RuleVariable;
  rule: string;
}
/** `given`: what the side itself says of the event is tried all the same. */
export const untriedRules = (
  terms: Pick<Terms, "eventPayouts">,
  side: Side,
  given: Facts = {},
): UntriedRule[] =>
  terms.eventPayouts.flatMap(({ event, restrictions, groups }) =>
    [...restrictions, ...groups].flatMap(({ name, rules }) =>
      rules
        .filter(({ variable }) => isHiddenFrom(side, variable) && given[variable] === undefined)
        .map((rule) => ({ event, name, variable: rule.variable, rule: ruleText(rule) })),
    ),
  );

export const hasRules = (
  terms: Pick<Terms, "eventPayouts">,
  event: EventKind = "CLICK",
): boolean => {
  const payout = payoutOf(terms, event);
  return payout !== undefined && payout.groups.length + payout.restrictions.length > 0;
};
