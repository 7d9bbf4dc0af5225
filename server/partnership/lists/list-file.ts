/**
 * One column of a file as the items of a list: encoding, separator, header and column are found, or
 * as they are asked for. Every row of the file becomes an item or is left out by name: nothing is
 * dropped in silence.
 */
import { accept, refuse, type Refused, type Result } from "../../domain/result.ts";
import { listItem } from "../../domain/sale-facts.ts";
import type { ListKind } from "../../domain/rule-rows.ts";
import { gateText } from "../../domain/values/text.ts";
import { encodingOf, notIn, textIn, type Encoding } from "../../platform/files/file-text.ts";
import {
  isBlank,
  raggedness,
  recordsIn,
  sampled,
  separatorOf,
  usualWidth,
  widestOf,
  widthsOf,
  words,
  type Separator,
} from "./list-table.ts";

export const maxFileBytes = 1_048_576;
export const maxItems = 5_000;
export const maxItemLength = 100;

export interface FileAsked {
  kind: ListKind;
  encoding?: Encoding | null;
  /** "" = none: a row is one item. */
  separator?: Separator | "" | null;
  /** The first row names the columns. */
  header?: boolean | null;
  /** From 0. */
  column?: number | null;
}
export const leftReasons = ["HEADER", "BLANK", "RAGGED", "REPEATED", "REFUSED"] as const;
/** A row that is no item. */
export interface LeftRow {
  /** From 1, as a table program counts. */
  row: number;
  reason: (typeof leftReasons)[number];
  /** What stands there, cut. */
  text: string;
  /** Why, in a sentence. */
  message: string;
}
export interface FileRead {
  encoding: Encoding;
  separator: Separator | "";
  header: boolean;
  column: number;
  /** Names from the header, else null, with what stands first in them. */
  columns: { name: string | null; sample: string }[];
  /**
   * Rows that were looked at, or cells of a list that lies on its side: as many as `items` and
   * `left` together.
   */
  rows: number;
  items: string[];
  left: LeftRow[];
}
export type FileFault = "BAD_ENCODING" | "BAD_FILE" | "BAD_COLUMN" | "BAD_ITEMS";

/** Excel writes the separator into a first line of its own: sep=; */
const sepLine = /^sep=([;,|\t])\s*$/i;

const otherWords = new RegExp(
  "^(?:title|name|description|price|amount|date|brand|quantity|qty|stock|status|state|url|link" +
    "|titel|preis|datum|menge|marke|bezeichnung)s?$",
  "i",
);
const asin = /^B0[0-9A-Z]{8}$/i;
const number = /^[-+]?[\d.,]+\s*[%€$£]?$/;

/**
 * A first row of names: of known words, or above columns that are all numbers or ASINs while it is
 * not.
 */
function hasHeader(records: readonly string[][], kind: ListKind): boolean {
  const [first = [], ...rest] = records;
  const cells = first.map((cell) => cell.trim());
  if (cells.some((cell) => words[kind].test(cell))) return true;
  if (cells.length > 1 && cells.some((cell) => otherWords.test(cell))) return true;
  const sample = rest.slice(0, sampled);
  return cells.some((cell, column) => {
    if (cell === "") return false;
    const below = sample.map((record) => (record[column] ?? "").trim()).filter(Boolean);
    return (
      below.length > 0 &&
      [asin, number].some((form) => !form.test(cell) && below.every((each) => form.test(each)))
    );
  });
}

/** Of SKUs the column that is mostly ASINs; else the one that is called so, else the first. */
function columnOf(records: readonly string[][], header: boolean, kind: ListKind): number {
  const below = records.slice(header ? 1 : 0, sampled);
  if (kind === "SKU") {
    const asins = new Map<number, number>();
    for (const record of below)
      for (const [column, cell] of record.entries())
        if (asin.test(cell.trim())) asins.set(column, (asins.get(column) ?? 0) + 1);
    const [best] = [...asins].toSorted(([a, of], [b, more]) => more - of || a - b);
    if (best && best[1] > below.length / 2) return best[0];
  }
  return Math.max(
    0,
    header ? (records[0] ?? []).findIndex((cell) => words[kind].test(cell.trim())) : 0,
  );
}

