/**
 * What an order is worth to its partner: goods after discounts, without shipping and tax, exactly
 * to the minor unit.
 */
import type { Micros } from "./money.ts";
import { minorDigits } from "./values/currency.ts";

/** Of one order, as they are handed in. */
export const maxItems = 100;

/** Items of one SKU and category: what rules on sales can tell apart. */
export interface OrderLine {
  sku: string | null;
  category: string | null;
  units: bigint;
  amount: Micros;
}

const minorOf = (currency: string): bigint => 10n ** BigInt(6 - minorDigits(currency));

/**
 * Shares `whole` among parts in proportion to their weights: each share is a whole number of minor
 * units, and together they are `whole` exactly. What division leaves goes, one unit each, to the
 * parts that lost most by it, of equal ones to the first. Without any weight the first takes all.
 */
export function shareOut(whole: Micros, weights: readonly Micros[], currency: string): Micros[] {
  const minor = minorOf(currency);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map((_, at) => (at === 0 ? whole : 0n));
  const units = whole / minor;
  const parts = weights.map((weight, at) => {
    const share = units * weight;
    return { at, units: share / total, lost: share % total };
  });
  let left = units - parts.reduce((sum, part) => sum + part.units, 0n);
  for (const part of parts.toSorted((a, b) => Number(b.lost > a.lost) - Number(b.lost < a.lost))) {
    if (left === 0n) break;
    part.units += 1n;
    left -= 1n;
  }
  return parts.map((part) => part.units * minor);
}

/** Takes an order's own discount off its items, in proportion to what they cost [D156]. */
export function discounted(
  lines: readonly OrderLine[],
  discount: Micros,
  currency: string,
): OrderLine[] {
  const off = shareOut(
    discount,
    lines.map(({ amount }) => amount),
    currency,
  );
  return lines.map((line, at) => ({ ...line, amount: line.amount - (off[at] ?? 0n) }));
}

/** Lines that no rule can tell apart are one. */
export function merged(lines: readonly OrderLine[]): OrderLine[] {
  const byKey = new Map<string, OrderLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.sku, line.category]);
    const same = byKey.get(key);
    if (same) {
      same.units += line.units;
      same.amount += line.amount;
    } else byKey.set(key, { ...line });
  }
  return [...byKey.values()];
}
