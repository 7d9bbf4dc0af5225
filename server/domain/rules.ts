/**
 * Rules of payout groups and restrictions: one variable, one operator, values. A rule is data; this
 * file reads it from input and evaluates it. Sources: "CPC V2 FAQs" (presence, absence, value),
 * "Set Payout Rules Using Payout Groups" (a comma means OR, quotes are literal).
 */
import { globOf, searchedMax } from "./glob.ts";
import { accept, refuse, type Result } from "./result.ts";
import {
  denies,
  isOfMeasure,
  isOfParts,
  isOfPresence,
  isOperator,
  operatorRecords,
  type RuleOperator,
} from "./rule-operators.ts";
import {
  foldOf,
  isHiddenFrom,
  isListVariable,
  isOfNumbers,
  isVariable,
  recordOf,
  type RuleVariable,
} from "./rule-variables.ts";
import type { Side } from "./sides.ts";
import { isCustomName, sharedIdParameter, subIdParameters } from "./tracking.ts";
import { commaFault } from "./values/amount.ts";
import { gateText, oneForm, partForm, quoted, shortened } from "./values/text.ts";

export interface Rule {
  variable: RuleVariable;
  /**
   * Name of the custom parameter for PARAM; names of the lists, as they were called when the rule
   * was saved, for lists.
   */
  name: string | null;
  operator: RuleOperator;
  /** Any of them holds. Empty for EXISTS and NOT_EXISTS; numbers as text. */
  values: string[];
}

/**
 * What was seen, per variable; missing, null and "" are all "not there". Several values where a
 * thing has several.
 */
export type Facts = Partial<Record<RuleVariable, string | readonly string[] | null>> & {
  params?: Readonly<Record<string, string>> | null;
  /** For whose trial these are: what that side may not see is not there. */
  triedBy?: Side;
};

export interface RuleDraft {
  variable: string;
  name?: string | null;
  operator: string;
  values: readonly string[];
}

const maxValues = 200;
const maxValueLength = 255;

/**
 * `US, CA` is two values; `"Ben, Jerry"` is one; `"` doubled inside quotes stands for itself. Null:
 * a quote is not closed.
 */
export function splitValues(text: string): string[] | null {
  const values: string[] = [];
  let at = 0;
  while (at <= text.length) {
    while (text[at] === " ") at += 1;
    let value = "";
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        if (at >= text.length) return null;
        if (text[at] === '"' && text[at + 1] === '"') {
          value += '"';
          at += 2;
        } else if (text[at] === '"') break;
        else value += text.charAt(at++);
      }
      at += 1;
      while (text[at] === " ") at += 1;
      if (at < text.length && text[at] !== ",") return null;
    } else {
      const end = text.indexOf(",", at);
      value = text.slice(at, end < 0 ? text.length : end).trim();
      at = end < 0 ? text.length : end;
    }
    if (value !== "") values.push(value);
    at += 1;
  }
  return values;
}

const isNumber = (text: string): boolean => /^-?\d{1,12}(\.\d{1,6})?$/.test(text);
/** A value as numbers are compared; null where it is none. */
export function ruleNumber(text: string): number | null {
  const met = numbersMet.get(text);
  // Stryker disable all: what and how much is remembered changes no answer
  if (met !== undefined) return met;
  if (numbersMet.size >= numbersMetMax) numbersMet.clear();
  // Stryker restore all
  const number = isNumber(text) ? Number(text) : null;
  // Stryker disable next-line all: what is found again is the same
  numbersMet.set(text, number);
  return number;
}
/** Hours and amounts come again and again. */
const numbersMet = new Map<string, number | null>();
const numbersMetMax = 10_000;
/**
 * A value as it is compared: people's texts in one form, without case where case does not count.
 */
export const compared = (folds: boolean, text: string): string =>
  folds ? oneForm(text).toLowerCase() : oneForm(text);
