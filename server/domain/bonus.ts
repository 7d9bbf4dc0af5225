/**
 * Performance bonus: paid once a month on what was locked in it, beside what each sale earned.
 * Source: "Performance Bonus FAQ" (default 4 %, from 200 on 6 %, from 400 on 8 %).
 */
import { formatMicros, type Micros } from "./money.ts";
import { count } from "./number-clauses.ts";
import { bonusSentences } from "./terms-sentences.ts";
import {
  figureOf,
  priceOf,
  type Bonus,
  type BonusBasis,
  type BonusTier,
  type Rate,
} from "./terms.ts";

/** What was locked in a month under one contract, less what was taken back since. */
export interface Locked {
  revenue: Micros;
  orders: bigint;
}

/** What one tier adds to what the sales earned. */
export interface TierBonus {
  /** Its place among the tiers. */
  tier: number;
  amount: Micros;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * The difference to the default, of so many orders worth so much, rounded once: more never brings
 * less. Both rates are of one kind.
 */
function difference(rate: Rate, to: Rate, { orders, revenue }: Locked): Micros {
  if (rate.kind !== to.kind) throw new Error("bonusOf: a tier and the default are of two kinds");
  const figure = figureOf(rate) - figureOf(to);
  return priceOf(
    rate.kind === "PERCENT"
      ? { kind: "PERCENT", millionths: figure }
      : { kind: "AMOUNT", micros: figure },
    orders,
    revenue,
  );
}

/**
 * How much of the total lies in a tier: revenue from the amount on that it names, orders from the
 * order on that it numbers. Less than 0 where the total does not reach it.
 */
function within(
  basis: BonusBasis,
  { from }: BonusTier,
  next: BonusTier | undefined,
  total: bigint,
): bigint {
  const before = basis === "REVENUE" ? 0n : 1n;
  const end = next === undefined ? total : least(total, next.from - before);
  return end - (from - before);
}

/** Tiers that pay something, lowest first. */
export function bonusOf(
  { kind, basis, tiers }: Bonus,
  defaultRate: Rate,
  locked: Locked,
): TierBonus[] {
  const total = basis === "REVENUE" ? locked.revenue : locked.orders;
  if (kind === "PAST_EACH_TIER")
    return tiers.flatMap((tier, i) => {
      const part = within(basis, tier, tiers[i + 1], total);
      const amount = difference(
        tier.rate,
        defaultRate,
        basis === "REVENUE" ? { revenue: part, orders: 0n } : { revenue: 0n, orders: part },
      );
      return amount > 0n ? [{ tier: i, amount }] : [];
    });
  const reached = tiers.findLastIndex(({ from }) => total >= from);
  const tier = tiers[reached];
  if (!tier) return [];
  const amount =
    kind === "FIXED" ? priceOf(tier.rate, 1n, 0n) : difference(tier.rate, defaultRate, locked);
  return amount > 0n ? [{ tier: reached, amount }] : [];
}

/** Why a month's bonus is what it is, in words. */
export function bonusReason(
  bonus: Bonus,
  defaultRate: Rate,
  { revenue, orders }: Locked,
  tier: number,
  currency: string,
): string {
  const many = count(orders, "order");
  const locked = `${formatMicros(revenue)} ${currency} in ${many} locked in the month`;
  const sentence = bonusSentences(bonus, defaultRate, currency)[tier];
  return sentence === undefined ? locked : `${locked}: ${sentence}`;
}
