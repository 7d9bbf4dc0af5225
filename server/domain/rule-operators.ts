/**
 * How rules compare: one record an operator. Parser, evaluation, linter, API, editor and every
 * sentence derive from it.
 */
export interface OperatorRecord {
  /** As a choice. */
  label: string;
  /** The rule as a sentence: `seen` is what is looked at, `values` what it is compared with. */
  sentence: string;
  /** For whoever uses the API. */
  description: string;
  /** All of a value, a part of it, it as a number, or whether there is one. */
  compares: "WHOLE" | "PART" | "NUMBER" | "PRESENCE";
  /** Holds where no value is such as the rule names: also where nothing is known. */
  denies: boolean;
}

const records = {
  IS: {
    label: "is",
    sentence: "{seen} is {values}",
    description: "Equals one of the values.",
    compares: "WHOLE",
    denies: false,
  },
  IS_NOT: {
    label: "is not",
    sentence: "{seen} is not {values}",
    description: "Equals none of the values; holds where nothing is known.",
    compares: "WHOLE",
    denies: true,
  },
  IN: {
    label: "is one of",
    sentence: "{seen} is one of {values}",
    description: "Is one of the values.",
    compares: "WHOLE",
    denies: false,
  },
  NOT_IN: {
    label: "is none of",
    sentence: "{seen} is none of {values}",
    description: "Is none of the values; holds where nothing is known.",
    compares: "WHOLE",
    denies: true,
  },
  CONTAINS: {
    label: "contains",
    sentence: "{seen} contains {values}",
    description: "Contains one of the values.",
    compares: "PART",
    denies: false,
  },
  NOT_CONTAINS: {
    label: "does not contain",
    sentence: "{seen} does not contain {values}",
    description: "Contains none of the values; holds where nothing is known.",
    compares: "PART",
    denies: true,
  },
  STARTS_WITH: {
    label: "starts with",
    sentence: "{seen} starts with {values}",
    description: "Starts with one of the values.",
    compares: "PART",
    denies: false,
  },
  ENDS_WITH: {
    label: "ends with",
    sentence: "{seen} ends with {values}",
    description: "Ends with one of the values.",
    compares: "PART",
    denies: false,
  },
  MATCHES: {
    label: "fits the pattern",
    sentence: "{seen} fits {values}",
    description: "Fits one of the patterns: * any characters, ? exactly one.",
    compares: "PART",
    denies: false,
  },
  EXISTS: {
    label: "is known",
    sentence: "{seen} is known",
    description: "Is there and not empty.",
    compares: "PRESENCE",
    denies: false,
  },
  NOT_EXISTS: {
    label: "is not known",
    sentence: "{seen} is not known",
    description: "Is missing or empty.",
    compares: "PRESENCE",
    denies: true,
  },
  GT: {
    label: "is more than",
    sentence: "{seen} is more than {values}",
    description: "Is greater than the number.",
    compares: "NUMBER",
    denies: false,
  },
  LT: {
    label: "is less than",
    sentence: "{seen} is less than {values}",
    description: "Is less than the number.",
    compares: "NUMBER",
    denies: false,
  },
  BETWEEN: {
    label: "is between",
    sentence: "{seen} is between {values}",
    description: "Lies between two numbers, both included.",
    compares: "NUMBER",
    denies: false,
  },
} as const satisfies Record<string, OperatorRecord>;
export type RuleOperator = keyof typeof records;
export const ruleOperators = Object.keys(records) as RuleOperator[];
export const isOperator = (text: string): text is RuleOperator => Object.hasOwn(records, text);
export const operatorRecords: Readonly<Record<RuleOperator, OperatorRecord>> = records;

const comparing = (...kinds: OperatorRecord["compares"][]): readonly RuleOperator[] =>
  ruleOperators.filter((operator) => kinds.includes(records[operator].compares));
/** What makes sense for values that are equal or not and nothing else. */
export const ofWholes = comparing("WHOLE", "PRESENCE");
/** For texts, of which a part may be meant. */
export const ofTexts = comparing("WHOLE", "PART", "PRESENCE");
export const ofNumbers = comparing("WHOLE", "NUMBER", "PRESENCE");
/** For lists, which hold a thing or do not. */
export const ofLists = comparing("WHOLE");

export const compares = (operator: RuleOperator): OperatorRecord["compares"] =>
  records[operator].compares;
/** Holds where no value is such as the rule names. */
export const denies = (operator: RuleOperator): boolean => records[operator].denies;
/** What is searched for may be any part of a value; these compare all of it. */
export const isOfWholes = (operator: RuleOperator): boolean => compares(operator) === "WHOLE";
export const isOfParts = (operator: RuleOperator): boolean => compares(operator) === "PART";
export const isOfPresence = (operator: RuleOperator): boolean => compares(operator) === "PRESENCE";
export const isOfMeasure = (operator: RuleOperator): boolean => compares(operator) === "NUMBER";
