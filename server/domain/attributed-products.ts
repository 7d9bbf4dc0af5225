/**
 * Rows of Amazon's report by product: which products a partner's clicks sold, of those promoted and
 * of the brand's others, and to how many who are new to the brand. For people to look at; what is
 * booked is told by other reports.
 */
import {
  figureFault,
  maxReportAmount,
  parseCount,
  parseDate,
  parseNoisyAmount,
} from "./attribution.ts";
import type { Micros } from "./money.ts";
import { accept, refuse, type Result } from "./result.ts";

/** The days that Amazon tells it for. */
export const productDays = 90;

export const productKinds = ["PROMOTED", "HALO"] as const;
export type ProductKind = (typeof productKinds)[number];

/** Names of the figures by what is sold: orders, units, amount, and the same of new customers. */
const figures = {
  PROMOTED: [
    "attributedPurchases14d",
    "unitsSold14d",
    "attributedSales14d",
    "attributedNewToBrandPurchases14d",
    "attributedNewToBrandUnitsSold14d",
    "attributedNewToBrandSales14d",
  ],
  HALO: [
    "brandHaloAttributedPurchases14d",
    "brandHaloUnitsSold14d",
    "brandHaloAttributedSales14d",
    "brandHaloNewToBrandPurchases14d",
    "brandHaloNewToBrandUnitsSold14d",
    "brandHaloNewToBrandSales14d",
  ],
} as const satisfies Record<ProductKind, readonly string[]>;
export const productMetrics = [...figures.PROMOTED, ...figures.HALO] as const;
export type ProductMetric = (typeof productMetrics)[number];

export interface ProductFigures {
  orders: bigint;
  units: bigint;
  amount: Micros;
  newOrders: bigint;
  newUnits: bigint;
  newAmount: Micros;
}
export interface ToldProduct extends ProductFigures {
  /** YYYY-MM-DD at the marketplace. */
  date: string;
  campaignId: string;
  adGroupId: string;
  asin: string;
  name: string;
  kind: ProductKind;
}

const nameLength = 200;
const isTold = (value: unknown): value is string => typeof value === "string" && value !== "";

type Row = Readonly<Record<string, unknown>>;
function figuresOf(
  row: Row,
  kind: ProductKind,
  minorDigits: number,
): ProductFigures | { metric: string; fault: string } {
  const read = figures[kind].map((metric, at) => {
    const text = row[metric];
    if (!isTold(text)) return { metric, text: "", isAmount: false, value: 0n };
    const isAmount = at % 3 === 2;
    const value = isAmount ? parseNoisyAmount(text, minorDigits) : parseCount(text);
    return { metric, text, isAmount, value: (value ?? 0n) > maxReportAmount ? null : value };
  });
  const bad = read.find(({ value }) => value === null);
  if (bad)
    return { metric: bad.metric, fault: figureFault(bad.text, bad.isAmount ? minorDigits : null) };
  const [orders = 0n, units = 0n, amount = 0n, newOrders = 0n, newUnits = 0n, newAmount = 0n] =
    read.map(({ value }) => value ?? 0n);
  return { orders, units, amount, newOrders, newUnits, newAmount };
}

const isOther = (type: unknown, kind: ProductKind): boolean =>
  isTold(type) && /halo/i.test(type) !== (kind === "HALO");
const isNothing = (read: ProductFigures): boolean =>
  Object.values(read).every((figure) => figure === 0n);

/**
 * One row tells of a product as promoted, as another of the brand, or both; none where it tells
 * nothing at all.
 */
export function parseProductRow(
  row: unknown,
  minorDigits: number,
): Result<ToldProduct[], "BAD_REPORT_ROW"> {
  const bad = (field: string, fault = "") =>
    refuse("BAD_REPORT_ROW" as const, `The report row's ${field} cannot be read${fault}`, field);
  if (typeof row !== "object" || row === null) return bad("shape");
  const given = row as Row;
  const date = isTold(given.date) ? parseDate(given.date) : null;
  if (date === null) return bad("date");
  const { campaignId, adGroupId, productAsin: asin, productName } = given;
  if (!isTold(campaignId)) return bad("campaignId");
  if (!isTold(adGroupId)) return bad("adGroupId");
  if (!isTold(asin) || !/^[\w-]{1,40}$/.test(asin)) return bad("productAsin");
  const name = isTold(productName) ? productName.slice(0, nameLength).toWellFormed() : "";
  if ([campaignId, adGroupId, name].some((text) => text.includes("\0"))) return bad("text");
  const products: ToldProduct[] = [];
  for (const kind of productKinds) {
    if (!figures[kind].some((metric) => isTold(given[metric]))) continue;
    const read = figuresOf(given, kind, minorDigits);
    if ("fault" in read) return bad(read.metric, `: ${read.fault}`);
    // Zeros of the kind that it is not of say nothing.
    if (isOther(given.productConversionType, kind) && isNothing(read)) continue;
    products.push({ date, campaignId, adGroupId, asin, name, kind, ...read });
  }
  return accept(products);
}
