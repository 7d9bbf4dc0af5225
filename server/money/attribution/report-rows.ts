/**
 * One delivered report → the rows of one program that can be booked, and a count of everything
 * else.
 */
import { parseRow, rowKey, type ParsedRow, type ReportRow } from "../../domain/attribution.ts";
import { maxTraitLength, traitsText } from "../../domain/sale-facts.ts";
import { type SaleTraits, saleTraits } from "../../domain/rule-rows.ts";

/** Keeps every amount and every sum of some million of them inside PostgreSQL's bigint. */
const maxAmount = 1_000_000_000_000_000_000n;
/** Older than the service itself: such a date is a mistake, and must not make a month's tables. */
const firstDate = "2015-01-01";
const maxKeyBytes = 1_500;
const fields = ["date", "campaignId", "adGroupId", "creativeId"] as const;
/** With these absent, the promoted figures are what parseRow() reads. */
const totalFields = ["attributedTotalPurchases14d", "totalUnitsSold14d", "totalAttributedSales14d"];
const promotedFields = ["attributedPurchases14d", "unitsSold14d", "attributedSales14d"] as const;

export interface NamedRow {
  key: string;
  totals: ParsedRow;
  /** What the row names besides its tag; part of its key. */
  traits: SaleTraits | null;
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
}

const storable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

/**
 * The documented shape: an object whose known values are text. Anything else would throw further
 * on.
 */
function shapeFault(row: unknown): string | null {
  if (typeof row !== "object" || row === null || Array.isArray(row))
    return "The report row is no object";
  for (const [name, value] of Object.entries(row)) {
    if (value !== null && typeof value !== "string")
      return `The report row's ${name.slice(0, 60)} is no text`;
    if (!storable(name) || (value !== null && !storable(value)))
      return `The report row's ${name.slice(0, 60)} holds a character that cannot be stored`;
  }
  const missing = fields.find((name) => !(name in row));
  return missing ? `The report row has no ${missing}` : null;
}

function readPromoted(row: ReportRow, minorDigits: number): ParsedRow | null {
  if (promotedFields.every((name) => row[name] === undefined)) return null;
  const promotedOnly = Object.fromEntries(
    Object.entries(row).filter(([name]) => !totalFields.includes(name)),
  );
  const parsed = parseRow({ ...promotedOnly, ...dimensions(row) }, minorDigits);
  return parsed.ok ? parsed.value : null;
}
const dimensions = ({
  date,
  advertiserName,
  publisher,
  campaignId,
  adGroupId,
  creativeId,
}: ReportRow) => ({
  date,
  advertiserName,
  publisher,
  campaignId,
  adGroupId,
  creativeId,
});

const part = (orders: bigint, units: bigint, amount: bigint): SalePart => ({
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

function nameRow(
  { advertiserId, minorDigits, lastDate }: RowsOf,
  row: ReportRow,
): NamedRow | string {
  const parsed = parseRow(row, minorDigits);
  if (!parsed.ok) return parsed.message;
  const totals = parsed.value;
  if (totals.amount > maxAmount) return "The report row's amount is larger than can be booked";
  if (totals.date < firstDate || totals.date > lastDate)
    return "The report row's date lies outside of what a report can hold";
  const traits = readTraits(row);
  const key = traits
    ? `${rowKey(advertiserId, totals)}|${traitsText(traits)}`
    : rowKey(advertiserId, totals);
  if (Buffer.byteLength(key) > maxKeyBytes) return "The report row's ids are too long";
  const promoted = readPromoted(row, minorDigits);
  return {
    key,
    totals,
    traits,
    body: {
      row,
      promoted: promoted && part(promoted.orders, promoted.units, promoted.amount),
      halo:
        promoted &&
        part(
          totals.orders - promoted.orders,
          totals.units - promoted.units,
          totals.amount - promoted.amount,
        ),
    },
  };
}

interface RowsOf {
  advertiserId: string;
  /** The program's code. */
  campaignId: string;
  minorDigits: number;
  /** YYYY-MM-DD; no report can know a later day. */
  lastDate: string;
}

export function readRows(of: RowsOf, rows: readonly unknown[]): ReadRows {
  const named = new Map<string, NamedRow>();
  const read: ReadRows = { named: [], unreadable: [], repeated: 0, foreign: 0 };
  for (const raw of rows) {
    const fault = shapeFault(raw);
    const row = fault === null ? nameRow(of, raw as ReportRow) : fault;
    if (typeof row === "string") read.unreadable.push({ fault: row, row: raw });
    else if (row.totals.campaignId !== of.campaignId) read.foreign += 1;
    else {
      if (named.has(row.key)) read.repeated += 1;
      named.set(row.key, row);
    }
  }
  return { ...read, named: [...named.values()] };
}
