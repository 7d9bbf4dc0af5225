/**
 * Rules as a flat program over interned values: what pricing runs for every click. The plain walk in rules.ts is the oracle
 * and gives the explanation; a property test holds the two together. Fastest where thousands of versions take turns, since
 * one version is two small arrays of numbers and the words it knows are shared with all others.
 */
import { foldOf, matchesGlob, ruleNumber, type Facts, type Rule, type RuleOperator, type RuleVariable } from "./rules.ts";

/** A restriction's index as ~index · a group's rank · `defaultPayout`. */
export type Choice = number;
export const defaultPayout = 0x7fffffff;

interface Ruled {
  rules: readonly Rule[];
}

/** Numbers from 1 for the values that rules name. What no rule names is 0, which equals nothing. */
const words = new Map<string, number>();
const texts = new Map<string, number>();
let interned = 0;

const numberOf = (known: Map<string, number>, text: string): number => {
  const found = known.get(text);
  if (found !== undefined) return found;
  known.set(text, (interned += 1));
  return interned;
};
/** Words are met as they are written and in both cases, so that a fact is seldom folded first. */
function internWord(text: string): number {
  const folded = text.toLowerCase();
  const number = numberOf(words, folded);
  // "ß" in capitals is "SS", which folds to another word.
  for (const written of [text, text.toUpperCase()]) if (written.toLowerCase() === folded) words.set(written, number);
  return number;
}
/** A written form that folds to the same word as another one stands for it. */
const wordOf = (text: string): number => words.get(text) ?? words.get(text.toLowerCase()) ?? 0;
const textOf = (text: string): number => texts.get(text) ?? 0;

const equal = 0;
const exists = 1;
const contains = 2;
const starts = 3;
const ends = 4;
const matches = 5;
const above = 6;
const below = 7;
const between = 8;
const codes: Record<RuleOperator, { code: number; denies: boolean }> = {
  IS: { code: equal, denies: false },
  IN: { code: equal, denies: false },
  IS_NOT: { code: equal, denies: true },
  NOT_IN: { code: equal, denies: true },
  CONTAINS: { code: contains, denies: false },
  NOT_CONTAINS: { code: contains, denies: true },
  STARTS_WITH: { code: starts, denies: false },
  ENDS_WITH: { code: ends, denies: false },
  MATCHES: { code: matches, denies: false },
  EXISTS: { code: exists, denies: false },
  NOT_EXISTS: { code: exists, denies: true },
  GT: { code: above, denies: false },
  LT: { code: below, denies: false },
  BETWEEN: { code: between, denies: false },
};

const placeOf = <T>(list: T[], value: T): number => {
  const known = list.indexOf(value);
  return known >= 0 ? known : list.push(value) - 1;
};

/** One variable of a program: where its values come from, and whether case counts. */
interface Slot {
  variable: RuleVariable;
  name: string | null;
  folds: boolean;
}

/** Cells of a condition: operator, 1 where it denies, slot, first constant, number of constants. */
const stride = 5;
/** From so many groups on they are found by a value instead of walked. */
const indexedFrom = 12;

/**
 * What is known of one click while a program runs over it: read, folded and numbered at most once, when first asked for.
 * One for all, since nothing waits in between; a stamp says whether an entry is of this run.
 */
class Run {
  #stamp = 0;
  #slots: readonly Slot[] = [];
  #facts: Facts = {};
  readonly #readAt: number[] = [];
  readonly #numberedAt: number[] = [];
  readonly #values: (string | readonly string[] | null)[] = [];
  readonly #numbers: (number | readonly number[])[] = [];
  /** By condition: twice the stamp, odd where it holds. */
  readonly #known: number[] = [];

  start(slots: readonly Slot[], facts: Facts): this {
    this.#stamp += 1;
    this.#slots = slots;
    this.#facts = facts;
    return this;
  }

