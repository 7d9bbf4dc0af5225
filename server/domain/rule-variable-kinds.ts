/** What a rule variable's record says, and the parts that several of them share. */
import { conversionKinds, type ConversionKind } from "./event-kinds.ts";
import { choiceGate, countryGate, type Gate, type PartGate } from "./rule-gates.ts";
import { ofLists, ofTexts, ofWholes, ruleOperators, type RuleOperator } from "./rule-operators.ts";
import type { FactRow, ListKind, SaleFactRow, SaleTrait } from "./rule-rows.ts";
import type { Side } from "./sides.ts";

/** CHOICE: one of a closed list · CODE: of a standard · ID: of something with a name. */
export const valueKinds = ["CHOICE", "CODE", "ID", "NUMBER", "TEXT"] as const;
export type ValueKind = (typeof valueKinds)[number];

/** What an id or a code stands for, as sentences of the linter call it. */
export const thingWords = {
  AD: "ad",
  PROGRAM: "program",
  LINK: "tracking link",
  PARTNER_GROUP: "partner group",
  MEDIA_PROPERTY: "media property",
  LIST: "list",
  COUNTRY: "country",
} as const;
export type Thing = keyof typeof thingWords;

type Seen = string | readonly string[] | null;
/** null, "" and [] are all "not there". Weekday and hour are those of `zone`. */
type OfClick = (row: FactRow, zone: string) => Seen;
type OfSale = (row: SaleFactRow) => Seen;

export interface VariableRecord {
  /** As a choice: "Country". */
  label: string;
  /** In a sentence: "the country". */
  phrase: string;
  /** For whoever uses the API; one sentence. */
  description: string;
  /** For whoever types values; null where the choices or names say it. */
  hint: string | null;
  kind: ValueKind;
  /** All values there are; every click has one of them. Likely ones first. */
  choices: readonly string[] | null;
  /** What the values are called: names of what has an id, of countries. */
  names: Thing | null;
  /** Of lists: what their items are. Such a rule holds where the list names what was bought. */
  list: ListKind | null;
  /** Those that make sense; others are refused when terms are saved. */
  operators: readonly RuleOperator[];
  /** Whether an event may have several values. */
  many: boolean;
  /** Whether values are compared without case: codes and hosts are, ids that people set are not. */
  folds: boolean;
  /** Whether a typed comma is part of the value, or a fault of it; else it separates values. */
  commas: boolean;
  /**
   * What a side may not see, no rule that it tries may test: from groups, counts and amounts the
   * value could be read letter by letter.
   */
  seenBy: Side | "BOTH";
  /** What a whole value must be; null: anything. */
  gate: Gate | null;
  /** What a part of a value must be to stand in one; null: anything. */
  partGate: PartGate | null;
  /** What a value must look like for the linter to make one up; null: anything. */
  shape: RegExp | null;
  /** Tried by the linter before anything is made up, so that an example reads like a click. */
  likely: readonly string[];
  /** Where no place is known "is not" holds: the linter asks whether that is meant [D80]. */
  place: string | null;
  /** Whether an event that never happened has it all the same: of its program, partner, instant. */
  untold: boolean;
  /** Column of a report that names it. */
  trait: SaleTrait | null;
  /** Of which conversions it is, where it is of any. */
  conversions: readonly ConversionKind[];
  /** How a click gives it; null: no click does. */
  ofClick: OfClick | null;
  /** How a sale or lead gives it; null: none does. */
  ofSale: OfSale | null;
}

/** What is said once for most: a text that both see and one event has one of. */
export const plain = {
  hint: null,
  kind: "TEXT",
  choices: null,
  names: null,
  list: null,
  operators: ofTexts,
  many: false,
  folds: false,
  commas: false,
  seenBy: "BOTH",
  gate: null,
  partGate: null,
  shape: null,
  likely: [],
  place: null,
  untold: false,
  trait: null,
  conversions: conversionKinds,
} as const satisfies Partial<VariableRecord>;
/** Words and codes that machines write: case says nothing. */
export const word = { ...plain, folds: true } as const;
/** What people put anything into, numbers too. */
export const free = { ...plain, operators: ruleOperators, commas: true } as const;
export const choice = (choices: readonly string[]) =>
  ({
    ...word,
    kind: "CHOICE",
    choices,
    operators: ofWholes,
    gate: choiceGate(choices),
    ofSale: null,
  }) as const;
export const idOf = (names: Thing) =>
  ({ ...plain, kind: "ID", names, operators: ofWholes }) as const;
export const country = {
  ...word,
  kind: "CODE",
  names: "COUNTRY",
  operators: ofWholes,
  gate: countryGate,
  shape: /^[a-z]{2}$/i,
  likely: ["US", "CA", "GB", "DE", "FR", "MX", "JP"],
  place: "country",
} as const;
const ordinals = ["first", "second", "third"] as const;
export const subId = (at: 0 | 1 | 2) =>
  ({
    ...free,
    label: `Sub ID ${at + 1}`,
    phrase: `Sub ID ${at + 1}`,
    description: `The partner's ${ordinals[at]} sub id; with case.`,
    seenBy: "PARTNER",
    ofClick: ({ subIds }: FactRow) => subIds[at] ?? null,
    ofSale: null,
  }) as const;
export const partnerValue = (at: 0 | 1 | 2, more = "") =>
  ({
    ...free,
    label: `Partner value ${at + 1}`,
    phrase: `the partner’s value ${at + 1}`,
    description: `The ${ordinals[at]} value that the brand gave the partner.${more}`,
    seenBy: "BRAND",
    untold: true,
    ofClick: ({ partnerValues }: FactRow) => partnerValues[at] ?? null,
    ofSale: ({ partnerValues }: SaleFactRow) => partnerValues[at] ?? null,
  }) as const;
/** What a column of a report names; Amazon's own rows name neither product nor customer. */
export const told = (trait: SaleTrait) =>
  ({
    trait,
    ofClick: null,
    ofSale: ({ traits }: SaleFactRow) => traits?.[trait] ?? null,
  }) as const;
export const listOf = (list: ListKind) =>
  ({
    ...plain,
    kind: "ID",
    names: "LIST",
    list,
    operators: ofLists,
    many: true,
    seenBy: "BRAND",
    ofClick: null,
    ofSale: ({ lists }: SaleFactRow) => lists[list] ?? null,
  }) as const;