/** A number in one form, without zeros that say nothing; other texts as they are. */
export function numberForm(text: string): string {
  if (!isNumber(text)) return text;
  const [whole = "", part = ""] = text.split(".");
  const decimals = part.replace(/0+$/, "");
  const form = `${whole.replace(/^(-?)0+(?=\d)/, "$1")}${decimals === "" ? "" : `.${decimals}`}`;
  return form === "-0" ? "0" : form;
}
/** A value of a variable as it is compared with whole values. */
export const comparedWhole = (variable: RuleVariable, text: string): string =>
  isOfNumbers(variable) ? numberForm(oneForm(text)) : compared(foldOf(variable), text);
/** The same of what a rule names: a part of a text may begin or end with a space. */
export const comparedPart = (folds: boolean, text: string): string =>
  folds ? partForm(text).toLowerCase() : partForm(text);
/** The values of a rule as they are compared. */
export const comparedValues = ({ variable, operator, values }: Rule): string[] =>
  values.map((value) =>
    isOfParts(operator) ? comparedPart(foldOf(variable), value) : comparedWhole(variable, value),
  );

/** Rules hold as much as isNumber reads. */
const numberFault = (operator: RuleOperator, odd: string): string =>
  `${operator} needs numbers of at most 12 digits and 6 decimals, such as 49.90, ` +
  `not ${quoted(odd)}`;
function valueFault(operator: RuleOperator, values: readonly string[]): string | null {
  const [first = "", second = ""] = values;
  if (isOfPresence(operator))
    return values.length === 0 ? null : `${operator} takes no value: leave out ${quoted(first)}`;
  if (values.length === 0) return `${operator} needs at least one value`;
  if (values.length > maxValues)
    return `A rule has at most ${maxValues} values, and here are ${values.length}`;
  if (!isOfMeasure(operator)) return null;
  const [wanted, words] = operator === "BETWEEN" ? [2, "two numbers"] : [1, "one number"];
  if (values.length !== wanted)
    return (
      `${operator} needs ${words}, and here ` +
      `${values.length === 1 ? "is" : "are"} ${values.length}`
    );
  return operator === "BETWEEN" && Number(first) > Number(second)
    ? `BETWEEN needs the smaller number first, and ${first} is more than ${second}`
    : null;
}

/** Why no custom parameter can have the name; null where one can. */
export function paramFault(name: string): string | null {
  const own = ownParameters.get(name.toLowerCase());
  if (own)
    return (
      `${quoted(name)} is no custom parameter: what a link says there is its ` +
      `${recordOf(own).label}, so look at ${own}`
    );
  if (/^p\./i.test(name))
    return `Name the parameter without the "p." before it: ${shortened(name.slice(2))}`;
  return isCustomName(name)
    ? null
    : `${quoted(name)} is no name that a link's parameter can have: 1 to 64 letters, ` +
        "digits, dots, dashes and underscores";
}
const ownParameters: ReadonlyMap<string, RuleVariable> = new Map<string, RuleVariable>([
  [sharedIdParameter, "SHARED_ID"],
  [subIdParameters[0], "SUB_ID1"],
  [subIdParameters[1], "SUB_ID2"],
  [subIdParameters[2], "SUB_ID3"],
]);

/** The values of a draft in their forms, each comma that separates taken as one. */
function readValues(
  { variable, operator, values: given }: RuleDraft & Pick<Rule, "variable" | "operator">,
  path: string,
): Result<string[], "BAD_RULE" | "BAD_TEXT"> {
  const values: string[] = [];
  const isAmount = recordOf(variable).kind === "NUMBER" && recordOf(variable).choices === null;
  for (const [i, text] of given.entries()) {
    const at = `${path}.${i}`;
    // Two numbers are wanted there, so that a comma in one text can only separate them.
    const fault =
      isAmount && (operator !== "BETWEEN" || given.length > 1)
        ? commaFault(text.trim(), { inList: true })
        : null;
    if (fault !== null) return refuse("BAD_RULE", fault, at);
    const parts = splitValues(text);
    if (parts === null)
      return refuse("BAD_RULE", `In ${shortened(text, 60)} a quote is not closed`, at);
    // No number holds a comma: quotes keep nothing together there.
    const split = isAmount ? parts.flatMap((part) => part.split(",")) : parts;
    for (const value of split) {
      const gated = gateText("BAD_TEXT", "A value", value, { min: 0, max: maxValueLength }, at);
      if (!gated.ok) return gated;
      const form = isOfParts(operator) ? partForm(value) : gated.value;
      if (form !== "") values.push(form);
    }
  }
  return accept(values);
}