  /** What was found out about a condition; null when it was not tested yet. */
  known(condition: number): boolean | null {
    const known = (this.#known[condition] ?? 0) - this.#stamp * 2;
    return known < 0 ? null : known === 1;
  }
  learn(condition: number, holds: boolean): boolean {
    this.#known[condition] = this.#stamp * 2 + (holds ? 1 : 0);
    return holds;
  }

  /** One value, several, or null where there is none. */
  values(slot: number): string | readonly string[] | null {
    if (this.#readAt[slot] !== this.#stamp) {
      this.#readAt[slot] = this.#stamp;
      const of = this.#slots[slot];
      const seen = of?.variable === "PARAM" ? this.#facts.params?.[of.name ?? ""] : of && this.#facts[of.variable];
      if (typeof seen === "string" || seen == null) this.#values[slot] = seen || null;
      else this.#values[slot] = seen.filter((value) => value !== "");
    }
    return this.#values[slot] ?? null;
  }

  /** The numbers of the values; 0 for what no rule names. */
  numbers(slot: number): number | readonly number[] {
    if (this.#numberedAt[slot] !== this.#stamp) {
      this.#numberedAt[slot] = this.#stamp;
      const values = this.values(slot);
      const number = this.#slots[slot]?.folds ? wordOf : textOf;
      this.#numbers[slot] = values === null ? 0 : typeof values === "string" ? number(values) : values.map(number);
    }
    return this.#numbers[slot] ?? 0;
  }
}
const theRun = new Run();

export class RuleProgram {
  readonly #slots: Slot[] = [];
  readonly #conditions: Int32Array;
  /** Interned values of equality, indices into #texts or #numbers of the others. */
  readonly #constants: Int32Array;
  readonly #texts: string[] = [];
  readonly #numbers: number[] = [];
  /** Conditions of each set, cheapest first; set i is [#starts[i], #starts[i + 1]). */
  readonly #members: Int32Array;
  readonly #starts: Int32Array;
  readonly #restrictions: number;
  /** The variable by whose value most groups are found; -1: none is worth it. */
  readonly #anchor: number = -1;
  /** Ranks of the groups that ask the anchor for a value, by that value; and of those that do not ask it. */
  readonly #byAnchor = new Map<number, number[]>();
  readonly #unanchored: number[] = [];
  /** Whether a rule asks for the partner's first value, not only whether there is one. */
  readonly asksPartnerValue1: boolean;

