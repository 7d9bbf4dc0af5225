/**
 * The gate for amounts, rates and their bounds. Text in, exact micros out; every way in which a
 * number can be written wrongly is refused by its name, never read as something else.
 */
import { accept, refuse, type Refused, type Result } from "../result.ts";
import { minorDigits } from "./currency.ts";
import { oneForm, quoted, shortened } from "./text.ts";

export type Micros = bigint;
export const microsPerUnit = 1_000_000n;

/**
 * Bounds, in units of a currency. A year of one program must fit into a bigint of micros (9.2 ×
 * 10^12 units) nine times over: a hundred million paid clicks, a million paid orders, each at the
 * bound.
 */
export const maxClickRateUnits = 10_000n;
export const maxSaleRateUnits = 1_000_000n;
/** Of a limit, which nothing adds up; what was paid under it never passes it. */
export const maxLimitUnits = 1_000_000_000_000n;
/** Of one order or one order's correction. */
export const maxOrderUnits = 1_000_000n;
export const clicksOfYear = 100_000_000n;
export const ordersOfYear = 1_000_000n;

export interface AmountBounds {
  /** Default 6, or those of the currency. */
  decimals?: number;
  /** Of an amount that is paid or kept to as it is written: it has this currency's decimals. */
  currency?: string | undefined;
  /** In whole units; default maxLimitUnits. */
  max?: bigint;
  /** Whether less than 0 is an amount here; default no. */
  negative?: boolean;
}

const looks: readonly [RegExp, (sent: string) => string][] = [
  [/^$/, () => "An amount is missing: write one such as 0.12"],
  [
    /^[+-]?[\d.]+e[+-]?\d+$/i,
    (sent) => `${sent} is written with an exponent: write it out, such as 1000`,
  ],
  [/^\+/, (sent) => `${sent} has a plus sign: leave it out`],
  [/[^\p{ASCII}]/u, (sent) => `${sent} is not written in plain digits: use 0 to 9 and a point`],
];