/** Where in a draft a value of its rule was given: "rule.values.3". */
export function placeOfValue(
  draft: RuleDraft & Pick<Rule, "variable" | "operator">,
  value: string,
  path: string,
): string {
  const i = draft.values.findIndex((text) => {
    const read = readValues({ ...draft, values: [text] }, path);
    return read.ok && read.value.includes(value);
  });
  return i < 0 ? `${path}.values` : `${path}.values.${i}`;
}

/** Reads a rule, or says what is wrong and where [D82]. */
export function parseRule(draft: RuleDraft, path: string): Result<Rule, "BAD_RULE" | "BAD_TEXT"> {
  const { variable, operator } = draft;
  if (!isVariable(variable))
    return refuse(
      "BAD_RULE",
      `${quoted(variable)} is no variable of click rules`,
      `${path}.variable`,
    );
  if (!isOperator(operator))
    return refuse("BAD_RULE", `${quoted(operator)} is no operator`, `${path}.operator`);
  const name = isListVariable(variable) ? null : oneForm(draft.name ?? "") || null;
  if ((variable === "PARAM") !== (name !== null))
    return refuse(
      "BAD_RULE",
      "PARAM, and nothing else, needs the parameter's name",
      `${path}.name`,
    );
  const badName = name === null ? null : paramFault(name);
  if (badName !== null) return refuse("BAD_RULE", badName, `${path}.name`);
  const read = readValues({ ...draft, variable, operator }, `${path}.values`);
  if (!read.ok) return read;
  const values = read.value;
  const fault = valueFault(operator, values);
  if (fault !== null) return refuse("BAD_RULE", fault, `${path}.values`);
  const odd = isOfMeasure(operator) ? values.find((value) => !isNumber(value)) : undefined;
  if (odd !== undefined)
    return refuse(
      "BAD_RULE",
      numberFault(operator, odd),
      placeOfValue({ ...draft, variable, operator }, odd, path),
    );
  return accept({
    variable,
    name,
    operator,
    values: operator === "BETWEEN" ? values : [...new Set(values)],
  });
}

/**
 * What a rule asks, in whichever order its values were written: two with one meaning hold alike.
 * The name of a list rule is what its lists are called; a draft has none yet.
 */
export const ruleMeaning = ({ variable, name, operator, values }: Rule): string =>
  JSON.stringify([variable, isListVariable(variable) ? null : name, operator, values.toSorted()]);

/** A custom parameter as a link says it; every object answers to a name such as "constructor". */
export const paramIn = ({ params }: Facts, name: string): string | null =>
  params && Object.hasOwn(params, name) ? (params[name] ?? null) : null;

/** What the facts say about a rule's variable; [] = not there. */
export function seenValues({ variable, name }: Rule, facts: Facts): readonly string[] {
  const seen = variable === "PARAM" ? paramIn(facts, name ?? "") : facts[variable];
  return (typeof seen === "string" ? [seen] : (seen ?? []))
    .map(oneForm)
    .filter((value) => value !== "");
}

/**
 * What a rule saw, for people: "not tried" where a trial may not look; of a list whether it holds,
 * since its ids say nothing. Where it is not the reader's to see, "a value"; of a rule that denies
 * and holds "not shown", since that there was one would say more than that it holds.
 */
export function seenText(
  rule: Rule,
  facts: Facts,
  isHidden: (variable: RuleVariable) => boolean,
): string {
  const seen = seenValues(rule, facts);
  if (seen.length === 0 && facts.triedBy && isHiddenFrom(facts.triedBy, rule.variable))
    return "not tried";
  if (isListVariable(rule.variable))
    return seen.some((id) => rule.values.includes(id)) ? "in it" : "not in it";
  const isKept = isHidden(rule.variable);
  const isDenied = denies(rule.operator) && !isOfPresence(rule.operator) && holds(rule, facts);
  if (isKept && isDenied && !facts.triedBy) return "not shown";
  if (seen.length === 0) return "n/a";
  if (isKept) return "a value";
  return seen.join(", ");
}

