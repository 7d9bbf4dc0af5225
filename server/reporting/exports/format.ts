/**
 * What a format is: PostgreSQL makes the text of every value, so that millions of rows are read
 * without an object each; the writer puts it into the file's form.
 */
import type { ExportColumn } from "./columns.ts";

/** What a file says of itself: a line each. */
export type About = readonly (readonly [name: string, value: string])[];

/** Rows as PostgreSQL gives them. */
export type Batch = readonly Readonly<Record<string, string | null>>[];
/** Makes one file; every method gives the bytes that are ready by then. */
export interface Writer {
  begin(): Uint8Array;
  rows(batch: Batch): Uint8Array | Promise<Uint8Array>;
  end(): Uint8Array | Promise<Uint8Array>;
  /** Called at last, also where the file is given up. */
  close?(): Promise<void>;
}
export interface Format {
  words: string;
  extension: string;
  mediaType: string;
  /** The select list: what stands in a batch's records. */
  select(columns: readonly ExportColumn[]): string;
  /** `about`: null where it was not wanted. */
  write(columns: readonly ExportColumn[], about: About | null): Writer;
}

export const nothing = new Uint8Array();
/** Of formats whose rows are one text each: `row`. */
export const textOf = (batch: Batch): Buffer => {
  let text = "";
  for (const { row } of batch) text += row;
  return Buffer.from(text);
};

/** SQL: a text as PostgreSQL has it, with no letter of it meaning anything. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/**
 * SQL: micros as decimals, as formatMicros writes them: two at least. to_char takes four times as
 * long.
 */
export const decimalsOf = (sql: string): string =>
  `case when (${sql})::bigint % 10000 = 0 then ((${sql})::bigint / 10000 * 0.01)::text
    else trim_scale((${sql})::bigint * 0.000001)::text end`;
/** SQL: an instant as ISO 8601 with the offset of the session's zone. */
export const isoOf = (sql: string): string =>
  `to_char(${sql}, 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM')`;
/**
 * SQL: texts one behind the other, each of them pair by pair: in a chain the first would be copied
 * once for every one that follows.
 */
export function joined(parts: readonly string[]): string {
  if (parts.length <= 2) return parts.join(" || ");
  const half = Math.ceil(parts.length / 2);
  return `(${joined(parts.slice(0, half))})\n || (${joined(parts.slice(half))})`;
}