/** Other ways to group digits or to mark decimals, and the number each stands for. */
const numberForms: readonly [RegExp, (text: string) => string][] = [
  [/^-?[1-9]\d{0,2}(?:[,' ]\d{3})+(?:\.\d+)?$/, (text) => text.replaceAll(/[,' ]/g, "")],
  [/^-?[1-9]\d{0,2}(?:\.\d{3}){2,}$/, (text) => text.replaceAll(".", "")],
  [
    /^-?[1-9]\d{0,2}(?:[.' ]\d{3})+,\d{1,6}$/,
    (text) => text.replaceAll(/[.' ]/g, "").replace(",", "."),
  ],
  [/^-?\d+,\d+$/, (text) => text.replace(",", ".")],
];
/**
 * What is wrong of a text that reads as a number of another spelling: "1,000" may be 1000 or 1.000,
 * and its author alone knows. Null where it does not. `inList`: commas separate numbers there too,
 * so that what few would mean as one number is none.
 */
export function commaFault(text: string, { inList = false } = {}): string | null {
  const bare = text.replaceAll('"', "");
  const meant = numberForms.flatMap(([form, read]) => (form.test(bare) ? [read(bare)] : []));
  const isList = !bare.includes(",") || /^-?(?:\d+,\d{4,}|\d{4,},\d{3})$/.test(bare);
  if (meant.length === 0 || (inList && isList)) return null;
  const shown = meant.map((each) => shortened(each));
  const numbers = shown.join(" or ");
  const sent = quoted(bare);
  if (inList)
    return `${sent} may be one number or several: write ${numbers}, or each number by itself`;
  return shown.length > 1
    ? `${sent} may be ${numbers}: write the one that is meant`
    : `${sent} has more than digits and a point: write ${numbers}`;
}

/** What of a text is wrong when it is no decimal number. */
function fault(text: string, path: readonly string[]): Refused<"BAD_AMOUNT"> {
  const sent = quoted(text);
  const found = looks.find(([look]) => look.test(text))?.[1](sent) ?? commaFault(text);
  return refuse("BAD_AMOUNT", found ?? `${sent} is not a decimal number such as 0.12`, ...path);
}

const decimalForm = /^(-?)0*(\d+)(?:\.(\d+))?$/;
const writtenMax = 100;
/**
 * Whether a text is a decimal number at all, without the spaces around it: how large and how exact
 * it may be is for the gate of its field to say.
 */
export function gateDecimal(given: string, ...path: string[]): Result<string, "BAD_AMOUNT"> {
  const text = oneForm(given);
  return decimalForm.test(text) && text.length <= writtenMax ? accept(text) : fault(text, path);
}
/** As many units as can be written: where the bound is another gate's. */
export const anyUnits = 10n ** BigInt(writtenMax);

/** "0.0333" → 33300n. "-0" is 0, wherever less than 0 is none. */
export function gateAmount(
  given: string,
  { currency, decimals, max = maxLimitUnits, negative = false }: AmountBounds = {},
  ...path: string[]
): Result<Micros, "BAD_AMOUNT"> {
  const decimal = gateDecimal(given, ...path);
  if (!decimal.ok) return decimal;
  const [, sign, units, fraction = ""] = decimalForm.exec(decimal.value) as unknown as [
    string,
    string,
    string,
    string | undefined,
  ];
  const sent = quoted(decimal.value);
  const significant = fraction.replace(/0+$/, "");
  const most = decimals ?? (currency === undefined ? 6 : minorDigits(currency));
  if (significant.length > most)
    return refuse(
      "BAD_AMOUNT",
      currency === undefined
        ? `${sent} has more than ${most} decimals`
        : `${sent} has more decimals than ${currency}, which has ${most || "none"}`,
      ...path,
    );
  const whole = BigInt(units);
  const micros = whole * microsPerUnit + BigInt(significant.padEnd(6, "0"));
  if (micros > max * microsPerUnit)
    return refuse("BAD_AMOUNT", `${sent} is larger than ${max}`, ...path);
  if (sign !== "-" || micros === 0n) return accept(micros);
  return negative
    ? accept(-micros)
    : refuse("BAD_AMOUNT", `${sent} is negative: an amount here is 0 or more`, ...path);
}

type Rate = { kind: "AMOUNT"; micros: Micros } | { kind: "PERCENT"; millionths: bigint };
/** "0.12", or "8%" as millionths. At most four decimals; a share lies between 0 and 100 %. */
export function gateRate(
  given: string,
  max: bigint,
  ...path: string[]
): Result<Rate, "BAD_AMOUNT" | "BAD_RATE"> {
  const text = oneForm(given);
  if (text === "")
    return refuse(
      "BAD_RATE",
      'A payout is an amount such as 0.12 or, for sales, a share such as "8%"',
      ...path,
    );
  if (!text.endsWith("%")) {
    const amount = gateAmount(text, { decimals: 4, max }, ...path);
    return amount.ok ? accept({ kind: "AMOUNT", micros: amount.value }) : amount;
  }
  const percent = gateAmount(text.slice(0, -1), { decimals: 4, max: anyUnits }, ...path);
  if (!percent.ok) return percent;
  const millionths = percent.value / 100n;
  return percent.value % 100n === 0n && millionths <= 1_000_000n
    ? accept({ kind: "PERCENT", millionths })
    : refuse(
        "BAD_RATE",
        "A percentage lies between 0% and 100% and has at most four decimals",
        ...path,
      );
}

/** A whole number as it came; `sentence` names its bounds: "Locking waits 0 to 24 months". */
export function gateWhole<C extends string>(
  code: C,
  sentence: string,
  value: number,
  { min, max }: { min: number; max: number },
  ...path: string[]
): Result<number, C> {
  return Number.isInteger(value) && value >= min && value <= max
    ? accept(value)
    : refuse(code, `${sentence}, not ${value}`, ...path);
}

/** A number of things: clicks, orders, tiers. */
export function gateCount<C extends string>(
  code: C,
  what: string,
  given: string,
  { min, max }: { min: bigint; max: bigint },
  ...path: string[]
): Result<bigint, C> {
  const text = oneForm(given);
  if (/^(?:\d{1,15}|-0{1,15})$/.test(text) && BigInt(text) >= min && BigInt(text) <= max)
    return accept(BigInt(text));
  return refuse(
    code,
    `${what} is a whole number from ${min} to ${max}, not ${quoted(text)}`,
    ...path,
  );
}
