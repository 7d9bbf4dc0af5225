/**
 * Rules as a flat program over interned values: what pricing runs for every click. The plain walk
 * in rule-choice.ts is the oracle and gives the explanation; a property test holds the two
 * together. Fastest where thousands of versions take turns, since one version is two small arrays
 * of numbers and the words it knows are shared with all others.
 */
import { Glob, searchedMax } from "./glob.ts";
import { compared, comparedValues, ruleNumber, type Facts, type Rule } from "./rules.ts";
import { foldOf, isOfNumbers } from "./rule-variables.ts";
import type { RuleOperator } from "./rule-operators.ts";
import { type Choice, defaultPayout } from "./rule-choice.ts";
import { texts, numberOf, internWord } from "./interned-words.ts";
import { type Slot, numberedBy, readOf, type Run, theRun } from "./rule-run.ts";

interface Ruled {
  rules: readonly Rule[];
}

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

/** Cells of a condition: operator, 1 where it denies, slot, first constant, number of constants. */
const stride = 5;
/** Stands for a row of the index. */
const manySeen = -1;
/** Sets of rules that an Int32 has a bit for. */
const bitsOfWord = 32;

export class RuleProgram {
  readonly #slots: Slot[] = [];
  readonly #conditions: Int32Array;
  /** Interned values of equality, indices into #texts or #numbers of the others. */
  readonly #constants: Int32Array;
  readonly #texts: string[] = [];
  readonly #numbers: number[] = [];
  readonly #globs: Glob[] = [];
  /** Conditions of each set, those about equality first; set i is [#starts[i], #starts[i + 1]). */
  readonly #members: Int32Array;
  readonly #starts: Int32Array;
  /**
   * Where the conditions of each set begin that are not about equality: what the index has not
   * decided.
   */
  readonly #rests: Int32Array;
  readonly #restrictions: number;
  /**
   * First the bits of all sets; then a part for each slot that is asked for equality: slot, a mask
   * of places, in each place a value with where in the part its row begins, and the rows: the sets
   * that any other value (or none) leaves possible, and those that each of the values does.
   */
  readonly #index: Int32Array;
  /** Where the part of each slot begins. */
  readonly #parts: Int32Array;
  readonly #words: number;
  /** Whether a rule asks for the partner's first value, not only whether there is one. */
  readonly asksPartnerValue1: boolean;

