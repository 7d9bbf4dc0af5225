/**
 * Amazon Attribution report rows. Every number arrives as text, amounts with floating-point noise;
 * a row is a running total for its key that may grow and shrink for 28 days. Source: the
 * Attribution API as reflected in public client code.
 */
import { microsPerUnit, type Micros } from "./money.ts";
import { accept, refuse, type Result } from "./result.ts";
import { quoted } from "./values/text.ts";

/** What a report adds up by. Each is asked for, and may fail, by itself. */
export const groupings = ["CAMPAIGN", "ADGROUP", "CREATIVE"] as const;
export type Grouping = (typeof groupings)[number];
/** What is asked for by itself: the groupings that are booked, and products, which are shown. */
export const runKinds = [...groupings, "PRODUCTS"] as const;
export type RunKind = (typeof runKinds)[number];

/**
 * The documented shape of a PERFORMANCE row; those of coarser groupings lack the finer
 * ids. Metrics that were not asked for are absent. Null, "" and absent are one: not told.
 */
export interface ReportRow {
  date: string;
  advertiserName: string;
  publisher: string;
  campaignId: string;
  adGroupId?: string | null;
  creativeId?: string | null;
  "Click-throughs"?: string | null;
  attributedDetailPageViewsClicks14d?: string | null;
  attributedAddToCartClicks14d?: string | null;
  attributedPurchases14d?: string | null;
  unitsSold14d?: string | null;
  attributedSales14d?: string | null;
  attributedTotalDetailPageViewsClicks14d?: string | null;
  attributedTotalAddToCartClicks14d?: string | null;
  attributedTotalPurchases14d?: string | null;
  totalUnitsSold14d?: string | null;
  totalAttributedSales14d?: string | null;
  brb_bonus_amount?: string | null;
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

/**
 * Amazon's own estimate of the Brand Referral Bonus: told of campaigns and ad groups, to sellers in
 * the US who take part. With creatives, Amazon refuses the question [D137].
 */
export const bonusMetric = "brb_bonus_amount";
export const isBonusTold = (kind: RunKind, country: string): boolean =>
  country === "US" && (kind === "CAMPAIGN" || kind === "ADGROUP");

export interface RowTotals {
  clickThroughs: bigint;
  orders: bigint;
  units: bigint;
  amount: Micros;
}
export interface RowTag {
  /** YYYY-MM-DD in the marketplace's zone: the day on which the events took place. */
  date: string;
  campaignId: string;
  /** "" where the grouping has none. */
  adGroupId: string;
  /** "" where the grouping has none, and where the row is told for no creative. */
  creativeId: string;
}
const maxIdLength = 300;

// The ids come back from visitors' address bars, so they may hold anything: escaped, no two rows
// share a key.
const keyPart = (id: string): string => id.replaceAll("%", "%25").replaceAll("|", "%7C");
/** A campaign's key has three parts, an ad group's four, a creative's five: none is another's. */
export const rowKey = (advertiserId: string, grouping: Grouping, tag: RowTag): string =>
  [
    advertiserId,
    tag.date,
    tag.campaignId,
    ...(grouping === "CAMPAIGN" ? [] : [tag.adGroupId]),
    ...(grouping === "CREATIVE" ? [tag.creativeId] : []),
  ]
    .map(keyPart)
    .join("|");

const number = /^(-?)(\d{1,40})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
const maxUnits = 10n ** 13n;

/**
 * A number as Amazon writes it ("191.95999999999998", "9.99999999E8", "1.42E-14", "-0.0") in units
 * of 10^-decimals: exactly, rounded half-even. Null: no number, below zero, or too large.
 */
function readUnits(text: string, decimals: number): bigint | null {
  const [, sign, units = "", fraction = "", power = "0"] = number.exec(text) ?? [];
  if (sign === undefined) return null;
  const digits = BigInt(units + fraction);
  const shift = Number(power) - fraction.length + decimals;
  if (digits === 0n) return 0n;
  if (shift > 40) return null;
  const scale = 10n ** BigInt(Math.abs(shift));
  const [kept, rest] = shift >= 0 ? [digits * scale, 0n] : [digits / scale, digits % scale];
  const up = 2n * rest > scale || (2n * rest === scale && kept % 2n === 1n);
  const read = up ? kept + 1n : kept;
  return (sign === "-" && read !== 0n) || read >= maxUnits * 10n ** BigInt(decimals) ? null : read;
}

const countNoise = 1_000n;

/**
 * The most that one row of one day is believed to tell: a count, and an amount in micros. 5,000
 * partners that each tell it every day of two years stay below 2^53, which every figure of the API
 * holds; thousands of such amounts together stay within PostgreSQL's bigint.
 */
export const maxReportCount = 1_000_000_000n;
export const maxReportAmount = 1_000_000_000_000_000n;

/** A whole number, with the noise of a float: "9.99999999E8", "2.9999999996". */
export function parseCount(text: string): bigint | null {
  const millionths = readUnits(text, 6);
  if (millionths === null) return null;
  const whole = (millionths + 500_000n) / 1_000_000n;
  const noise = millionths - whole * 1_000_000n;
  return noise <= countNoise && noise >= -countNoise && whole <= maxReportCount ? whole : null;
}

/** Why a figure cannot be read, with what it is. `minorDigits`: null of a count. */
export function figureFault(text: string, minorDigits: number | null): string {
  const shown = quoted(text);
  if (!number.test(text)) return `${shown} is no number`;
  const most = minorDigits === null ? maxReportCount : maxReportAmount / microsPerUnit;
  if (text.startsWith("-")) return `${shown} is below zero, and a report tells nothing below it`;
  if (Number(text) > Number(most))
    return `${shown} is more than the ${most.toLocaleString("en")} that one row can tell`;
  return minorDigits === null ? `${shown} is no whole number` : `${shown} has too many digits`;
}

/**
 * "191.95999999999998" → 191.96 in micros: rounded half-even to the currency's minor unit, exactly,
 * without floats.
 */
export function parseNoisyAmount(text: string, minorDigits: number): Micros | null {
  const minor = readUnits(text, minorDigits);
  return minor === null ? null : minor * 10n ** BigInt(6 - minorDigits);
}

export function parseDate(text: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  try {
    return Temporal.PlainDate.from(date, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}

const dateFault = (text: string): string => `${quoted(text)} is no date of the calendar`;

const isTold = (text: string | null | undefined): text is string =>
  text !== undefined && text !== null && text !== "";
const firstTold = (...texts: (string | null | undefined)[]): string | null =>
  texts.find(isTold) ?? null;

/** The sale's figures are the totals with brand halo: what the seller is credited with. */
const figures = (row: ReportRow) =>
  [
    ["Click-throughs", firstTold(row["Click-throughs"])],
    [
      "attributedTotalPurchases14d",
      firstTold(row.attributedTotalPurchases14d, row.attributedPurchases14d),
    ],
    ["totalUnitsSold14d", firstTold(row.totalUnitsSold14d, row.unitsSold14d)],
    ["totalAttributedSales14d", firstTold(row.totalAttributedSales14d, row.attributedSales14d)],
  ] as const;

export interface ToldRow {
  tag: RowTag;
  /** Null = not told: no metrics, or for no creative. Never the same as zero. */
  totals: RowTotals | null;
}

const finerIds = { CAMPAIGN: 0, ADGROUP: 1, CREATIVE: 2 } as const;

/** The row's ids as its grouping has them, or the name of the one that cannot be read. */
function readIds(row: ReportRow, grouping: Grouping): Omit<RowTag, "date"> | { bad: string } {
  const levels = finerIds[grouping];
  const { campaignId } = row;
  const adGroupId = levels >= 1 ? row.adGroupId : "";
  const creativeId = levels === 2 ? (row.creativeId ?? "") : "";
  if (typeof campaignId !== "string" || campaignId.length > maxIdLength)
    return { bad: "campaignId" };
  if (typeof adGroupId !== "string" || adGroupId.length > maxIdLength) return { bad: "adGroupId" };
  if (creativeId.length > maxIdLength) return { bad: "creativeId" };
  return { campaignId, adGroupId, creativeId };
}

/** Reads a row. One that tells some of its figures and not others cannot be read. */
export function parseRow(
  row: ReportRow,
  grouping: Grouping,
  minorDigits: number,
): Result<ToldRow, "BAD_REPORT_ROW"> {
  const bad = (field: string, fault = "cannot be read") =>
    refuse("BAD_REPORT_ROW" as const, `The report row's ${field} ${fault}`, field);
  const date = parseDate(row.date ?? "");
  if (date === null) return bad("date", `cannot be read: ${dateFault(row.date ?? "")}`);
  const ids = readIds(row, grouping);
  if ("bad" in ids) return bad(ids.bad);
  const tag = { date, ...ids };
  if (performanceMetrics.every((metric) => !isTold(row[metric])))
    return accept({ tag, totals: null });
  const read: bigint[] = [];
  for (const [field, text] of figures(row)) {
    if (text === null) return bad(field, "is not told, though others of its figures are");
    const isAmount = field === "totalAttributedSales14d";
    const figure = isAmount ? parseNoisyAmount(text, minorDigits) : parseCount(text);
    if (figure === null || (isAmount && figure > maxReportAmount))
      return bad(field, `cannot be read: ${figureFault(text, isAmount ? minorDigits : null)}`);
    read.push(figure);
  }
  const [clickThroughs = 0n, orders = 0n, units = 0n, amount = 0n] = read;
  const isOfNone = grouping === "CREATIVE" && tag.creativeId === "";
  return accept({ tag, totals: isOfNone ? null : { clickThroughs, orders, units, amount } });
}

/** Null: not told, or not to be read: an estimate keeps no row from being booked. */
export const readBonus = (row: ReportRow, minorDigits: number): Micros | null =>
  isTold(row.brb_bonus_amount) ? parseNoisyAmount(row.brb_bonus_amount, minorDigits) : null;

export const isNone = ({ clickThroughs, orders, units, amount }: RowTotals): boolean =>
  clickThroughs === 0n && orders === 0n && units === 0n && amount === 0n;

/**
 * What is not masked though it is less. FIGURES: each that is told stands in place of what was told
 * wrongly, zeros alone hide. ALL: zeros are figures too.
 */
export type MaskedBut = "FIGURES" | "ALL" | null;
/**
 * What was told before and comes back as zeros, or with fewer click-throughs and fewer orders, is
 * hidden by Amazon: nothing was returned. Orders that fall while click-throughs stay are returns,
 * also where there never was one on their day: people buy up to 14 days after their click. What a
 * person confirms, or Amazon says of what only a file told, mends its figures; of what only a file
 * told, a person's zeros are figures too.
 */
export const isMasked = (told: RowTotals, now: RowTotals, mends: MaskedBut = null): boolean =>
  mends !== "ALL" &&
  now.clickThroughs < told.clickThroughs &&
  (isNone(now) || (now.orders < told.orders && mends === null));

export const sameTotals = (a: RowTotals, b: RowTotals): boolean =>
  a.clickThroughs === b.clickThroughs &&
  a.orders === b.orders &&
  a.units === b.units &&
  a.amount === b.amount;

/** Amazon needs this many clicks on a tag before it reports anything for it. */
export const minimumClicks = 10;
/** Within so many hours it tells a click, and a sale. */
export const clicksDelayHours = 24;
export const salesDelayHours = 48;
export const restatementDays = 28;
