/**
 * The first sheet of an XLSX workbook as cells of text. Read piece by piece, so that neither its
 * size nor what it unfolds to can take the machine: a workbook that unfolds beyond what a table
 * needs is given up. Formulas are read as the values that stand beside them.
 */
import { setImmediate as othersTurn } from "node:timers/promises";
import { Unzip, UnzipInflate, type UnzipFile } from "fflate";
import { SaxesParser } from "saxes";
import type { Table } from "../../domain/report-table.ts";
import { accept, refuse, type Result } from "../../domain/result.ts";

/** Far beyond what a report has. */
export interface WorkbookBounds {
  unfoldedBytes: number;
  textLength: number;
}
const usualBounds: WorkbookBounds = {
  unfoldedBytes: 256 * 1024 * 1024,
  textLength: 64 * 1024 * 1024,
};
export const maxRows = 200_000;
export const maxColumns = 200;
/** The number of the last row that a sheet can have. */
const lastRow = 1_048_576;
/** Deflate unfolds a thousandfold at most, so this piece to some megabytes. */
const pieceBytes = 4_096;
/** Others have their turn after so many pieces. */
const piecesAtOnce = 8;

const bad = (why: string) => refuse("BAD_FILE" as const, why, "body");
/** Says in a sentence why the file cannot be read. */
export class Unreadable extends Error {}

/** Counts what is read, and gives up beyond the bounds. */
interface Take {
  bytes(count: number): void;
  text(more: string): string;
}
function takeWithin({ unfoldedBytes, textLength }: WorkbookBounds): Take {
  let [bytes, length] = [0, 0];
  return {
    bytes(count) {
      bytes += count;
      if (bytes > unfoldedBytes)
        throw new Unreadable("This workbook unfolds to far more than any report does");
    },
    text(more) {
      length += more.length;
      if (length > textLength)
        throw new Unreadable("This workbook holds more text than any report does");
      return more;
    },
  };
}

const endMark = Buffer.from("PK\x05\x06", "latin1");
/** The list of what is in it stands at its end: a file that is cut off has none. */
const hasEnd = (bytes: Buffer): boolean => bytes.subarray(-65_557).includes(endMark);

