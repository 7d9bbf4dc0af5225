/**
 * Which facts a set of rules lets through: finds some that meet rules and fail others, or proves
 * that there are none. Every operator on text is a pattern of characters, so one search over those
 * patterns decides all of them exactly; what would take too long is UNKNOWN, never guessed.
 * Whatever is found is checked by the rules themselves.
 */
import type { EventKind } from "./terms.ts";
import { denies, isOfMeasure, isOfPresence, isOfWholes } from "./rule-operators.ts";
import {
  compared,
  comparedValues,
  comparedWhole,
  holdAll,
  holdsFor,
  ruleNumber,
  seenValues,
  type Facts,
  type Rule,
} from "./rules.ts";
import { foldOf, isOfNumbers, isToldOf, recordOf, type RuleVariable } from "./rule-variables.ts";
import { findText, type Patterns } from "./text-search.ts";

export type Found = { kind: "SOME"; facts: Facts } | { kind: "NONE" } | { kind: "UNKNOWN" };
type Values = { kind: "SOME"; values: string[] } | { kind: "NONE" } | { kind: "UNKNOWN" };

const [none, unknown] = [{ kind: "NONE" }, { kind: "UNKNOWN" }] as const;
const some = (values: string[]): Values => ({ kind: "SOME", values });

/** What events of this kind never tell. */
export const isNeverThere = (event: EventKind, variable: RuleVariable): boolean =>
  event !== "CLICK" && !isToldOf(event, variable);
/** Every click has one of the choices and nothing else. */
export const isAlwaysThere = (event: EventKind, variable: RuleVariable): boolean =>
  event === "CLICK" && recordOf(variable).choices !== null;
const made = ["example", "another", "third"];
/** Of others at most one. */
const isMany = (variable: RuleVariable): boolean => recordOf(variable).many;

/**
 * How many looks may be taken before giving up, each of a microsecond or so: shared by all
 * questions of one set of terms.
 */
export interface Effort {
  left: number;
  /** Whose facts they are: clicks and sales bring different ones. */
  event: EventKind;
}
const spend = (effort: Effort, looks: number): boolean => (effort.left -= looks) >= 0;

/** Some value (`wants`), or no value, is such as the rule names. */
interface Literal {
  rule: Rule;
  wants: boolean;
}
const literal = (rule: Rule, holds: boolean): Literal => ({
  rule,
  wants: denies(rule.operator) !== holds,
});

const isAny = ({ operator }: Rule): boolean => isOfPresence(operator);
const isSet = ({ operator }: Rule): boolean => isOfWholes(operator);
const isNumeric = ({ operator }: Rule): boolean => isOfMeasure(operator);

const fold = (rule: Rule, text: string): string => compared(foldOf(rule.variable), text);
/** A rule's values as they are compared. */
interface Folded {
  set: ReadonlySet<string>;
  list: readonly string[];
  /** What it takes to compare one value with these, in looks. */
  weight: number;
}
const folded = new WeakMap<Rule, Folded>();
function valuesOf(rule: Rule): Folded {
  const known = folded.get(rule);
  if (known) return known;
  const set = new Set(comparedValues(rule));
  const list = [...set];
  const weight =
    isAny(rule) || isSet(rule)
      ? 1
      : 1 +
        Math.ceil(
          list.reduce((sum, { length }) => sum + length + charactersAtOnce / 4, 0) /
            charactersAtOnce,
        );
  const made = { set, list, weight };
  folded.set(rule, made);
  return made;
}
/** Characters of values that are compared in the time of one look. */
const charactersAtOnce = 100;
const weightOf = (literals: readonly Literal[]): number =>
  literals.reduce((sum, { rule }) => sum + valuesOf(rule).weight, 0);
/** Whether one value is such as the rule names, whatever the rule says about that. */
function names(rule: Rule, value: string): boolean {
  if (isAny(rule)) return true;
  if (isSet(rule)) return valuesOf(rule).set.has(comparedWhole(rule.variable, value));
  return holdsFor(
    rule.operator === "NOT_CONTAINS" ? "CONTAINS" : rule.operator,
    fold(rule, value),
    valuesOf(rule).list,
  );
}
/** As rules.ts says it, without folding the rule's values each time. */
const meets = (rules: readonly Rule[], facts: Facts, effort: Effort): boolean =>
  rules.every((rule) => {
    effort.left -= valuesOf(rule).weight - 1;
    return seenValues(rule, facts).some((value) => names(rule, value)) !== denies(rule.operator);
  });
