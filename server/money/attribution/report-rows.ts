/**
 * One delivered report → the rows of one program that can be booked, and a count of everything
 * else.
 */
import {
  parseRow,
  readBonus,
  rowKey,
  type Grouping,
  type ReportRow,
  type RowTag,
  type RowTotals,
} from "../../domain/attribution.ts";
import type { Micros } from "../../domain/money.ts";
import { maxTraitLength, traitsText } from "../../domain/sale-facts.ts";
import { type SaleTraits, saleTraits } from "../../domain/rule-rows.ts";

/** Older than the service itself: such a date is a mistake, and must not make a month's tables. */
const firstDate = "2015-01-01";
const maxKeyBytes = 1_500;
const fields = {
  CAMPAIGN: ["date", "campaignId"],
  ADGROUP: ["date", "campaignId", "adGroupId"],
  CREATIVE: ["date", "campaignId", "adGroupId"],
} as const;
/** With these absent, the promoted figures are what parseRow() reads. */
const totalFields = [
  "attributedTotalPurchases14d",
  "totalUnitsSold14d",
  "totalAttributedSales14d",
] as const;
const promotedFields = ["attributedPurchases14d", "unitsSold14d", "attributedSales14d"] as const;

/** Told and shown, never booked; null: not told. */
export interface ToldBesides {
  /** Of the totals, what is of the promoted products; the rest is of the brand's others. */
  promoted: Omit<RowTotals, "clickThroughs"> | null;
  bonus: Micros | null;
}
export interface NamedRow {
  key: string;
  tag: RowTag;
  totals: RowTotals;
  /** What the row names besides its tag; part of its key. */
  traits: SaleTraits | null;
  besides: ToldBesides;
  /**
   * Kept with every version: the row as it came, and the sale's parts, never added to each other
   * twice [D149].
   */
  body: { row: ReportRow; promoted: SalePart | null; halo: SalePart | null };
}
/** Counts and micros as text, as all bigints in stored JSON. */
interface SalePart {
  orders: string;
  units: string;
  amountMicros: string;
}

export interface UnreadableRow {
  fault: string;
  row: unknown;
}

interface ReadRows {
  /** One per key; of two the later. */
  named: NamedRow[];
  /**
   * Rows that cannot be read, each with its reason: skipped one by one, never with their report.
   */
  unreadable: UnreadableRow[];
  /** Rows that a later one of the same key replaced. */
  repeated: number;
  /** Rows of other campaigns of the advertiser: another program's, or none of ours. */
  foreign: number;
  /**
   * Keys of rows that tell nothing, one a row; null where one is of no creative. They say neither
   * zero nor return.
   */
  hidden: (string | null)[];
}

const storable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

/**
 * The documented shape: an object whose known values are text. Anything else would throw further
 * on.
 */
function shapeFault(row: unknown, grouping: Grouping): string | null {
  if (typeof row !== "object" || row === null || Array.isArray(row))
    return "The report row is no object";
  for (const [name, value] of Object.entries(row)) {
    if (value !== null && typeof value !== "string")
      return `The report row's ${name.slice(0, 60)} is no text`;
    if (!storable(name) || (value !== null && !storable(value)))
      return `The report row's ${name.slice(0, 60)} holds a character that cannot be stored`;
  }
  const missing = fields[grouping].find((name) => !(name in row));
  return missing ? `The report row has no ${missing}` : null;
}

function readPromoted(row: ReportRow, minorDigits: number): RowTotals | null {
  if (promotedFields.every((name) => row[name] === undefined)) return null;
  const promoted: ReportRow = { ...row };
  for (const name of totalFields) delete promoted[name];
  const parsed = parseRow(promoted, "CAMPAIGN", minorDigits);
  return parsed.ok ? parsed.value.totals : null;
}

const part = ({ orders, units, amount }: Omit<RowTotals, "clickThroughs">): SalePart => ({
  orders: `${orders}`,
  units: `${units}`,
  amountMicros: `${amount}`,
});

/** As the simulator reports them; Amazon's PERFORMANCE rows have none. */
function readTraits(row: ReportRow & SaleTraits): SaleTraits | null {
  const found = saleTraits.flatMap((name) =>
    row[name] ? [[name, row[name].slice(0, maxTraitLength)]] : [],
  );
  return found.length === 0 ? null : (Object.fromEntries(found) as SaleTraits);
}

interface RowsOf {
  grouping: Grouping;
  programId: string;
  advertiserId: string;
  /** The program's code. */
  campaignId: string;
  minorDigits: number;
  /** YYYY-MM-DD; no report can know a later day. */
  lastDate: string;
}
type Reading =
  | { row: NamedRow }
  | { fault: string }
  | { hidden: string | null }
  | { foreign: true };

/** Of another program's campaign, or of none of ours: each program that is told of it keeps it. */
const foreignKey = (of: RowsOf, key: string): string => `${of.programId}|${key}`;

function nameRow(of: RowsOf, row: ReportRow): Reading {
  const { grouping, advertiserId, minorDigits } = of;
  const parsed = parseRow(row, grouping, minorDigits);
  if (!parsed.ok) return { fault: parsed.message };
  const { tag, totals } = parsed.value;
  if (tag.date < firstDate || tag.date > of.lastDate)
    return { fault: "The report row's date lies outside of what a report can hold" };
  const traits = grouping === "CREATIVE" ? readTraits(row) : null;
  const own = rowKey(advertiserId, grouping, tag);
  const isForeign = tag.campaignId !== of.campaignId;
  const named = traits ? `${own}|${traitsText(traits)}` : own;
  const key = isForeign ? foreignKey(of, named) : named;
  if (Buffer.byteLength(key) > maxKeyBytes) return { fault: "The report row's ids are too long" };
  if (isForeign && grouping !== "CAMPAIGN") return { foreign: true };
  if (totals === null)
    return { hidden: grouping === "CREATIVE" && tag.creativeId === "" ? null : key };
  const promoted = readPromoted(row, minorDigits);
  const halo = promoted && {
    orders: totals.orders - promoted.orders,
    units: totals.units - promoted.units,
    amount: totals.amount - promoted.amount,
  };
  const body = { row, promoted: promoted && part(promoted), halo: halo && part(halo) };
  const besides = { promoted, bonus: readBonus(row, minorDigits) };
  return { row: { key, tag, totals, traits, besides, body } };
}

export function readRows(of: RowsOf, rows: readonly unknown[]): ReadRows {
  const named = new Map<string, NamedRow>();
  const read: ReadRows = { named: [], unreadable: [], repeated: 0, foreign: 0, hidden: [] };
  for (const raw of rows) {
    const fault = shapeFault(raw, of.grouping);
    const reading = fault === null ? nameRow(of, raw as ReportRow) : { fault };
    if ("fault" in reading) read.unreadable.push({ fault: reading.fault, row: raw });
    else if ("hidden" in reading) read.hidden.push(reading.hidden);
    else if ("foreign" in reading) read.foreign += 1;
    else {
      if (named.has(reading.row.key)) read.repeated += 1;
      named.set(reading.row.key, reading.row);
    }
  }
  return { ...read, named: [...named.values()] };
}
