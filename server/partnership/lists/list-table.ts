/**
 * The cells of a text that a table program wrote: by which sign they are parted, and which rows
 * have more or fewer of them than the others.
 */
import { parse } from "csv-parse/sync";
import type { ListKind } from "../../domain/rule-rows.ts";

export const separators = [";", "\t", "|", ","] as const;
export type Separator = (typeof separators)[number];

/** What columns are called that hold a list's items. */
export const words: Record<ListKind, RegExp> = {
  SKU: new RegExp(
    "^(?:(?:seller|merchant|parent|child|product|item|artikel)[ _-]*)?" +
      "(?:skus?|asins?|ids?|number|nummer|code|item|product|articles?|artikel)$",
    "i",
  ),
  CATEGORY: /^(?:(?:item|product)[ _-]*)?(?:categor(?:y|ies)|kategorien?|department|group|type)$/i,
  PROMO_CODE: new RegExp(
    "^(?:(?:promo(?:tion)?|coupon|discount|voucher)[ _-]*)?" +
      "(?:codes?|coupons?|vouchers?|promo(?:tion)?s?)$",
    "i",
  ),
};

export const sampled = 100;

/** Stands for no separator where the text has none of them. */
const unused = ["\u001F", "\u001E", "\u001D", "\u001C", "\uE000", "\uE001"];

/** Total: quotes that nobody closed are characters like others. */
export function recordsIn(text: string, separator: string): string[][] {
  const delimiter = separator || unused.find((character) => !text.includes(character));
  // A line is an item, whatever it holds.
  if (delimiter === undefined) return text.split(/\r\n|\n|\r/).map((line) => [line]);
  const options = {
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
  };
  try {
    return parse(text, options);
  } catch {
    return parse(text, { ...options, quote: null });
  }
}

export const isBlank = (record: readonly string[]): boolean =>
  record.every((cell) => cell.trim() === "");

export const widthsOf = (records: readonly string[][]): number[] =>
  records.filter((record) => !isBlank(record)).map(({ length }) => length);
/** A file may have more rows than a call takes arguments. */
export const widestOf = (widths: readonly number[]): number =>
  widths.reduce((widest, width) => Math.max(widest, width), 1);
/** That of most rows; of several the one that comes first. */
export function usualWidth(widths: readonly number[]): number {
  const rows = new Map<number, number>();
  for (const width of widths) rows.set(width, (rows.get(width) ?? 0) + 1);
  return [...rows].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 1;
}

interface Asked {
  kind: ListKind;
  /** From 0. */
  column?: number | null;
}

/**
 * Whether rows of several widths are a table all the same: its first row names columns, a column
 * beyond the first was asked for, or most rows have equally many cells without the space that
 * follows a comma within a text.
 */
function isTable(records: readonly string[][], { kind, column }: Asked): boolean {
  const filled = records.filter((record) => !isBlank(record));
  const widths = widthsOf(filled);
  if (widestOf(widths) === 1) return false;
  if (column != null && column > 0 && widths.some((width) => width > column)) return true;
  const [first = []] = filled;
  if (first.length > 1 && first.some((cell) => words[kind].test(cell.trim()))) return true;
  const usual = usualWidth(widths);
  const rows = filled.filter(({ length }) => length === usual);
  const isText = rows.some((record) => record.slice(1).some((cell) => cell.startsWith(" ")));
  return usual > 1 && rows.length > 1 && rows.length >= widths.length / 2 && !isText;
}

/**
 * The one by which the rows fall into equally many cells, more than one; of several the most
 * particular.
 */
export function separatorOf(text: string, asked: Asked): Separator | "" {
  const head = text.split(/\r\n|\n|\r/, sampled + 1);
  // The last line may be cut in the middle of a quoted cell.
  const sample = head.slice(0, sampled).join("\n");
  const tables = separators.map((separator) => ({
    separator,
    records: recordsIn(sample, separator),
  }));
  const isEven = (records: readonly string[][]): boolean => {
    const [first = 1, ...others] = widthsOf(records);
    const alike = 1 + others.filter((width) => width === first).length;
    return first > 1 && alike >= 0.9 * (1 + others.length);
  };
  const found =
    tables.find(({ records }) => isEven(records)) ??
    tables.find(({ records }) => isTable(records, asked));
  return found?.separator ?? "";
}

/**
 * Why no cell of a row can be trusted to stand in its column; null: as many are filled as in the
 * others.
 */
export function raggedness(
  record: readonly string[],
  usual: number,
  separator: string,
): string | null {
  const beyond = record.slice(usual).some((cell) => cell.trim() !== "");
  if (isBlank(record) || (record.length >= usual && !beyond)) return null;
  const cells = record.length === 1 ? "1 cell" : `${record.length} cells`;
  const way = beyond
    ? `put a cell that holds "${separator}" itself in quotes`
    : "write its empty cells too";
  return `This row has ${cells}, and most have ${usual}: ${way}`;
}