  constructor(restrictions: readonly Ruled[], groups: readonly Ruled[]) {
    const conditions: number[] = [];
    const constants: number[] = [];
    const members: number[] = [];
    const starts: number[] = [0];
    const known = new Map<string, number>();
    const condition = (rule: Rule): number => {
      const slot = this.#slotOf(rule);
      const { code, denies } = codes[rule.operator];
      const values = this.#constantsOf(code, rule);
      const key = `${code} ${slot} ${denies} ${values.join(" ")}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const number = conditions.length / stride;
      conditions.push(code, denies ? 1 : 0, slot, constants.length, values.length);
      constants.push(...values);
      known.set(key, number);
      return number;
    };
    for (const { rules } of [...restrictions, ...groups]) {
      const own = [...new Set(rules.map(condition))];
      members.push(...own.toSorted((a, b) => (conditions[a * stride] ?? 0) - (conditions[b * stride] ?? 0)));
      starts.push(members.length);
    }
    this.#conditions = Int32Array.from(conditions);
    this.#constants = Int32Array.from(constants);
    this.#members = Int32Array.from(members);
    this.#starts = Int32Array.from(starts);
    this.#restrictions = restrictions.length;
    this.#anchor = this.#indexGroups(groups.length);
    this.asksPartnerValue1 = [...restrictions, ...groups].some(({ rules }) =>
      rules.some(({ variable, operator }) => variable === "PARTNER_VALUE1" && codes[operator].code !== exists),
    );
  }

  #slotOf({ variable, name }: Rule): number {
    const known = this.#slots.findIndex((slot) => slot.variable === variable && slot.name === name);
    return known >= 0 ? known : this.#slots.push({ variable, name, folds: foldOf(variable) }) - 1;
  }

  #constantsOf(code: number, { variable, values }: Rule): number[] {
    const folds = foldOf(variable);
    if (code === equal) return values.map((value) => (folds ? internWord(value) : numberOf(texts, value)));
    if (code === above || code === below || code === between) return values.map((value) => placeOf(this.#numbers, Number(value)));
    return values.map((value) => placeOf(this.#texts, folds ? value.toLowerCase() : value));
  }

  /** Few groups are walked; of many, the variable that most of them ask for a value leads to those that can apply. */
  #indexGroups(groups: number): number {
    if (groups < indexedFrom) return -1;
    const asked = this.#slots.map(() => 0);
    const anchorOf = (group: number, slot: number): number => {
      const set = this.#restrictions + group;
      for (let at = this.#starts[set] ?? 0; at < (this.#starts[set + 1] ?? 0); at += 1) {
        const cell = (this.#members[at] ?? 0) * stride;
        if (this.#conditions[cell] === equal && this.#conditions[cell + 1] === 0 && this.#conditions[cell + 2] === slot) return cell;
      }
      return -1;
    };
    for (let group = 0; group < groups; group += 1) for (const slot of asked.keys()) if (anchorOf(group, slot) >= 0) asked[slot] = (asked[slot] ?? 0) + 1;
    const anchor = asked.indexOf(Math.max(...asked, 0));
    if ((asked[anchor] ?? 0) * 2 < groups) return -1;
    for (let group = 0; group < groups; group += 1) {
      const cell = anchorOf(group, anchor);
      if (cell < 0) this.#unanchored.push(group);
      else
        for (let at = 0; at < (this.#conditions[cell + 4] ?? 0); at += 1) {
          const value = this.#constants[(this.#conditions[cell + 3] ?? 0) + at] ?? 0;
          const ranks = this.#byAnchor.get(value);
          if (ranks) ranks.push(group);
          else this.#byAnchor.set(value, [group]);
        }
    }
    return anchor;
  }

  /** The first restriction that applies, else the first group that does, else the default payout. */
  choose(facts: Facts): Choice {
    const run = theRun.start(this.#slots, facts);
    for (let set = 0; set < this.#restrictions; set += 1) if (this.#holds(set, run)) return ~set;
    return this.#anchor < 0 ? this.#firstOfAll(run) : this.#firstOfAnchored(run);
  }

  #firstOfAll(run: Run): Choice {
    const sets = this.#starts.length - 1;
    for (let set = this.#restrictions; set < sets; set += 1) if (this.#holds(set, run)) return set - this.#restrictions;
    return defaultPayout;
  }

  #firstOfAnchored(run: Run): Choice {
    const seen = run.numbers(this.#anchor);
    let first = this.#firstOf(this.#unanchored, run, defaultPayout);
    for (const value of typeof seen === "number" ? [seen] : seen) first = this.#firstOf(this.#byAnchor.get(value), run, first);
    return first;
  }

  #firstOf(ranks: readonly number[] | undefined, run: Run, before: Choice): Choice {
    if (ranks === undefined) return before;
    for (const rank of ranks) {
      if (rank >= before) return before;
      if (this.#holds(this.#restrictions + rank, run)) return rank;
    }
    return before;
  }

  #holds(set: number, run: Run): boolean {
    const end = this.#starts[set + 1] ?? 0;
    for (let at = this.#starts[set] ?? 0; at < end; at += 1) {
      const condition = this.#members[at] ?? 0;
      if (!(run.known(condition) ?? run.learn(condition, this.#test(condition * stride, run)))) return false;
    }
    return true;
  }

  #test(cell: number, run: Run): boolean {
    const code = this.#conditions[cell] ?? 0;
    const denies = this.#conditions[cell + 1] === 1;
    const slot = this.#conditions[cell + 2] ?? 0;
    const from = this.#conditions[cell + 3] ?? 0;
    const to = from + (this.#conditions[cell + 4] ?? 0);
    if (code === equal) {
      const seen = run.numbers(slot);
      return (typeof seen === "number" ? this.#names(seen, from, to) : seen.some((number) => this.#names(number, from, to))) !== denies;
    }
    const seen = run.values(slot);
    if (code === exists) return (typeof seen === "string" || (seen !== null && seen.length > 0)) !== denies;
    if (seen === null) return denies;
    const folds = this.#slots[slot]?.folds ?? false;
    const found = (value: string): boolean => this.#compares(code, folds ? value.toLowerCase() : value, from, to);
    return (typeof seen === "string" ? found(seen) : seen.some(found)) !== denies;
  }

  #names(seen: number, from: number, to: number): boolean {
    for (let at = from; at < to; at += 1) if (this.#constants[at] === seen) return true;
    return false;
  }

  #compares(code: number, seen: string, from: number, to: number): boolean {
    if (code >= above) {
      const number = ruleNumber(seen);
      if (number === null) return false;
      const [low, high] = [this.#numbers[this.#constants[from] ?? 0] ?? NaN, this.#numbers[this.#constants[to - 1] ?? 0] ?? NaN];
      return code === above ? number > low : code === below ? number < low : number >= low && number <= high;
    }
    for (let at = from; at < to; at += 1) {
      const text = this.#texts[this.#constants[at] ?? 0] ?? "";
      if (code === contains ? seen.includes(text) : code === starts ? seen.startsWith(text) : code === ends ? seen.endsWith(text) : matchesGlob(text, seen)) return true;
    }
    return false;
  }
}