export function holdsFor(operator: RuleOperator, seen: string, values: readonly string[]): boolean {
  switch (operator) {
    case "IS":
    case "IN":
      return values.includes(seen);
    case "CONTAINS":
      return values.some((value) => seen.slice(0, searchedMax).includes(value));
    case "STARTS_WITH":
      return values.some((value) => seen.startsWith(value));
    case "ENDS_WITH":
      return values.some((value) => seen.endsWith(value));
    case "MATCHES":
      return values.some((value) => globOf(value).matches(seen));
    case "GT":
      return isNumber(seen) && Number(seen) > Number(values[0]);
    case "LT":
      return isNumber(seen) && Number(seen) < Number(values[0]);
    case "BETWEEN":
      // Terms saved before two equal bounds were kept have one of them.
      return (
        isNumber(seen) && Number(seen) >= Number(values[0]) && Number(seen) <= Number(values.at(-1))
      );
    default:
      throw new Error(`holdsFor: ${operator} is not about one value`);
  }
}

/** Of those that deny: what no value may be. */
const opposite: Partial<Record<RuleOperator, RuleOperator>> = {
  IS_NOT: "IS",
  NOT_IN: "IN",
  NOT_CONTAINS: "CONTAINS",
};

/** What is not there equals nothing: IS is false, IS_NOT is true, EXISTS is false [D75, D80]. */
export function holds(rule: Rule, facts: Facts): boolean {
  const seen = seenValues(rule, facts);
  if (rule.operator === "EXISTS") return seen.length > 0;
  if (rule.operator === "NOT_EXISTS") return seen.length === 0;
  const values = comparedValues(rule);
  const denied = opposite[rule.operator];
  const form = (value: string) =>
    isOfParts(rule.operator)
      ? compared(foldOf(rule.variable), value)
      : comparedWhole(rule.variable, value);
  const found = seen.some((value) => holdsFor(denied ?? rule.operator, form(value), values));
  return denied ? !found : found;
}

const searches = ["CONTAINS", "NOT_CONTAINS", "MATCHES"] as const satisfies RuleOperator[];
/**
 * How much these rules may have to search of one text: one for every 32 characters of each value
 * that is searched for.
 */
export const searchWork = (rules: readonly Pick<Rule, "operator" | "values">[]): number =>
  rules
    .filter(({ operator }) => (searches as readonly RuleOperator[]).includes(operator))
    .reduce(
      (work, { values }) => values.reduce((sum, { length }) => sum + Math.ceil(length / 32), work),
      0,
    );

/** All rules of a group or restriction must hold [D72, D76]. */
export const holdAll = (rules: readonly Rule[], facts: Facts): boolean =>
  rules.every((rule) => holds(rule, facts));

/** Of an older version's BETWEEN of two equal bounds one is there. */
function valuesText(operator: RuleOperator, values: readonly string[]): string {
  if (operator !== "BETWEEN") return values.join(" or ");
  const [from = "", to = from] = values;
  return `${from} and ${to}`;
}

/**
 * How a rule with this variable and operator reads, to be filled in: "the country is {values}",
 * “{name}” where it has one. A list, known by its name, has to hold what was bought.
 */
export function sentenceOf(variable: RuleVariable, operator: RuleOperator): string {
  const { phrase } = recordOf(variable);
  if (isListVariable(variable) && !isOfPresence(operator))
    return `${phrase} {name} ${denies(operator) ? "does not name it" : "names it"}`;
  return operatorRecords[operator].sentence.replace("{seen}", () => phrase);
}
/** The one sentence of a rule, whoever reads it: "the country is US or CA". */
export const ruleText = ({ variable, name, operator, values }: Rule): string =>
  sentenceOf(variable, operator).replace(/\{(name|values)\}/g, (_, slot) =>
    slot === "values" ? valuesText(operator, values) : (name ?? values.join(", ")),
  );
/** All must hold. */
export const rulesText = (rules: readonly Rule[]): string => rules.map(ruleText).join(" and ");
