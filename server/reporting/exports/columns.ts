/**
 * What a column of an exported table is: its name, what it says, and the SQL that gives its value.
 * Every format writes the same columns; how a value of each kind looks is the format's own.
 */
import type { Side } from "../../domain/sides.ts";

/** What PostgreSQL holds where a column's SQL is of that kind. */
export const sqlTypes = {
  /** What people or browsers wrote: anything. */
  TEXT: "text",
  /** Letters of our own making, which no format has to escape: ids, enums, codes. */
  WORD: "text",
  COUNT: "bigint",
  /** Millionths: of amounts, whose currency stands in a column of its own, and of ratios. */
  MONEY: "bigint",
  INSTANT: "timestamptz",
  DATE: "date",
  FLAG: "boolean",
} as const;
export type ColumnKind = keyof typeof sqlTypes;

export interface ExportColumn<F extends object = object> {
  name: string;
  words: string;
  kind: ColumnKind;
  sql: string;
  /** Whose alone it is: the other side's files do not have it. */
  only?: Side | null;
  /** Under which filter files have it; absent: always. */
  when?(filter: F | null): boolean;
}

/** A column of a table whose rows are read as the API shows them. */
export interface ViewColumn<V, F extends object = object> extends Omit<ExportColumn<F>, "sql"> {
  /** Of an amount its decimals. */
  of: (view: V) => string | number | boolean | Date | null;
}

const quotedName = (name: string): string => `"${name}"`;
/** Values of such rows come back into SQL as one JSON: amounts in decimals, the rest as it is. */
export const columnOfView = <V, F extends object>(column: ViewColumn<V, F>): ExportColumn<F> => ({
  name: column.name,
  words: column.words,
  kind: column.kind,
  only: column.only ?? null,
  ...(column.when ? { when: column.when } : {}),
  sql:
    column.kind === "MONEY"
      ? `(t.${quotedName(column.name)} * 1000000)::bigint`
      : `t.${quotedName(column.name)}`,
});
/** The rows' place in a statement; `?` is their JSON. */
export const fromViews = (columns: readonly ExportColumn[]): string => {
  const types = columns.map(
    ({ name, kind }) => `${quotedName(name)} ${kind === "MONEY" ? "numeric" : sqlTypes[kind]}`,
  );
  return `from jsonb_to_recordset(?::jsonb) as t(${types.join(", ")})`;
};
