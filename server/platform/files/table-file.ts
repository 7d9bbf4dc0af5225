/** A file of rows and columns as cells of text: a workbook, or text that a table program wrote. */
import { Readable } from "node:stream";
import { setImmediate as othersTurn } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import type { Table } from "../../domain/report-table.ts";
import { accept, refuse, type Result } from "../../domain/result.ts";
import { encodingOf, textIn } from "./file-text.ts";
import { readWorkbook } from "./workbook.ts";

const bad = (why: string) => refuse("BAD_FILE" as const, why, "body");
const separators = [",", ";", "\t", "|"];

/** The sign that the first lines have most of. */
function separatorOf(text: string): string {
  const head = text.split(/\r\n|\n|\r/, 20).join("\n");
  const counted = separators.map((sign) => ({ sign, count: head.split(sign).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}

const starts: readonly (readonly [string, string])[] = [
  ["\xD0\xCF\x11\xE0", "an old workbook, or one with a password: save it as XLSX without one"],
  ["%PDF-", "a PDF: send the report as CSV or XLSX"],
  ["\x1F\x8B", "an archive: send the file that is in it"],
];

const pieceLength = 65_536;
async function* piecesOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += pieceLength) {
    yield text.slice(at, at + pieceLength);
    await othersTurn();
  }
}
async function recordsIn(text: string): Promise<string[][]> {
  const parser = parse({
    delimiter: separatorOf(text),
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
  });
  const rows: string[][] = [];
  for await (const cells of Readable.from(piecesOf(text)).pipe(parser) as AsyncIterable<string[]>)
    rows.push(cells);
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
    return accept({ rows: rows.map((cells, at) => ({ row: at + 1, cells })), since1904: false });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return bad(
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? "This file is cut off within a quoted cell: download it again"
        : `This file is no CSV: line ${Number(error.lines)} has quotes where none may be`,
    );
  }
}

export async function readTableFile(bytes: Buffer): Promise<Result<Table, "BAD_FILE">> {
  const head = bytes.subarray(0, 8).toString("latin1");
  if (bytes.length === 0) return bad("This file is empty: download the report again");
  const other = starts.find(([sign]) => head.startsWith(sign))?.[1];
  if (other) return bad(`This file is ${other}`);
  return head.startsWith("PK\x03\x04") ? readWorkbook(bytes) : readText(bytes);
}
