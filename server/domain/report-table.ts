/**
 * A table that somebody saved of Amazon's report, as the rows that Amazon would have told. What
 * cannot be read is named by row and column, with what to do; what makes the whole file one that
 * cannot be meant for the program is refused in one sentence.
 */
import {
  figureFault,
  maxReportAmount,
  parseCount,
  parseDate,
  parseNoisyAmount,
  parseRow,
  performanceMetrics,
  type Grouping,
  type ReportRow,
} from "./attribution.ts";
import { findColumns, isHeader, type Column, type FoundColumns } from "./report-columns.ts";
import { accept, refuse, type Result } from "./result.ts";
import { saleTraits, type SaleTraits } from "./rule-rows.ts";
import { marketplaces } from "./tracking.ts";
import { minorDigits } from "./values/currency.ts";
import { shortened } from "./values/text.ts";

/** A row as it stands in the file, numbered from 1 as a table program does. */
export interface TableRow {
  row: number;
  cells: readonly string[];
}
export interface Table {
  rows: readonly TableRow[];
  /** Its dates are numbers of days since 1904, not 1900. */
  since1904: boolean;
}

/** Where the file is to be booked. */
export interface ReportPlace {
  /** ISO 3166-1 of the storefront. */
  country: string;
  currency: string;
  advertiserId: string;
  /** The program's code. */
  campaignId: string;
  /** YYYY-MM-DD at the marketplace: no report tells of other days. */
  firstDate: string;
  lastDate: string;
}

export interface RowFault {
  row: number;
  column: string;
  fault: string;
  fix: string;
}
export interface ReadReport {
  grouping: Grouping;
  rows: ReportRow[];
  /** Of each row, where it stands in the file. */
  numbers: number[];
  faults: RowFault[];
  unused: string[];
}

const bad = (why: string) => refuse("BAD_FILE" as const, why, "body");
type FileFault = "BAD_FILE";

const headerWithin = 20;
const nothing = new Set(["", "-", "–", "—", "n/a", "null"]);
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** YYYYMMDD; null: no date that can be read in one way alone. */
function dateIn(text: string, since1904: boolean): string | null {
  if (/^\d{8}$/.test(text)) return text;
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(text);
  if (iso) return `${iso[1]}${iso[2]}${iso[3]}`;
  const named = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/i.exec(text);
  const month = months.indexOf(named?.[1]?.toLowerCase() ?? "") + 1;
  if (named && month > 0)
    return `${named[3]}${String(month).padStart(2, "0")}${named[2]?.padStart(2, "0")}`;
  if (!/^\d{5}(?:\.0+)?$/.test(text)) return null;
  const days = Number(text) + (since1904 ? 1_462 : 0);
  return Temporal.PlainDate.from("1899-12-30").add({ days }).toString().replaceAll("-", "");
}

const plainNumber = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
/** As Amazon writes what is large, or next to nothing; table programs write 1E+09. */
const ownExponent = /^-?\d(?:\.\d+E\d+|(?:\.\d+)?[eE]-\d+)$/;
const exponent = /^-?[\d.]+e[+-]?\d+$/i;
/** Without what parts thousands; null: no number, or one that can be read in two ways. */
function numberIn(text: string): string | null {
  const clean = text.replaceAll(/[\s\u00a0\u202f]/g, "");
  if (plainNumber.test(clean)) return clean;
  return /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(clean) ? clean.replaceAll(",", "") : null;
}

const signOf = (currency: string, display: "symbol" | "narrowSymbol"): string =>
  new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: display })
    .formatToParts(0)
    .find(({ type }) => type === "currency")?.value ?? currency;

const isMetric: ReadonlySet<string> = new Set(performanceMetrics);
const amountMetrics: readonly Column[] = ["attributedSales14d", "totalAttributedSales14d"];

interface Reading {
  columns: FoundColumns;
  place: ReportPlace;
  since1904: boolean;
  header: readonly string[];
  /** What the program's currency is written as. */
  signs: ReadonlySet<string>;
  faults: RowFault[];
  /** Of the currency. */
  digits: number;
  /** Dates that were read: there are few, in many rows. */
  dates: Map<string, Cell>;
}
type Cell = { text: string | null } | { fault: string; fix: string };

/** What stands beside an amount for its currency. */
const currencySign = /^(?:\p{L}{0,3}\p{Sc}|\p{L}{2,3}\.?)$/u;
const sendAgain = "Download the file again, and send it as it came";
const shownText = (text: string): string => JSON.stringify(shortened(text, 40));

