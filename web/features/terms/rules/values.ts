/** Values of a rule while it is written. */
import type { RuleOperator, RuleVariable } from "../../../gql/graphql.ts";

export const takesValues = (operator: RuleOperator): boolean =>
  operator !== "EXISTS" && operator !== "NOT_EXISTS";

/** Values as they are kept in text: commas separate, quotes keep together. */
export function valuesIn(text: string): string[] {
  const found = [...text.matchAll(/\s*"((?:[^"]|"")*)"|([^,]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"'),
  );
  return found.filter(Boolean);
}

const withCommas: readonly RuleVariable[] = [
  ...([
    "REGION",
    "CITY",
    "SHARED_ID",
    "SUB_ID1",
    "SUB_ID2",
    "SUB_ID3",
    "REFERRER_URL",
    "LANDING_PAGE",
  ] as const),
  ...([
    "PARTNER_VALUE1",
    "PARTNER_VALUE2",
    "PARTNER_VALUE3",
    "PARAM",
    "ITEM_CATEGORY",
    "CUSTOMER_REGION",
    "CUSTOMER_CITY",
  ] as const),
];
/** Of some things no value has a comma: there one typed separates. */
export const mayHoldComma = (variable: RuleVariable): boolean => withCommas.includes(variable);

export const valuesTyped = (variable: RuleVariable, text: string): string[] =>
  (mayHoldComma(variable) ? [text] : text.split(",")).map((value) => value.trim()).filter(Boolean);

/** Those that were entered and the one that is being typed. */
export const valuesOf = ({
  variable,
  values,
  typed,
}: {
  variable: RuleVariable;
  values: readonly string[];
  typed: string;
}): string[] => [...new Set([...values, ...valuesTyped(variable, typed)])];

/** Things that are chosen from a list, so that a part of a name is enough to mean one. */
const listed: readonly RuleVariable[] = [
  ...([
    "AD",
    "AD_PROGRAM",
    "LINK",
    "PARTNER_GROUP",
    "MEDIA_PROPERTY",
    "COUNTRY",
    "DEVICE",
    "TRAFFIC_SOURCE",
    "WEEKDAY",
  ] as const),
  ...(["ITEM_SKU_LIST", "ITEM_CATEGORY_LIST", "PROMO_CODE_LIST"] as const),
];
export const isListed = (variable: RuleVariable): boolean => listed.includes(variable);
