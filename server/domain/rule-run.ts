/** What is known of one click while compiled rules run over it. */
import { paramIn, ruleNumber, type Facts } from "./rules.ts";
import type { RuleVariable } from "./rule-variables.ts";
import { oneForm } from "./values/text.ts";
import { wordOf, textOf, numberOfNumber } from "./interned-words.ts";

/** One variable of a program: where its values come from, and whether case counts. */
export interface Slot {
  variable: RuleVariable;
  /** The name of the custom parameter; null for all other variables. */
  param: string | null;
  folds: boolean;
  /** Values are numbers, which are equal whatever zeros are written. */
  isOfNumbers: boolean;
}
export const numberedBy = ({ folds, isOfNumbers: byNumber }: Slot): ((text: string) => number) => {
  if (folds) return wordOf;
  if (byNumber) return numberOfNumber;
  return textOf;
};

export const readOf = ({ variable, param }: Slot, facts: Facts) =>
  param === null ? facts[variable] : paramIn(facts, param);
/**
 * What is known of one click while a program runs over it: read, folded and numbered at most once
 * besides the index, when first asked for. One for all, since nothing waits in between; a stamp
 * says whether an entry is of this run.
 */
export class Run {
  // Stryker disable ArrayDeclaration: whatever they start with has no stamp of a run
  #stamp = 0;
  #slots: readonly Slot[] = [];
  #facts: Facts = {};
  readonly #readAt: number[] = [];
  readonly #numberedAt: number[] = [];
  readonly #values: (string | readonly string[] | null)[] = [];
  readonly #numbers: (number | readonly number[])[] = [];
  readonly #rowAt: number[] = [];
  readonly #rows: number[] = [];
  readonly #measuredAt: number[] = [];
  readonly #measures: (number | null)[] = [];
  // Stryker restore ArrayDeclaration

  start(slots: readonly Slot[], facts: Facts): this {
    this.#stamp += 1;
    this.#slots = slots;
    this.#facts = facts;
    return this;
  }

  /** One value, several, or null where there is none. */
  values(slot: number): string | readonly string[] | null {
    if (this.#readAt[slot] !== this.#stamp) {
      this.#readAt[slot] = this.#stamp;
      const seen = readOf(this.#slots[slot] as Slot, this.#facts);
      if (typeof seen === "string" || seen == null)
        this.#values[slot] = (seen && oneForm(seen)) || null;
      else this.#values[slot] = seen.map(oneForm).filter((value) => value !== "");
    }
    return this.#values[slot] ?? null;
  }

  /** The numbers of the values; 0 for what no rule names. */
  numbers(slot: number): number | readonly number[] {
    // Stryker disable next-line ConditionalExpression: what is numbered again has the same numbers
    if (this.#numberedAt[slot] !== this.#stamp) {
      this.#numberedAt[slot] = this.#stamp;
      const values = this.values(slot);
      const number = numberedBy(this.#slots[slot] as Slot);
      if (values === null) this.#numbers[slot] = 0;
      else this.#numbers[slot] = typeof values === "string" ? number(values) : values.map(number);
    }
    return this.#numbers[slot] ?? 0;
  }

  /** What was found out about a part of the index; undefined when it was not looked at yet. */
  row(part: number): number | undefined {
    return this.#rowAt[part] === this.#stamp ? this.#rows[part] : undefined;
  }
  learnRow(part: number, row: number): number {
    this.#rowAt[part] = this.#stamp;
    return (this.#rows[part] = row);
  }

  /** A single value as numbers are compared. */
  measure(slot: number, value: string): number | null {
    // Stryker disable next-line ConditionalExpression: what is measured again has the same measure
    if (this.#measuredAt[slot] !== this.#stamp) {
      this.#measuredAt[slot] = this.#stamp;
      this.#measures[slot] = ruleNumber(value);
    }
    return this.#measures[slot] ?? null;
  }
}
export const theRun = new Run();
