/** Numbers, money and instants as text. Formats only: nothing here adds money. */

const numberLocale = "en-US";
/** Day before month, 24 hours. */
const dateLocale = "en-GB";

function remembered<K extends string, F>(make: (key: K) => F): (key: K) => F {
  const known = new Map<K, F>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

const counts = new Intl.NumberFormat(numberLocale);
const compactCounts = new Intl.NumberFormat(numberLocale, {
  notation: "compact",
  maximumFractionDigits: 1,
});
export const formatCount = (count: number): string => counts.format(count);
/** For axes and small places: 48.2K. */
export const formatCompact = (count: number): string => compactCounts.format(count);

const signs = { signDisplay: "exceptZero" } as const;
const differences = new Intl.NumberFormat(numberLocale, signs);
const changes = [0, 1].map(
  (maximumFractionDigits) =>
    new Intl.NumberFormat(numberLocale, { ...signs, style: "percent", maximumFractionDigits }),
);
/** A minus as wide as the plus that it stands under. */
const minus = (text: string): string => text.replace("-", "−");
/** How many more or less: "+1,200" or "−3". */
export const formatDifference = (count: number): string => minus(differences.format(count));
/** A ratio as a change: "+11.8%" of 0.1184, without a decimal "+12%". */
export const formatChange = (ratio: number, decimals: 0 | 1 = 1): string =>
  minus(changes[decimals]?.format(ratio) ?? "");

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const byteFormats = byteUnits.map(
  (unit) =>
    new Intl.NumberFormat(numberLocale, {
      style: "unit",
      unit,
      unitDisplay: unit === "byte" ? "long" : "short",
      maximumFractionDigits: unit === "byte" ? 0 : 1,
    }),
);
/** In the unit in which it is at least 1: "12.4 MB". */
export function formatBytes(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), byteUnits.length - 1);
  return byteFormats[step]?.format(bytes / 1000 ** step) ?? "";
}

export interface MoneyValue {
  /** Decimal text such as "0.0333". */
  amount: unknown;
  /** ISO 4217. */
  currency: string;
}

const moneyStyle = (currency: string) =>
  ({ style: "currency", currency, currencyDisplay: "narrowSymbol" }) as const;
const exactFormats = remembered(
  (currency: string) =>
    new Intl.NumberFormat(numberLocale, { ...moneyStyle(currency), maximumFractionDigits: 6 }),
);
/** As statements round: to the currency's own digits, half to even. */
const roundedFormats = remembered(
  (currency: string) =>
    new Intl.NumberFormat(numberLocale, { ...moneyStyle(currency), roundingMode: "halfEven" }),
);
const decimal = /^-?\d+(\.\d+)?$/;
const zero = /^-?0*(\.0*)?$/;
export const isZero = ({ amount }: MoneyValue): boolean => zero.test(String(amount));

const formatWith = (
  formats: (currency: string) => Intl.NumberFormat,
  { amount, currency }: MoneyValue,
): string => {
  const text = String(amount);
  return decimal.test(text) ? formats(currency).format(text as `${number}`) : `${text} ${currency}`;
};

/** Every digit that was given, at least the currency's own: rates, terms, traces. */
export const formatExact = (money: MoneyValue): string => formatWith(exactFormats, money);
/** "+$1.20" or "-$1.20", so that what is taken back shows among what is added; "–" for nothing. */
export function formatEffect(money: MoneyValue): string {
  if (isZero(money)) return "–";
  return `${String(money.amount).startsWith("-") ? "" : "+"}${formatExact(money)}`;
}

/** The smallest amount that the currency's digits can say. */
const smallestOf = (currency: string): number =>
  10 ** -(roundedFormats(currency).resolvedOptions().maximumFractionDigits ?? 0);

/**
 * For tables and figures: in the currency's own digits, so that amounts can be compared. What is
 * more than nothing never reads as nothing.
 */
export function formatMoney(money: MoneyValue): string {
  const { amount, currency } = money;
  const text = formatWith(roundedFormats, money);
  if (!decimal.test(String(amount)) || isZero(money) || /[1-9]/.test(text)) return text;
  const smallest = roundedFormats(currency).format(smallestOf(currency));
  return `${String(amount).startsWith("-") ? ">-" : "<"}${smallest}`;
}

/** What `formatMonies` rounds away, for a title; null where it is exact already. */
export function exactMonies(monies: readonly MoneyValue[]): string | null {
  const exact = monies.map(formatExact).join(" + ");
  return exact === monies.map(formatMoney).join(" + ") ? null : exact;
}

/** One entry a currency; amounts of several currencies are never added. */
export function formatMonies(
  monies: readonly MoneyValue[],
  none: MoneyValue | null = null,
): string {
  if (monies.length > 0) return monies.map(formatMoney).join(" + ");
  return none === null ? "0" : formatMoney(none);
}

const formats = remembered((key: string) => {
  const [timeZone, options] = JSON.parse(key) as [string, Intl.DateTimeFormatOptions];
  return new Intl.DateTimeFormat(dateLocale, { ...options, timeZone });
});
export function formatInstant(
  instant: string | number,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): string {
  return formats(JSON.stringify([timeZone, options])).format(new Date(instant));
}

/** 2 Nov 2026, 14:05 */
export const formatDateTime = (instant: string | number, timeZone: string): string =>
  formatInstant(instant, timeZone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
/** 2 Nov, 14:05:11 */
export const formatSecond = (instant: string | number, timeZone: string): string =>
  formatInstant(instant, timeZone, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
/** 2 Nov, 14:05 */
export const formatShort = (instant: string | number, timeZone: string): string =>
  formatInstant(instant, timeZone, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
/** 2 Nov 2026 */
export const formatDate = (instant: string | number, timeZone: string): string =>
  formatInstant(instant, timeZone, { day: "numeric", month: "short", year: "numeric" });
/** 2 November 2026 of a date such as 2026-11-02, which has no zone. */
export const formatPlainDate = (date: string): string =>
  formatInstant(`${date}T00:00:00Z`, "UTC", { day: "numeric", month: "long", year: "numeric" });
/** November 2026 of a month such as 2026-11. */
export const formatMonth = (month: string): string =>
  formatInstant(`${month}-01T00:00:00Z`, "UTC", { month: "long", year: "numeric" });
/** November of a month's number, 1 to 12. */
export const formatMonthName = (month: number): string =>
  formatInstant(Date.UTC(2000, month - 1, 1), "UTC", { month: "long" });
/** 2 Nov of a date such as 2026-11-02. */
export const formatPlainDay = (date: string): string =>
  formatInstant(`${date}T00:00:00Z`, "UTC", { day: "numeric", month: "short" });

/** "America/New_York" as "New York". */
export const zoneName = (timeZone: string): string =>
  timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
