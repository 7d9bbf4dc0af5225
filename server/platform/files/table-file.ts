/** A file of rows and columns as cells of text: a workbook, or text that a table program wrote. */
import { pipeline } from "node:stream";
import { setImmediate as othersTurn } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import type { Table } from "../../domain/report-table.ts";
import { accept, refuse, type Result } from "../../domain/result.ts";
import { encodingOf, kindOf, textIn, type FileKind } from "./file-text.ts";
import { maxColumns, maxRows, readWorkbook, Unreadable } from "./workbook.ts";

const bad = (why: string) => refuse("BAD_FILE" as const, why, "body");
/** More than any row of a report has; where a quote is never closed the rest is one row. */
const maxRecordBytes = 1024 * 1024;
const pieceLength = 65_536;
const separators = [",", ";", "\t", "|"];

/** The sign that the first lines have most of. */
function separatorOf(text: string): string {
  const head = text
    .slice(0, pieceLength)
    .split(/\r\n|\n|\r/, 20)
    .join("\n");
  const counted = separators.map((sign) => ({ sign, count: head.split(sign).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}

const others = {
  "old workbook": "an old workbook, or one with a password: save it as XLSX without one",
  PDF: "a PDF: send the report as CSV or XLSX",
  archive: "an archive: send the file that is in it",
} as const satisfies Record<Exclude<FileKind, "workbook">, string>;

const tooWide = (): Unreadable =>
  new Unreadable(`This file has more than ${maxColumns} columns: no report has`);

/** So many signs a piece may have without a line's end: no row may grow as long as the file. */
const maxSigns = 50 * maxColumns;
async function* piecesOf(text: string, separator: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += pieceLength) {
    const piece = text.slice(at, at + pieceLength);
    if (!/[\r\n]/.test(piece) && piece.split(separator).length > maxSigns) throw tooWide();
    yield piece;
    await othersTurn();
  }
}
/** Beyond the bounds of a workbook it is given up, too: a cell takes far more than its comma. */
async function recordsIn(text: string): Promise<string[][]> {
  const delimiter = separatorOf(text);
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    max_record_size: maxRecordBytes,
  });
  const rows: string[][] = [];
  // Either's failure is thrown by whoever reads the records.
  pipeline(piecesOf(text, delimiter), parser, () => {});
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (rows.length >= maxRows)
      throw new Unreadable(`This file has more than ${maxRows} rows: send it in parts`);
    if (cells.length > maxColumns) throw tooWide();
    rows.push(cells);
  }
  return rows;
}

async function readText(bytes: Buffer): Promise<Result<Table, "BAD_FILE">> {
  const decoded = textIn(bytes, encodingOf(bytes), "body");
  if (!decoded.ok) return bad("This file is cut off in the middle of a character: save it again");
  const text = decoded.value;
  if (text.includes("\0"))
    return bad("This file is no table: send the report as CSV or XLSX, as Amazon gives it");
  try {
    const rows = await recordsIn(text);
    if (!/[\r\n]$/.test(text))
      return bad(
        `This file's last row, ${rows.length}, has no line end, so it may be cut off: download ` +
          "it again, or add an empty line at its end",
      );
    return accept({ rows: rows.map((cells, at) => ({ row: at + 1, cells })), since1904: false });
  } catch (error) {
    if (error instanceof Unreadable) return bad(error.message);
    if (!(error instanceof CsvError)) throw error;
    if (error.code === "CSV_MAX_RECORD_SIZE")
      return bad("A row of this file is longer than any report's, or a quote in it never ends");
    return bad(
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? "This file is cut off within a quoted cell: download it again"
        : `This file is no CSV: line ${Number(error.lines)} has quotes where none may be`,
    );
  }
}

export async function readTableFile(bytes: Buffer): Promise<Result<Table, "BAD_FILE">> {
  if (bytes.length === 0) return bad("This file is empty: download the report again");
  const kind = kindOf(bytes);
  if (kind === null) return readText(bytes);
  return kind === "workbook" ? readWorkbook(bytes) : bad(`This file is ${others[kind]}`);
}
