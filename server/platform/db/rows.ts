/** Many rows of a table in one statement. */
import type pg from "pg";

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
