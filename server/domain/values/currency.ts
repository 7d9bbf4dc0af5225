/**
 * The gate for currencies. ISO 4217, list one, as it stands on 1 January 2026: what people are paid
 * in. Metals, funds, units of account and test codes (XAU, XDR, XXX, XTS …) are no currencies of
 * payment. A test compares the list with the platform's, so that a change there is noticed here.
 */
import { accept, refuse, type Result } from "../result.ts";
import { inCapitals, quoted } from "./text.ts";

export const currencyListDate = "2026-01-01";

const byDigits: readonly [number, string][] = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"],
  [
    2,
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF " +
      "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ " +
      "GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD " +
      "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK " +
      "PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL " +
      "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
  ],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
];
const digitsOf = new Map(
  byDigits.flatMap(([digits, codes]) => codes.split(" ").map((code) => [code, digits] as const)),
);

/** What rows from before may still say, with what took its place. */
const retired = new Map<string, { until: string; now: string }>([
  ["ANG", { until: "2025-03-31", now: "XCG" }],
  ["BGN", { until: "2025-12-31", now: "EUR" }],
  ["CUC", { until: "2021-06-30", now: "CUP" }],
  ["HRK", { until: "2022-12-31", now: "EUR" }],
  ["SLL", { until: "2023-12-31", now: "SLE" }],
  ["ZWL", { until: "2024-08-31", now: "ZWG" }],
]);

/** Units of account that ISO 4217 gives other than two decimals. */
const unitDigits = new Map([
  ["CLF", 4],
  ["UYI", 0],
  ["UYW", 4],
]);

export const currencies: readonly string[] = [...digitsOf.keys()].toSorted();
export const retiredCurrencies: readonly string[] = [...retired.keys()];
export const isCurrency = (code: string): boolean => digitsOf.has(code);

/** A currency that something new can be in; upper case, as ISO 4217 writes it. */
export function gateCurrency(code: string, ...path: string[]): Result<string, "BAD_CURRENCY"> {
  const capitals = inCapitals(code);
  if (digitsOf.has(capitals)) return accept(capitals);
  const upper = code.trim().toUpperCase();
  const gone = retired.get(upper);
  if (gone)
    return refuse(
      "BAD_CURRENCY",
      `${upper} was valid until ${gone.until}: use ${gone.now}`,
      ...path,
    );
  return digitsOf.has(upper)
    ? refuse("BAD_CURRENCY", `${quoted(code)} is not how ISO 4217 writes it: use ${upper}`, ...path)
    : refuse(
        "BAD_CURRENCY",
        `${quoted(code)} is not an ISO 4217 code of a currency that people are paid in, ` +
          "such as USD",
        ...path,
      );
}

/**
 * Decimals of a currency's minor unit: 2 for USD, 0 for JPY. 2 for what no gate would take: a bad
 * code in an old row must stop neither its own statements nor anybody else's.
 */
export const minorDigits = (currency: string): number =>
  digitsOf.get(currency) ?? unitDigits.get(currency) ?? 2;