/** The first value that fits all literals. */
function firstFit(
  variable: RuleVariable,
  values: readonly string[],
  literals: readonly Literal[],
  effort: Effort,
): string | null | undefined {
  const weight = weightOf(literals);
  for (const value of values) {
    if (!spend(effort, weight)) return null;
    if (isFit(variable, value, literals)) return value;
  }
  return undefined;
}
const isFit = (variable: RuleVariable, value: string, literals: readonly Literal[]): boolean =>
  value !== "" &&
  (recordOf(variable).shape?.test(value) ?? true) &&
  literals.every(({ rule, wants }) => names(rule, value) === wants);

const token = { one: 1, any: 2 } as const;
/** A rule as patterns of which one must fit; null where it compares numbers. */
const patterned = new WeakMap<Rule, Patterns>();
function patternsOf(rule: Rule): Patterns | null {
  if (isNumeric(rule)) return null;
  const known = patterned.get(rule);
  if (known) return known;
  const made = makePatterns(rule);
  patterned.set(rule, made);
  return made;
}
function makePatterns(rule: Rule): Patterns {
  const characters = (text: string): (string | 1 | 2)[] => text.split("");
  if (isAny(rule)) return [[token.any]];
  return comparedValues(rule).map((text) => {
    switch (rule.operator) {
      case "CONTAINS":
      case "NOT_CONTAINS":
        return [token.any, ...characters(text), token.any];
      case "STARTS_WITH":
        return [...characters(text), token.any];
      case "ENDS_WITH":
        return [token.any, ...characters(text)];
      case "MATCHES":
        return characters(text).map((c) => {
          if (c === "*") return token.any;
          if (c === "?") return token.one;
          return c;
        });
      default:
        return characters(text);
    }
  });
}

/** One number of every stretch that the constants cut the line into, and the constants. */
function numbersBetween(literals: readonly Literal[]): string[] {
  const constants = [
    ...new Set(literals.flatMap(({ rule }) => (isNumeric(rule) ? rule.values.map(Number) : []))),
  ].toSorted((a, b) => a - b);
  const near = constants.flatMap((at, i) => [
    at,
    at + 1,
    at - 1,
    at + 0.5,
    at - 0.5,
    (at + (constants[i + 1] ?? at + 2)) / 2,
  ]);
  return [
    ...new Set(
      near.map((number) => (Number.isInteger(number) ? String(number) : number.toFixed(6))),
    ),
  ].filter((text) => ruleNumber(text) !== null);
}

/**
 * Where a number is asked for. Stretches are all tried; what other rules take out of one is not.
 */
function findNumber(variable: RuleVariable, literals: readonly Literal[], effort: Effort): Values {
  const candidates = numbersBetween(literals);
  if (!spend(effort, Math.ceil((2 * candidates.length * weightOf(literals)) / 10))) return unknown;
  const found = candidates.find((value) => isFit(variable, value, literals));
  if (found !== undefined) return some([found]);
  const numeric = literals.filter(({ rule }) => isNumeric(rule));
  return candidates.some((value) => isFit(variable, value, numeric)) ? unknown : none;
}

/** A value that is not empty and fits all. */
function findOne(variable: RuleVariable, literals: readonly Literal[], effort: Effort): Values {
  if (literals.some(({ rule, wants }) => isAny(rule) && !wants)) return none;
  const domain =
    (isAlwaysThere(effort.event, variable) ? recordOf(variable).choices : undefined) ??
    literals.find(({ rule, wants }) => wants && isSet(rule))?.rule.values;
  if (domain) {
    const value = firstFit(variable, domain, literals, effort);
    // The same number may be written so that it fits a pattern: none of its other forms was tried.
    const otherForms =
      isOfNumbers(variable) &&
      !isAlwaysThere(effort.event, variable) &&
      literals.some(({ rule }) => !isAny(rule) && !isSet(rule) && !isNumeric(rule));
    if (value === null || (value === undefined && otherForms)) return unknown;
    if (value === undefined) return none;
    return some([value]);
  }
  const guess = firstFit(variable, [...recordOf(variable).likely, ...made], literals, effort);
  if (guess === null) return unknown;
  if (guess !== undefined) return some([guess]);
  if (literals.some(({ rule, wants }) => wants && isNumeric(rule)))
    return findNumber(variable, literals, effort);
  const [must, not]: [Patterns[], Patterns[]] = [[], []];
  for (const { rule, wants } of literals) {
    const patterns = patternsOf(rule);
    if (patterns) (wants ? must : not).push(patterns);
  }
  const text = findText(must, not, (value) => isFit(variable, value, literals), effort);
  if (typeof text === "string") return some([text]);
  if (text.kind === "NONE") return none;
  return unknown;
}

