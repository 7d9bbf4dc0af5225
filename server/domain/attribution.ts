/**
 * Amazon Attribution report rows. Every number arrives as text, amounts with floating-point noise;
 * a row is a running total for its key that may grow and shrink for 28 days. Source: the
 * Attribution API as reflected in public client code.
 */
import type { Micros } from "./money.ts";
import { accept, refuse, type Result } from "./result.ts";

/**
 * The documented shape of a PERFORMANCE row grouped by CREATIVE. Metrics that were not asked for
 * are absent.
 */
export interface ReportRow {
  date: string;
  advertiserName: string;
  publisher: string;
  campaignId: string;
  adGroupId: string;
  creativeId: string;
  "Click-throughs"?: string;
  attributedDetailPageViewsClicks14d?: string;
  attributedAddToCartClicks14d?: string;
  attributedPurchases14d?: string;
  unitsSold14d?: string;
  attributedSales14d?: string;
  attributedTotalDetailPageViewsClicks14d?: string;
  attributedTotalAddToCartClicks14d?: string;
  attributedTotalPurchases14d?: string;
  totalUnitsSold14d?: string;
  totalAttributedSales14d?: string;
}

export const performanceMetrics = [
  "Click-throughs",
  "attributedDetailPageViewsClicks14d",
  "attributedAddToCartClicks14d",
  "attributedPurchases14d",
  "unitsSold14d",
  "attributedSales14d",
  "attributedTotalDetailPageViewsClicks14d",
  "attributedTotalAddToCartClicks14d",
  "attributedTotalPurchases14d",
  "totalUnitsSold14d",
  "totalAttributedSales14d",
] as const;

export interface RowTotals {
  clickThroughs: bigint;
  orders: bigint;
  units: bigint;
  amount: Micros;
}
export interface ParsedRow extends RowTotals {
  /** YYYY-MM-DD in the marketplace's zone: the day on which the events took place. */
  date: string;
  campaignId: string;
  adGroupId: string;
  creativeId: string;
}

// The ids come back from visitors' address bars, so they may hold anything: escaped, no two rows
// share a key.
const keyPart = (id: string): string => id.replaceAll("%", "%25").replaceAll("|", "%7C");
export const rowKey = (
  advertiserId: string,
  row: Pick<ParsedRow, "date" | "campaignId" | "adGroupId" | "creativeId">,
): string =>
  [advertiserId, row.date, row.campaignId, row.adGroupId, row.creativeId].map(keyPart).join("|");

function parseCount(text: string | undefined): bigint | null {
  if (text === undefined || text === "") return 0n;
  return /^\d{1,12}(\.0+)?$/.test(text) ? BigInt(text.split(".")[0] ?? "0") : null;
}

/**
 * "191.95999999999998" → 191.96 in micros: rounded half-even to the currency's minor unit, exactly,
 * without floats.
 */
export function parseNoisyAmount(text: string, minorDigits: number): Micros | null {
  const match = /^(\d{1,13})(?:\.(\d{1,30}))?$/.exec(text);
  if (!match) return null;
  const [, units = "0", fraction = ""] = match;
  const kept = BigInt(units + fraction.slice(0, minorDigits).padEnd(minorDigits, "0"));
  const rest = fraction.slice(minorDigits);
  const half = `5${"0".repeat(Math.max(rest.length - 1, 0))}`;
  const up = rest !== "" && (rest > half || (rest === half && kept % 2n === 1n));
  return (up ? kept + 1n : kept) * 10n ** BigInt(6 - minorDigits);
}

function parseDate(text: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  try {
    return Temporal.PlainDate.from(date, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}

/**
 * Reads a row; sales figures are the totals with brand halo, which is what the seller is credited
 * with.
 */
export function parseRow(row: ReportRow, minorDigits: number): Result<ParsedRow, "BAD_REPORT_ROW"> {
  const bad = (field: string) =>
    refuse("BAD_REPORT_ROW" as const, `The report row's ${field} cannot be read`, field);
  const date = parseDate(row.date ?? "");
  if (date === null) return bad("date");
  for (const field of ["campaignId", "adGroupId", "creativeId"] as const) {
    if (typeof row[field] !== "string" || row[field].length > 300) return bad(field);
  }
  const clickThroughs = parseCount(row["Click-throughs"]);
  if (clickThroughs === null) return bad("Click-throughs");
  const orders = parseCount(row.attributedTotalPurchases14d ?? row.attributedPurchases14d);
  if (orders === null) return bad("attributedTotalPurchases14d");
  const units = parseCount(row.totalUnitsSold14d ?? row.unitsSold14d);
  if (units === null) return bad("totalUnitsSold14d");
  const amount = parseNoisyAmount(
    row.totalAttributedSales14d || row.attributedSales14d || "0",
    minorDigits,
  );
  if (amount === null) return bad("totalAttributedSales14d");
  const { campaignId, adGroupId, creativeId } = row;
  return accept({ date, campaignId, adGroupId, creativeId, clickThroughs, orders, units, amount });
}

export const sameTotals = (a: RowTotals, b: RowTotals): boolean =>
  a.clickThroughs === b.clickThroughs &&
  a.orders === b.orders &&
  a.units === b.units &&
  a.amount === b.amount;

/** Amazon needs this many clicks on a tag before it reports anything for it. */
export const minimumClicks = 10;
export const salesDelayHours = 48;
export const restatementDays = 28;
