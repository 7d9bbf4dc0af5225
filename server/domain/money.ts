/**
 * Exact money. Amounts are bigint micros (one millionth of the currency's unit), never a JavaScript
 * number. Rounding to ISO 4217 minor units happens once, on a statement line, and is half-even.
 */
import { anyUnits, gateAmount, microsPerUnit, type Micros } from "./values/amount.ts";
import type { Result } from "./result.ts";

export { microsPerUnit, type Micros };

/**
 * "0.0333" → 33300n; also less than 0. At most `decimals` decimals (4 for rates, as the field's
 * tools allow).
 */
export const parseDecimal = (
  text: string,
  path: string,
  decimals = 6,
): Result<Micros, "BAD_AMOUNT"> => gateAmount(text, { decimals, negative: true }, path);

/** What formatMicros wrote: a sum may be as large as it is. Throws at anything else. */
export function readMicros(text: string): Micros {
  const read = gateAmount(text, { negative: true, max: anyUnits });
  if (!read.ok) throw new Error(read.message);
  return read.value;
}

/** 33300n → "0.0333"; always at least `minDecimals` decimals. Exact, no locale. */
export function formatMicros(micros: Micros, minDecimals = 2): string {
  const negative = micros < 0n;
  const absolute = negative ? -micros : micros;
  const fraction = (absolute % microsPerUnit)
    .toString()
    .padStart(6, "0")
    .replace(/0+$/, "")
    .padEnd(minDecimals, "0");
  return `${negative ? "-" : ""}${absolute / microsPerUnit}${fraction ? `.${fraction}` : ""}`;
}

/** Divides rounding half to even; `divisor` must be positive. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError("divideHalfEven: divisor must be positive");
  const negative = dividend < 0n;
  const absolute = negative ? -dividend : dividend;
  const quotient = absolute / divisor;
  const twice = (absolute % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/** Rate in millionths (8 % = 80000n) of an amount, half-even to the micro. */
export const applyRate = (amount: Micros, rateMillionths: bigint): Micros =>
  divideHalfEven(amount * rateMillionths, 1_000_000n);

/**
 * Micros → minor units of a currency with `digits` decimals, plus the rest in micros that is
 * carried on.
 */
export function toMinorUnits(
  micros: Micros,
  digits: number,
): { minor: bigint; carryMicros: Micros } {
  const microsPerMinor = 10n ** BigInt(Math.max(6 - digits, 0));
  const minor = divideHalfEven(micros, microsPerMinor);
  return { minor, carryMicros: micros - minor * microsPerMinor };
}

/** Splits a total by weights without losing a micro: largest remainder first, ties by position. */
export function allot(total: Micros, weights: readonly bigint[]): Micros[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum <= 0n || weights.some((w) => w < 0n))
    throw new RangeError("allot: weights must be ≥ 0 with a positive sum");
  const absolute = total < 0n ? -total : total;
  const shares = weights.map((w) => (absolute * w) / sum);
  let rest = absolute - shares.reduce((a, b) => a + b, 0n);
  // A stable order: ties keep their positions.
  const byRemainder = weights
    .map((w, index) => ({ index, remainder: (absolute * w) % sum }))
    .sort((a, b) => Number(b.remainder - a.remainder));
  for (const { index } of byRemainder) {
    if (rest === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    rest -= 1n;
  }
  return shares.map((share) => (total < 0n ? -share : share));
}
