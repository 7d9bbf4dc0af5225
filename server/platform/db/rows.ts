/** Many rows of a table in one statement. */
import type pg from "pg";
import { pgArray } from "./array.ts";
import { copyBoolean, copyLines, copyText } from "./copy.ts";

/** As SQL populates a record set from; amounts are texts. */
export const rowsJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );

/** Each row by the names of its columns; `onConflict` is SQL. */
export async function insertRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: readonly object[],
  onConflict = "",
): Promise<void> {
  if (rows.length === 0) return;
  const list = columns.join(", ");
  await client.query(
    `insert into ${table} (${list})
      select ${list}
      from jsonb_populate_recordset(null::${table}, $1::jsonb) ${onConflict}`,
    [rowsJson(rows)],
  );
}

/** What a column of a row to write may hold; objects become JSON. */
export type Column = string | number | bigint | boolean | null | object;
export type RowOf<C extends string> = Record<C, Column>;

const textOf = (value: NonNullable<Column>): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);
const textOrNull = (value: Column): string | null => (value === null ? null : textOf(value));
const copyColumn = (value: Column): string =>
  typeof value === "boolean" ? copyBoolean(value) : copyText(textOrNull(value));

/** Rows that are new: several times as fast as insertRows(), and throws on a key that is there. */
export async function copyRows<C extends string>(
  client: pg.ClientBase,
  table: string,
  columns: readonly C[],
  rows: readonly RowOf<C>[],
): Promise<void> {
  const lines = Iterator.from(rows).map((row) =>
    columns.map((column) => copyColumn(row[column])).join("\t"),
  );
  await copyLines(client, `${table} (${columns.join(", ")})`, lines);
}

/** Columns by their SQL types. */
export type TypedColumns = Readonly<Record<string, string>>;
/**
 * Rows that are there, by their key, each once: a column of all rows is one array, which is read
 * several times as fast as rows of JSON. Throws where one is not there.
 */
export async function updateRows<T extends TypedColumns>(
  client: pg.ClientBase,
  table: string,
  { key, columns }: { key: TypedColumns; columns: T },
  rows: readonly RowOf<string & keyof T>[],
): Promise<void> {
  if (rows.length === 0) return;
  const all = Object.entries({ ...key, ...columns });
  // As texts, whose lengths nobody guesses: else the whole table is read for a part of it.
  const arrays = all.map(([, type], n) => `$${n + 1}::text::${type}[]`).join(", ");
  const names = all.map(([name]) => name).join(", ");
  const sets = Object.keys(columns).map((name) => `${name} = w.${name}`);
  const keys = Object.keys(key).map((name) => `t.${name} = w.${name}`);
  const { rowCount } = await client.query(
    `update ${table} t
      set ${sets.join(", ")}
      from unnest(${arrays}) w (${names})
      where ${keys.join(" and ")}`,
    all.map(([name]) =>
      pgArray(rows.map((row) => textOrNull((row as Record<string, Column>)[name] ?? null))),
    ),
  );
  if (rowCount !== rows.length)
    throw new Error(`updateRows: ${rowCount} of ${rows.length} rows of ${table}`);
}