/** Gives each part of these names, piece by piece, to a reader of its own. */
async function unfold(
  bytes: Buffer,
  take: Take,
  readerOf: (name: string) => SaxesParser | null,
): Promise<void> {
  const unzip = new Unzip((file: UnzipFile) => {
    const reader = readerOf(file.name);
    if (!reader) return;
    const decoder = new TextDecoder();
    file.ondata = (error, data, final) => {
      if (error) throw error;
      take.bytes(data.length);
      reader.write(decoder.decode(data, { stream: !final }));
      if (final) reader.close();
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0, pieces = 1; at < bytes.length; at += pieceBytes, pieces++) {
    unzip.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
    if (pieces % piecesAtOnce === 0) await othersTurn();
  }
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);
const parser = (): SaxesParser => new SaxesParser({ xmlns: false, position: false });

interface Workbook {
  sheet: string;
  since1904: boolean;
  strings: string[];
}

/** Adds up the text of every `t` within an `si`, but for what it sounds like. */
function stringsReader(strings: string[], take: Take): SaxesParser {
  const reader = parser();
  let text = "";
  let isText = false;
  let sounds = 0;
  reader.on("opentag", ({ name }) => {
    const tag = local(name);
    if (tag === "si") text = "";
    if (tag === "rPh") sounds += 1;
    isText = tag === "t" && sounds === 0;
  });
  reader.on("text", (more) => {
    if (isText) text += take.text(more);
  });
  reader.on("closetag", ({ name }) => {
    const tag = local(name);
    if (tag === "rPh") sounds -= 1;
    if (tag === "si") strings.push(text);
    isText = false;
  });
  return reader;
}

/** Which part is the first sheet, and the texts that its cells name by number. */
async function readBook(bytes: Buffer, take: Take): Promise<Workbook> {
  const strings: string[] = [];
  const targets = new Map<string, string>();
  let first: string | null = null;
  let since1904 = false;
  await unfold(bytes, take, (name) => {
    if (name === "xl/sharedStrings.xml") return stringsReader(strings, take);
    if (name !== "xl/workbook.xml" && name !== "xl/_rels/workbook.xml.rels") return null;
    const reader = parser();
    reader.on("opentag", ({ name: tag, attributes }) => {
      const of = (wanted: string): string =>
        Object.entries(attributes).find(([key]) => local(key) === wanted)?.[1] ?? "";
      const kind = local(tag);
      if (kind === "workbookPr") since1904 = ["1", "true"].includes(of("date1904"));
      if (kind === "sheet") first ??= attributes["r:id"] ?? of("id");
      if (kind === "Relationship") targets.set(of("Id"), of("Target"));
    });
    return reader;
  });
  const target = first === null ? undefined : targets.get(first);
  if (target === undefined) throw new Unreadable("This file is an archive, and no workbook");
  const sheet = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  return { sheet, since1904, strings };
}

/** "BC12" → 54, from 0. */
const columnOf = (place: string): number => {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(place)?.[0] ?? "")
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
};

interface Cell {
  column: number;
  kind: string;
  text: string;
}
function textOf({ kind, text }: Cell, strings: readonly string[]): string {
  if (kind === "s") return strings[Number(text)] ?? "";
  if (kind !== "b") return text;
  // A yes or no is neither 1 nor 0.
  return text === "1" ? "TRUE" : "FALSE";
}

function sheetReader(
  rows: { row: number; cells: string[] }[],
  { strings }: Workbook,
  take: Take,
): SaxesParser {
  const reader = parser();
  let cell: Cell | null = null;
  let isText = false;
  reader.on("opentag", ({ name, attributes }) => {
    const tag = local(name);
    if (tag === "row") {
      const row = Number(attributes.r ?? (rows.at(-1)?.row ?? 0) + 1);
      if (!Number.isInteger(row) || row < 1 || row > lastRow)
        throw new Unreadable("This workbook numbers a row as none can be: save it again");
      if (rows.length >= maxRows)
        throw new Unreadable(`This workbook has more than ${maxRows} rows: send it in parts`);
      rows.push({ row, cells: [] });
    }
    if (tag === "c") {
      const next = rows.at(-1)?.cells.length ?? 0;
      const column = attributes.r ? columnOf(attributes.r) : next;
      if (column < 0 || column >= maxColumns)
        throw new Unreadable(`This workbook has more than ${maxColumns} columns: no report has`);
      cell = { column, kind: attributes.t ?? "n", text: "" };
    }
    isText = cell !== null && (tag === "v" || tag === "t");
  });
  reader.on("text", (more) => {
    if (isText && cell) cell.text += take.text(more);
  });
  reader.on("closetag", ({ name }) => {
    isText = false;
    if (local(name) !== "c" || !cell) return;
    const cells = rows.at(-1)?.cells;
    while (cells && cells.length < cell.column) cells.push("");
    if (cells) cells[cell.column] = textOf(cell, strings);
    cell = null;
  });
  return reader;
}

export async function readWorkbook(
  bytes: Buffer,
  bounds: WorkbookBounds = usualBounds,
): Promise<Result<Table, "BAD_FILE">> {
  if (!hasEnd(bytes)) return bad("This workbook is cut off: download it again");
  const take = takeWithin(bounds);
  try {
    const book = await readBook(bytes, take);
    const rows: { row: number; cells: string[] }[] = [];
    let found = false;
    await unfold(bytes, take, (name) => {
      if (name !== book.sheet) return null;
      found = true;
      return sheetReader(rows, book, take);
    });
    if (!found) return bad("The first sheet of this workbook is missing: save it again");
    // A row's last cells are left out where nothing is in them.
    const width = rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
    const whole = rows.map(({ row, cells }) => ({
      row,
      cells: [...cells, ...Array.from({ length: width - cells.length }, () => "")],
    }));
    return accept({ rows: whole, since1904: book.since1904 });
  } catch (error) {
    if (error instanceof Unreadable) return bad(error.message);
    return bad("This workbook cannot be read: it is damaged, or has a password. Save it again");
  }
}
