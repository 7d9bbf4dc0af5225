/** Values of a rule while it is written. */
import type { RuleOperator } from "../../../gql/graphql.ts";

export const takesValues = (operator: RuleOperator): boolean =>
  operator !== "EXISTS" && operator !== "NOT_EXISTS";

/** Values as they are kept in text: commas separate, quotes keep together. */
export function valuesIn(text: string): string[] {
  const found = [...text.matchAll(/\s*"((?:[^"]|"")*)"|([^,]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"'),
  );
  return found.filter(Boolean);
}

/** Of some things no value has a comma: there one typed separates. */
export const valuesTyped = (mayHoldComma: boolean, text: string): string[] =>
  (mayHoldComma ? [text] : text.split(",")).map((value) => value.trim()).filter(Boolean);

/**
 * Those that were entered and the one that is being typed: a comma that separates has entered what
 * stood before it.
 */
export const valuesOf = ({
  values,
  typed,
}: {
  values: readonly string[];
  typed: string;
}): string[] => [...new Set([...values, ...valuesTyped(true, typed)])];
