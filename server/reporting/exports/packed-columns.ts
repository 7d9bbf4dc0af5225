/**
 * Columns of rows on their way to a thread: each as one text, which is copied at once and not value
 * by value. No text of PostgreSQL has the sign between them.
 */
const between = "\0";

export interface PackedColumn {
  text: string;
  /** 1 where a row has no value. */
  nulls: Uint8Array<ArrayBuffer>;
}
type Row = Readonly<Record<string, string | null>>;

export function packedColumn(name: string, rows: readonly Row[]): PackedColumn {
  const nulls = new Uint8Array(rows.length);
  const values = rows.map((row, at) => {
    const value = row[name] ?? null;
    if (value === null) nulls[at] = 1;
    return value ?? "";
  });
  return { text: values.join(between), nulls };
}
export const unpackedColumn = ({ text, nulls }: PackedColumn): (string | null)[] =>
  nulls.length === 0 ? [] : text.split(between).map((value, at) => (nulls[at] ? null : value));
