import type { TermsInput } from "../../../gql/graphql.ts";

/** Clauses that are one number for the whole of the terms, with the bounds of their fields. */
export const numberClauses = {
  trialDays: { min: 0, max: 90 },
  referralWindowDays: { min: 1, max: 365 },
  noticeDays: { min: 0, max: 365 },
  maxReturnPercent: { min: 0, max: 100 },
} as const satisfies Partial<Record<keyof TermsInput, { min: number; max: number }>>;

type NumberField = keyof typeof numberClauses;
export const numberFields = Object.keys(numberClauses) as NumberField[];
/** As they are typed; "" = the account's rule, of a trial none. */
export type NumberTexts = Record<NumberField, string>;
export const numberTexts = (of: (field: NumberField) => string): NumberTexts =>
  Object.fromEntries(numberFields.map((field) => [field, of(field)])) as NumberTexts;
export const numbersTyped = (
  texts: NumberTexts,
  read: (text: string) => number | null,
): Record<NumberField, number | null> =>
  Object.fromEntries(numberFields.map((field) => [field, read(texts[field])])) as Record<
    NumberField,
    number | null
  >;