/** What a click may bring of one variable so that all literals about it are true. */
function findValues(variable: RuleVariable, literals: readonly Literal[], effort: Effort): Values {
  const wanted = literals.filter(({ wants }) => wants);
  if (isNeverThere(effort.event, variable)) return wanted.length === 0 ? some([]) : none;
  if (wanted.length === 0 && !isAlwaysThere(effort.event, variable)) return some([]);
  if (!isMany(variable)) return findOne(variable, literals, effort);
  const rest = literals.filter(({ wants }) => !wants);
  const values = new Set<string>();
  for (const each of wanted) {
    const found = findOne(variable, [each, ...rest], effort);
    if (found.kind !== "SOME") return found;
    for (const value of found.values) values.add(value);
  }
  return some([...values]);
}

/** The name of a list is words for people. */
const slotOf = ({ variable, name }: Rule): string =>
  variable === "PARAM" ? `${variable} ${name ?? ""}` : variable;

/**
 * Literals by variable, with values that fit them. Never changed: a branch of the search adds to a
 * copy.
 */
class Space {
  readonly #slots: ReadonlyMap<
    string,
    { of: Rule; literals: readonly Literal[]; values: readonly string[] }
  >;
  constructor(
    slots: ReadonlyMap<
      string,
      { of: Rule; literals: readonly Literal[]; values: readonly string[] }
    > = new Map(),
  ) {
    this.#slots = slots;
  }

  /** With these literals true as well, and a value for each variable that is named. */
  with(
    added: readonly Literal[],
    effort: Effort,
    also: readonly Rule[] = [],
  ): Space | { kind: "NONE" | "UNKNOWN" } {
    const slots = new Map(this.#slots);
    const touched = new Set<string>();
    for (const one of added) {
      const slot = slotOf(one.rule);
      slots.set(slot, {
        of: one.rule,
        values: [],
        literals: [...(slots.get(slot)?.literals ?? []), one],
      });
      touched.add(slot);
    }
    for (const rule of also)
      if (!slots.has(slotOf(rule))) {
        slots.set(slotOf(rule), { of: rule, literals: [], values: [] });
        touched.add(slotOf(rule));
      }
    for (const slot of touched) {
      const { of, literals } = slots.get(slot) ?? {};
      if (!of || !literals) continue;
      const found = findValues(of.variable, literals, effort);
      if (found.kind !== "SOME") return found;
      slots.set(slot, { of, literals, values: found.values });
    }
    return new Space(slots);
  }

  facts(): Facts {
    const facts: Record<string, string | string[]> = {};
    // No prototype: "__proto__" is a name like any other.
    const params = Object.create(null) as Record<string, string>;
    for (const { of, values } of this.#slots.values()) {
      const [first] = values;
      if (first === undefined) continue;
      if (of.variable === "PARAM") params[of.name ?? ""] = first;
      else facts[of.variable] = isMany(of.variable) ? [...values] : first;
    }
    return Object.keys(params).length > 0 ? { ...facts, params } : facts;
  }
}

/**
 * Facts that meet every rule of `holding` and, of each list in `failing`, not every rule. Led by
 * what the last facts still met: one of its rules must fail, and each is tried in turn. What
 * `about` looks at has a value too, where every click has one.
 */
export function findFacts(
  holding: readonly Rule[],
  failing: readonly (readonly Rule[])[],
  effort: Effort,
  about: readonly Rule[] = [],
): Found {
  const search = (space: Space): Found => {
    if (!spend(effort, 1 + failing.length)) return unknown;
    const facts = space.facts();
    const met = failing.find((rules) => meets(rules, facts, effort));
    if (!met)
      return holdAll(holding, facts) && !failing.some((rules) => holdAll(rules, facts))
        ? { kind: "SOME", facts }
        : unknown;
    let proved = true;
    for (const [i, rule] of met.entries()) {
      if (!spend(effort, 10)) return unknown;
      const next = space.with(
        [...met.slice(0, i).map((before) => literal(before, true)), literal(rule, false)],
        effort,
      );
      const found = next instanceof Space ? search(next) : next;
      if (found.kind === "SOME") return found;
      if (found.kind === "UNKNOWN") proved = false;
    }
    return proved ? none : unknown;
  };
  if (!spend(effort, 20 + 2 * holding.length + failing.length)) return unknown;
  const start = new Space().with(
    holding.map((rule) => literal(rule, true)),
    effort,
    [...failing.flat(), ...about],
  );
  return start instanceof Space ? search(start) : start;
}

/**
 * Whether whatever meets the first rules meets the second ones too; false also where it could not
 * be found out.
 */
export const implies = (rules: readonly Rule[], others: readonly Rule[], effort: Effort): boolean =>
  findFacts(rules, [others], effort).kind === "NONE";