/** An amount without the sign of its currency, which has to be the program's. */
function amountIn(text: string, { place, signs }: Reading): Cell {
  const [, before = "", middle = "", after = ""] =
    /^([^\d.-]*)(-?[\d.][\d.,\s\u00a0\u202fe+-]*?)([^\d.]*)$/i.exec(text) ?? [];
  const strange = [before, after]
    .map((sign) => sign.trim())
    .find((sign) => sign && !signs.has(sign));
  if (strange !== undefined && !currencySign.test(strange))
    return { fault: `${shownText(text)} is no amount`, fix: sendAgain };
  if (strange !== undefined)
    return {
      fault:
        `is in ${JSON.stringify(shortened(strange, 20))}, and this program sells in ` +
        place.currency,
      fix: `Send the report of the profile that sells in ${place.currency}`,
    };
  return numberCell(middle === "" ? text : middle);
}
function numberCell(text: string): Cell {
  const number = numberIn(text);
  if (number !== null) return { text: number };
  return /^-?[\d.]+,\d+$/.test(text)
    ? {
        fault: `${shownText(text)} has a comma where a point is wanted`,
        fix: "Save the file with points for decimals, as Amazon writes them",
      }
    : {
        fault: `${shownText(text)} is no number`,
        fix: sendAgain,
      };
}

function dateCell(text: string, { since1904, place }: Reading): Cell {
  const compact = dateIn(text, since1904);
  if (compact === null)
    return {
      fault: `${shownText(text)} is no date that can be read in one way alone`,
      fix: "Write it as 2026-06-30",
    };
  const date = parseDate(compact);
  if (date === null)
    return { fault: `${shownText(text)} is no date of the calendar`, fix: sendAgain };
  if (date > place.lastDate)
    return {
      fault: `${shownText(text)} is yet to come: at the marketplace it is ${place.lastDate}`,
      fix: sendAgain,
    };
  return date < place.firstDate
    ? {
        fault:
          `${shownText(text)} is too long ago: when this file was made, Amazon's reports reached ` +
          `back to ${place.firstDate}`,
        fix: `Leave out the rows before ${place.firstDate}`,
      }
    : { text: compact };
}

function cellOf(reading: Reading, column: Column, raw: string): Cell {
  const text = raw.trim();
  if (column === "date") {
    const cell = reading.dates.get(text) ?? dateCell(text, reading);
    reading.dates.set(text, cell);
    return cell;
  }
  if (!isMetric.has(column)) return { text: text === "" ? null : text };
  if (nothing.has(text.toLowerCase())) return { text: null };
  const isAmount = amountMetrics.includes(column);
  if (plainNumber.test(text)) return believed({ text }, isAmount, reading);
  return believed(isAmount ? amountIn(text, reading) : numberCell(text), isAmount, reading);
}
/** A number that a row of the report can hold as its figure. */
function believed(cell: Cell, isAmount: boolean, { digits }: Reading): Cell {
  if ("fault" in cell || cell.text === null) return cell;
  const { text } = cell;
  if (exponent.test(text) && !ownExponent.test(text))
    return {
      fault: `${shownText(text)} is shortened by an exponent, so that digits may be lost`,
      fix: "Show the column as whole numbers, or download the file again",
    };
  const read = isAmount ? parseNoisyAmount(text, digits) : parseCount(text);
  return read !== null && read <= maxReportAmount
    ? cell
    : { fault: figureFault(text, isAmount ? digits : null), fix: sendAgain };
}

const isBlank = ({ cells }: TableRow): boolean => cells.every((cell) => cell.trim() === "");
const isTotal = ({ cells }: TableRow): boolean =>
  /^(?:grand )?totals?:?$/i.test(cells.find((cell) => cell.trim() !== "")?.trim() ?? "");

function readRow(reading: Reading, { row, cells }: TableRow): ReportRow | null {
  const { columns, header, faults } = reading;
  const { last } = reading.columns;
  const put = (at: number, { fault, fix }: { fault: string; fix: string }): null => {
    faults.push({ row, column: header[at]?.trim() ?? "", fault, fix });
    return null;
  };
  if (cells.length <= last)
    return put(cells.length, {
      fault: "The row ends before this column",
      fix: "The file is cut off, or was changed: download it again",
    });
  if (cells.slice(header.length).some((cell) => cell.trim() !== ""))
    return put(header.length, {
      fault:
        "The row has more cells than there are columns, so none can be trusted to be in its own",
      fix: "Put a cell that holds the sign between cells in quotes, or download the file again",
    });
  const read: Partial<Record<Column, string | null>> = {};
  for (const [column, at] of columns.at) {
    const cell = cellOf(reading, column, cells[at] ?? "");
    if ("fault" in cell) return put(at, cell);
    read[column] = cell.text;
  }
  const { advertiserId: _, marketplace: __, currency: ___, ...told } = read;
  for (const name of ["date", "campaignId", "adGroupId"] as const) {
    const at = columns.at.get(name);
    if (at !== undefined && (told[name] ?? null) === null)
      return put(at, {
        fault: "There is nothing in this cell",
        fix: sendAgain,
      });
  }
  const whole = { advertiserName: "", publisher: "", ...told } as ReportRow;
  const parsed = parseRow(whole, columns.grouping, reading.digits);
  if (parsed.ok) return whole;
  const [field = ""] = parsed.path;
  return put(columns.at.get(field as Column) ?? header.length, {
    fault: parsed.message,
    fix: sendAgain,
  });
}

const countryIn = (text: string): string | null => {
  const upper = text.trim().toUpperCase();
  if (upper === "UK") return "GB";
  const host = upper.toLowerCase().replace(/^(?:www\.)?/, "www.");
  return marketplaces.find((each) => each.country === upper || each.host === host)?.country ?? null;
};