  constructor(restrictions: readonly Ruled[], groups: readonly Ruled[]) {
    const conditions: number[] = [];
    const constants: number[] = [];
    const members: number[] = [];
    const starts: number[] = [0];
    const rests: number[] = [];
    const known = new Map<string, number>();
    const condition = (rule: Rule): number => {
      const slot = this.#slotOf(rule);
      const { code, denies } = codes[rule.operator];
      const key = JSON.stringify([code, denies, slot, rule.values]);
      const found = known.get(key);
      if (found !== undefined) return found;
      const values = this.#constantsOf(code, rule);
      const number = conditions.length / stride;
      conditions.push(code, denies ? 1 : 0, slot, constants.length, values.length);
      constants.push(...values);
      known.set(key, number);
      return number;
    };
    for (const { rules } of [...restrictions, ...groups]) {
      const own = [...new Set(rules.map(condition))];
      const [byEquality, others] = [
        own.filter((each) => conditions[each * stride] === equal),
        own.filter((each) => conditions[each * stride] !== equal),
      ];
      rests.push(members.push(...byEquality));
      starts.push(members.push(...others));
    }
    this.#conditions = Int32Array.from(conditions);
    this.#constants = Int32Array.from(constants);
    this.#members = Int32Array.from(members);
    this.#starts = Int32Array.from(starts);
    this.#rests = Int32Array.from(rests);
    this.#restrictions = restrictions.length;
    this.#words = Math.ceil(rests.length / bitsOfWord);
    const index = [...this.#bitsWhere(() => true)];
    const parts: number[] = [];
    for (const slot of this.#slots.keys()) {
      const part = this.#indexOf(slot);
      if (part.length === 0) continue;
      parts.push(index.length);
      for (const cell of part) index.push(cell);
    }
    this.#index = Int32Array.from(index);
    this.#parts = Int32Array.from(parts);
    this.asksPartnerValue1 = [...restrictions, ...groups].some(({ rules }) =>
      rules.some(
        ({ variable, operator }) =>
          variable === "PARTNER_VALUE1" && codes[operator].code !== exists,
      ),
    );
  }

  #slotOf({ variable, name }: Rule): number {
    const param = variable === "PARAM" ? name : null;
    const known = this.#slots.findIndex(
      (slot) => slot.variable === variable && slot.param === param,
    );
    return known >= 0
      ? known
      : this.#slots.push({
          variable,
          param,
          folds: foldOf(variable),
          isOfNumbers: isOfNumbers(variable),
        }) - 1;
  }

  #constantsOf(code: number, rule: Rule): number[] {
    const values = comparedValues(rule);
    if (code === equal)
      return values.map((value) =>
        foldOf(rule.variable) ? internWord(value) : numberOf(texts, value),
      );
    if (code === above || code === below || code === between)
      return values.map((value) => this.#numbers.push(Number(value)) - 1);
    if (code === matches) return values.map((value) => this.#globs.push(new Glob(value)) - 1);
    return values.map((value) => this.#texts.push(value) - 1);
  }

  #bitsWhere(possible: (set: number) => boolean): Int32Array {
    const bits = new Int32Array(this.#words);
    for (let set = 0; set < this.#rests.length; set += 1) {
      const word = Math.floor(set / bitsOfWord);
      if (possible(set)) bits[word] = (bits[word] ?? 0) | (1 << (set % bitsOfWord));
    }
    return bits;
  }

  /** The part of the index that is about one slot; nothing where no rule asks it for equality. */
  #indexOf(slot: number): number[] {
    const asked = (condition: number): boolean =>
      this.#conditions[condition * stride] === equal &&
      this.#conditions[condition * stride + 2] === slot;
    const all = [...this.#members].filter(asked);
    if (all.length === 0) return [];
    const values = [
      ...new Set(all.flatMap((condition) => [...this.#valuesOf(condition)])),
    ].toSorted((a, b) => a - b);
    const possible = (value: number) => (set: number) =>
      [...this.#members.subarray(this.#starts[set], this.#starts[set + 1])]
        .filter(asked)
        .every(
          (condition) =>
            this.#valuesOf(condition).includes(value) !==
            (this.#conditions[condition * stride + 1] === 1),
        );
    // Half of the places at least stay empty.
    const places = 2 ** Math.ceil(Math.log2(values.length * 2));
    const rows = 2 + places * 2;
    const table = Array.from({ length: places }, () => [0, rows]);
    for (const [i, value] of values.entries()) {
      let place = value % places;
      while (table[place]?.[0] !== 0) place = (place + 1) % places;
      table[place] = [value, rows + (i + 1) * this.#words];
    }
    return [
      slot,
      places - 1,
      ...table.flat(),
      ...[0, ...values].flatMap((value) => [...this.#bitsWhere(possible(value))]),
    ];
  }

  #valuesOf(condition: number): Int32Array {
    const from = this.#conditions[condition * stride + 3] ?? 0;
    return this.#constants.subarray(from, from + (this.#conditions[condition * stride + 4] ?? 0));
  }

  /**
   * The first restriction that applies, else the first group that does, else the default payout.
   */
  choose(facts: Facts): Choice {
    const run = theRun.start(this.#slots, facts);
    for (let word = 0; word < this.#words; word += 1) {
      let bits = this.#index[word] ?? 0;
      let first = this.#rests;
      for (let part = 0; bits !== 0 && part < this.#parts.length; part += 1) {
        // Only the words after the first look at a part again.
        const row =
          this.#words === 1
            ? this.#rowOf(part, facts)
            : (run.row(part) ?? run.learnRow(part, this.#rowOf(part, facts)));
        if (row === manySeen) first = this.#starts;
        else bits &= this.#index[row + word] ?? 0;
      }
      for (; bits !== 0; bits &= bits - 1) {
        const set = word * bitsOfWord + bitsOfWord - 1 - Math.clz32(bits & -bits);
        if (this.#holds(first[set] ?? 0, this.#starts[set + 1] ?? 0, run))
          return set < this.#restrictions ? ~set : set - this.#restrictions;
      }
    }
    return defaultPayout;
  }

  /**
   * Where the index tells which sets the one value leaves possible; several are looked at condition
   * by condition.
   */
  #rowOf(part: number, facts: Facts): number {
    const index = this.#index;
    const at = this.#parts[part] ?? 0;
    const slot = this.#slots[index[at] ?? 0] as Slot;
    const seen = readOf(slot, facts);
    if (typeof seen === "object" && seen !== null) return manySeen;
    const number = !seen ? 0 : numberedBy(slot)(seen);
    const mask = index[at + 1] ?? 0;
    for (let place = number & mask; ; place = (place + 1) & mask) {
      const cell = at + 2 + place * 2;
      // An empty place ends the search: there is always one, and 0 is no rule's value.
      if (index[cell] === number || index[cell] === 0) return at + (index[cell + 1] ?? 0);
    }
  }

  #holds(from: number, to: number, run: Run): boolean {
    for (let at = from; at < to; at += 1)
      if (!this.#test((this.#members[at] ?? 0) * stride, run)) return false;
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
      return (
        (typeof seen === "number"
          ? this.#names(seen, from, to)
          : seen.some((number) => this.#names(number, from, to))) !== denies
      );
    }
    const seen = run.values(slot);
    if (code === exists) return (seen !== null && seen.length > 0) !== denies;
    if (seen === null) return denies;
    if (code >= above)
      return (
        (typeof seen === "string"
          ? this.#measures(code, run.measure(slot, seen), from, to)
          : seen.some((value) => this.#measures(code, ruleNumber(value), from, to))) !== denies
      );
    const { folds } = this.#slots[slot] as Slot;
    if (typeof seen === "string")
      return this.#compares(code, compared(folds, seen), from, to) !== denies;
    return seen.some((value) => this.#compares(code, compared(folds, value), from, to)) !== denies;
  }

  #names(seen: number, from: number, to: number): boolean {
    for (let at = from; at < to; at += 1) if (this.#constants[at] === seen) return true;
    return false;
  }

  #measures(code: number, seen: number | null, from: number, to: number): boolean {
    if (seen === null) return false;
    const [low, high] = [
      this.#numbers[this.#constants[from] ?? 0] ?? NaN,
      this.#numbers[this.#constants[to - 1] ?? 0] ?? NaN,
    ];
    if (code === above) return seen > low;
    if (code === below) return seen < low;
    return seen >= low && seen <= high;
  }

  #compares(code: number, seen: string, from: number, to: number): boolean {
    const searched = seen.length > searchedMax ? seen.slice(0, searchedMax) : seen;
    for (let at = from; at < to; at += 1) {
      const constant = this.#constants[at] ?? 0;
      if (code === matches) {
        if (this.#globs[constant]?.matches(seen)) return true;
        continue;
      }
      const text = this.#texts[constant] as string;
      const isMet =
        (code === contains && searched.includes(text)) ||
        (code === starts && seen.startsWith(text)) ||
        (code === ends && seen.endsWith(text));
      if (isMet) return true;
    }
    return false;
  }
}