const cut = (text: string): string =>
  Array.from(text.slice(0, 120)).slice(0, 60).join("").toWellFormed();

interface Cell {
  row: number;
  text: string;
  /** Why it may stand in the wrong column. */
  ragged?: string | null;
}
/** Each cell is an item, or left out by name. */
function itemsOf(cells: readonly Cell[]): { items: string[]; left: LeftRow[] } {
  const items: string[] = [];
  const left: LeftRow[] = [];
  const rowOf = new Map<string, number>();
  for (const { row, text, ragged } of cells) {
    const leave = (reason: LeftRow["reason"], message: string) =>
      void left.push({ row, reason, text: cut(text), message });
    const gated = gateText("BAD_ITEM", "An item", text, { min: 0, max: maxItemLength });
    if (ragged) leave("RAGGED", ragged);
    else if (!gated.ok) leave("REFUSED", gated.message);
    else if (listItem(gated.value) === "") leave("BLANK", "There is nothing in this column");
    else {
      const key = listItem(gated.value);
      const before = rowOf.get(key);
      if (before !== undefined) leave("REPEATED", `The same item stands in row ${before}`);
      else {
        rowOf.set(key, row);
        items.push(gated.value);
      }
    }
  }
  return { items, left };
}

const headerRow = (row: number, text: string, message: string): LeftRow => ({
  row,
  reason: "HEADER",
  text: cut(text),
  message,
});

/** Excel's own first line, "sep=;", and what stands behind it. */
function separatedBy(decoded: string): {
  firstLine: string;
  said: Separator | undefined;
  text: string;
} {
  const [firstLine = ""] = decoded.split(/\r\n|\n|\r/, 1);
  const said = sepLine.exec(firstLine)?.[1] as Separator | undefined;
  const text =
    said === undefined ? decoded : decoded.slice(firstLine.length).replace(/^(?:\r\n|\n|\r)/, "");
  return { firstLine, said, text };
}

interface Placed {
  column: number;
  separator: Separator | "";
  /** −1: there is none. */
  headerAt: number;
  firstRow: number;
  /** Whether a single row may be the whole list. */
  mayLie: boolean;
}
function cellsOf(
  records: readonly string[][],
  { column, separator, headerAt, firstRow, mayLie }: Placed,
): Cell[] {
  const filled = records.filter((record) => !isBlank(record));
  const usual = usualWidth(widthsOf(filled));
  const cellOf = (record: readonly string[], row: number): Cell => {
    const ragged = raggedness(record, usual, separator);
    return { row, ragged, text: ragged ? record.join(separator) : (record[column] ?? "") };
  };
  // One row of many cells is a list that lies on its side.
  const [only = []] = filled;
  const isOneRow = filled.length === 1 && only.length > 1 && mayLie;
  return isOneRow
    ? records.flatMap((record, at) =>
        record.map((cell): Cell => ({ row: at + firstRow, text: cell })),
      )
    : records.flatMap((record, at): Cell[] =>
        at === headerAt ? [] : [cellOf(record, at + firstRow)],
      );
}