/** A row that says that the file is not of this program's profile; null: none does. */
function placeFault({ columns, place }: Reading, rows: readonly TableRow[]): string | null {
  const said = (column: Column, { cells }: TableRow): string => {
    const at = columns.at.get(column);
    return at === undefined ? "" : (cells[at] ?? "").trim();
  };
  for (const each of rows) {
    const [country, currency, advertiser] = (
      ["marketplace", "currency", "advertiserId"] as const
    ).map((column) => said(column, each));
    if (country && (countryIn(country) ?? place.country) !== place.country)
      return (
        `Row ${each.row} is of Amazon's storefront in ${countryIn(country)}, and this program ` +
        `sells in ${place.country}: send the file for a program that sells there`
      );
    if (currency && currency.toUpperCase() !== place.currency)
      return (
        `Row ${each.row} is in ${shortened(currency, 20)}, and this program sells in ` +
        `${place.currency}: send the report of the profile that sells in ${place.currency}`
      );
    if (advertiser && place.advertiserId && advertiser !== place.advertiserId)
      return (
        `Row ${each.row} is of another advertiser (${shortened(advertiser, 40)}) than this ` +
        `program's (${place.advertiserId}): send the report of its own profile`
      );
  }
  return null;
}

const keyOf = (row: ReportRow & SaleTraits): string => {
  const ids = [row.date, row.campaignId, row.adGroupId, row.creativeId];
  for (const trait of saleTraits) if (row[trait] !== undefined) ids.push(row[trait]);
  return ids.join("\u0000");
};
const saysTheSame = (a: ReportRow, b: ReportRow): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

interface ToldRow {
  row: ReportRow;
  at: number;
}
/** The same row again is one; with other figures nobody can say which is meant. */
function isFirst(told: ToldRow, seen: Map<string, ToldRow>, faults: RowFault[]): boolean {
  const key = keyOf(told.row);
  const before = seen.get(key);
  if (before === undefined) {
    seen.set(key, told);
    return true;
  }
  if (!saysTheSame(before.row, told.row))
    faults.push({
      row: told.at,
      column: "",
      fault: `It is of the same tag and date as row ${before.at}, with other figures`,
      fix: "Leave one of the two out, or download the report by date and the finest level",
    });
  return false;
}

const campaignFault = (campaigns: ReadonlySet<string>, { campaignId }: ReportPlace): string =>
  `No row of this file is of this program's campaign (${campaignId}): they are of ` +
  [...campaigns]
    .slice(0, 3)
    .map((id) => shortened(id, 40))
    .join(", ") +
  ". It is of another program or storefront";

/** Rows of one step. */
const rowsAtOnce = 2_000;
export const maxReportRows = 100_000;

/** In steps: a file may be long, and whoever else waits gets a turn in between. */
export function* readingReport(
  { rows, since1904 }: Table,
  place: ReportPlace,
): Generator<void, Result<ReadReport, FileFault>> {
  const filled = rows.filter((row) => !isBlank(row));
  const at = filled.slice(0, headerWithin).findIndex(({ cells }) => isHeader(cells));
  const header = filled[at];
  if (!header)
    return bad(
      "None of the first rows of this file names the columns of Amazon's performance report " +
        "(date, campaignId, Click-throughs …): send the report as Amazon gives it",
    );
  const columns = findColumns(header.cells);
  if ("fault" in columns) return bad(columns.fault);
  const below = filled.slice(at + 1).filter((row) => !isTotal(row));
  if (below.length === 0) return bad("This file has no row below the names of its columns");
  if (below.length > maxReportRows)
    return bad(
      `This file has ${below.length} rows, and at most ${maxReportRows} are read at once: ` +
        "send it in parts, by date",
    );
  const signs = new Set([
    place.currency,
    signOf(place.currency, "symbol"),
    signOf(place.currency, "narrowSymbol"),
  ]);
  const faults: RowFault[] = [];
  const reading: Reading = {
    columns,
    place,
    since1904,
    header: header.cells,
    signs,
    faults,
    digits: minorDigits(place.currency),
    dates: new Map(),
  };
  const elsewhere = placeFault(reading, below);
  if (elsewhere !== null) return bad(elsewhere);
  const own: ToldRow[] = [];
  const seen = new Map<string, ToldRow>();
  const campaigns = new Set<string>();
  for (const [at, row] of below.entries()) {
    if (at % rowsAtOnce === 0) yield;
    const told = readRow(reading, row);
    if (!told) continue;
    campaigns.add(told.campaignId);
    if (isFirst({ row: told, at: row.row }, seen, faults)) own.push({ row: told, at: row.row });
  }
  if (campaigns.size > 0 && !campaigns.has(place.campaignId))
    return bad(campaignFault(campaigns, place));
  return accept({
    grouping: columns.grouping,
    rows: own.map(({ row }) => row),
    numbers: own.map((each) => each.at),
    faults: faults.toSorted((a, b) => a.row - b.row),
    unused: columns.unused,
  });
}
