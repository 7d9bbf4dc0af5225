/** CSV (RFC 4180) and JSON lines. */
import { csvOf } from "../../platform/files/csv.ts";
import type { ColumnKind, ExportColumn } from "./columns.ts";
import {
  decimalsOf,
  isoOf,
  joined,
  nothing,
  sqlText,
  textOf,
  type About,
  type Format,
} from "./format.ts";

type Texts = Record<ColumnKind, (sql: string) => string>;

/** What a spreadsheet would take for a formula begins with an apostrophe, as in csvOf. */
const csvText = (sql: string): string =>
  `'"' || case when ascii(${sql}) in (61, 43, 45, 64, 9, 13) then '''' else '' end
    || replace(${sql}, '"', '""') || '"'`;
const csvTexts: Texts = {
  TEXT: csvText,
  WORD: (sql) => `(${sql})::text`,
  COUNT: (sql) => `(${sql})::text`,
  MONEY: decimalsOf,
  INSTANT: isoOf,
  DATE: (sql) => `(${sql})::text`,
  FLAG: (sql) => `(${sql})::text`,
};
const csvCell = ({ kind, sql }: ExportColumn): string => `coalesce(${csvTexts[kind](sql)}, '')`;

/** One line, whatever it says: a reader that leaves out lines with # finds the table whole. */
const aboutLine = ([name, value]: About[number]): string =>
  `# ${name}: ${value.replaceAll(/\s+/g, " ")}\r\n`;

export const csv: Format = {
  words: "Comma-separated values (RFC 4180), UTF-8. Lines on top that begin with # say what it is.",
  extension: "csv",
  mediaType: "text/csv; charset=utf-8",
  select: (columns) => {
    const cells = columns.flatMap((column, at) => [...(at > 0 ? ["','"] : []), csvCell(column)]);
    return `${joined([...cells, "E'\\r\\n'"])} as row`;
  },
  write: (columns, about) => ({
    begin: () =>
      Buffer.from((about ?? []).map(aboutLine).join("") + csvOf([columns.map(({ name }) => name)])),
    rows: textOf,
    end: () => nothing,
  }),
};

const jsonText = (sql: string): string => `to_json((${sql})::text)::text`;
const jsonQuoted = (text: string): string => `'"' || ${text} || '"'`;
const jsonTexts: Texts = {
  TEXT: jsonText,
  WORD: (sql) => jsonQuoted(`(${sql})::text`),
  COUNT: (sql) => `(${sql})::text`,
  // As everywhere in the API: no reader may round it.
  MONEY: (sql) => jsonQuoted(decimalsOf(sql)),
  INSTANT: (sql) => jsonQuoted(isoOf(sql)),
  DATE: (sql) => jsonQuoted(`(${sql})::text`),
  FLAG: (sql) => `(${sql})::text`,
};
const jsonMember = ({ name, kind, sql }: ExportColumn, at: number): string[] => [
  sqlText(`${at > 0 ? "," : "{"}${JSON.stringify(name)}:`),
  `coalesce(${jsonTexts[kind](sql)}, 'null')`,
];

export const jsonLines: Format = {
  words: "One JSON object a line. The first line, an object with the one member about, says what.",
  extension: "jsonl",
  mediaType: "application/jsonl; charset=utf-8",
  select: (columns) => `${joined([...columns.flatMap(jsonMember), "E'}\\n'"])} as row`,
  write: (_columns, about) => ({
    begin: () =>
      about ? Buffer.from(`${JSON.stringify({ about: Object.fromEntries(about) })}\n`) : nothing,
    rows: textOf,
    end: () => nothing,
  }),
};