/** Files that are no lists, by the bytes that they begin with, one by one as in Latin 1. */
const otherFiles: readonly (readonly [RegExp, string])[] = [
  [/^%PDF-/, "a PDF"],
  [/^(?:\x89PNG|\xFF\xD8\xFF|GIF8[79]a|RIFF[^]{4}WEBP)/, "an image"],
  [/^\{\\rtf/, "a text with its layout"],
  [/^\s*(?:<!doctype|<html|<head|<body|<\?xml|<table)/i, "a page of the web, or XML"],
  [/^--[^\r\n]{1,70}\r\n[\w-]+: /, "a form around a file"],
];
/** The same of those that begin with bytes no pattern may hold. */
const archives: readonly (readonly [string, string])[] = [
  ["PK\x03\x04", "a workbook or an archive"],
  ["PK\x05\x06", "a workbook or an archive"],
  ["\xD0\xCF\x11\xE0", "an old workbook"],
  ["\x1F\x8B", "an archive"],
];
function otherFile(text: string): string | null {
  const archive = archives.find(([sign]) => text.startsWith(sign))?.[1];
  if (archive) return archive;
  const other = otherFiles.find(([sign]) => sign.test(text))?.[1];
  return other ?? (isJson(text) ? "JSON" : null);
}
const isJson = (text: string): boolean => {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
const wayOut = "save it as CSV or text, and send the file itself";
const utf8Mark = /^\xEF\xBB\xBF/;

const isUtf16 = (encoding: Encoding): boolean => encoding.startsWith("utf-16");

/** What makes the bytes no list in this encoding; null: nothing. */
function fileFault(bytes: Uint8Array, encoding: Encoding): Refused<FileFault> | null {
  const text = Buffer.from(bytes).toString("latin1").replace(utf8Mark, "");
  const other = otherFile(text);
  if (other) return refuse("BAD_FILE", `This file is ${other}, no list: ${wayOut}`, "body");
  const at = isUtf16(encoding) ? -1 : bytes.indexOf(0);
  if (at < 0) return null;
  return isUtf16(encodingOf(bytes))
    ? notIn(encoding, bytes, "encoding")
    : refuse(
        "BAD_FILE",
        `Byte ${at + 1} of this file is 0, which no text holds: ${wayOut}`,
        "body",
      );
}

const columnsSeen = (
  names: readonly string[],
  sample: readonly string[],
  width: number,
): FileRead["columns"] =>
  Array.from({ length: Math.min(width, 200) }, (_, at) => ({
    name: names[at]?.trim() || null,
    sample: cut(sample[at] ?? ""),
  }));

/** A refusal names what was asked for: "encoding" or "column". */
export function readListFile(bytes: Uint8Array, asked: FileAsked): Result<FileRead, FileFault> {
  if (bytes.length > maxFileBytes)
    return refuse(
      "BAD_FILE",
      "A file has at most 1 MB: split it, or leave out columns that are no items",
      "body",
    );
  const encoding = asked.encoding ?? encodingOf(bytes);
  const fault = fileFault(bytes, encoding);
  if (fault) return fault;
  const decoded = textIn(bytes, encoding, "encoding");
  if (!decoded.ok) return decoded;
  const { firstLine, said, text } = separatedBy(decoded.value);
  const separator = asked.separator ?? said ?? separatorOf(text, asked);
  const records = recordsIn(text, separator);
  const firstRow = said === undefined ? 1 : 2;
  const filled = records.filter((record) => !isBlank(record));
  const header = asked.header ?? hasHeader(filled, asked.kind);
  const headerAt = header ? records.findIndex((record) => !isBlank(record)) : -1;
  const width = widestOf(filled.map(({ length }) => length));
  const column = asked.column ?? columnOf(filled, header, asked.kind);
  if (!Number.isSafeInteger(column) || column < 0 || column >= width)
    return refuse(
      "BAD_COLUMN",
      `This file has ${width} column${width === 1 ? "" : "s"}: choose one of them`,
      "column",
    );
  const cells = cellsOf(records, {
    column,
    separator,
    headerAt,
    firstRow,
    mayLie: !header && asked.column == null,
  });
  const { items, left } = itemsOf(cells);
  if (items.length > maxItems)
    return refuse(
      "BAD_ITEMS",
      `A list holds 1 to ${maxItems} items, and this file has ${items.length}: split it`,
      "body",
    );
  const names = headerAt < 0 ? [] : (records[headerAt] ?? []);
  const heads = [
    ...(said === undefined ? [] : [headerRow(1, firstLine, "It says how cells are separated")]),
    ...(headerAt < 0
      ? []
      : [headerRow(headerAt + firstRow, names.join(separator), "It names the columns")]),
  ];
  const [sample = []] = header ? filled.slice(1) : filled;
  return accept({
    encoding,
    separator,
    header,
    column,
    columns: columnsSeen(names, sample, width),
    rows: cells.length + heads.length,
    items,
    left: [...heads, ...left],
  });
}
