/** Reads a performance bonus from input, or names the first faulty field. */
import { gateAmount, gateRate, maxSaleRateUnits } from "./values/amount.ts";
import { accept, refuse, type Result } from "./result.ts";
import {
  bonusBases,
  bonusKinds,
  figureOf,
  type Bonus,
  type BonusBasis,
  type BonusKind,
  type BonusTier,
  type EventKind,
  type PayoutLevel,
  type Rate,
} from "./terms.ts";

export interface BonusDraft {
  kind: BonusKind;
  basis: BonusBasis;
  /** From which amount or number of orders on, and the rate there. */
  tiers: readonly { from: string; rate: string }[];
}
/** Of a payout as it is handed in, what its bonus depends on. */
interface BonusPlace {
  event: EventKind;
  level?: PayoutLevel | null;
  bonus?: BonusDraft | null;
  /** Of the terms, for amounts from which a tier begins. */
  currency: string;
}

const maxTiers = 10;

function parseFrom(
  { basis }: BonusDraft,
  currency: string,
  text: string,
  path: string,
): Result<bigint, "BAD_BONUS"> {
  if (basis === "CONVERSIONS")
    return /^[1-9]\d{0,8}$/.test(text)
      ? accept(BigInt(text))
      : refuse(
          "BAD_BONUS",
          "A tier of conversions begins with a whole number of orders, such as 20",
          path,
        );
  const amount = gateAmount(text, { currency }, path);
  if (!amount.ok) return refuse("BAD_BONUS", amount.message, path);
  return amount.value > 0n
    ? amount
    : refuse("BAD_BONUS", "A tier of revenue begins with an amount above 0, such as 200", path);
}

/** "6%" or "2.50", as payouts are written. */
function parseTierRate(text: string, path: string): Result<Rate, "BAD_BONUS"> {
  const read = gateRate(text, maxSaleRateUnits, path);
  if (!read.ok) return refuse("BAD_BONUS", read.message, path);
  return figureOf(read.value) > 0n
    ? read
    : refuse("BAD_BONUS", 'A tier pays an amount such as 2.50 or a share such as "6%"', path);
}

/**
 * Which rates fit: the difference to the default must be one, and what lies past a tier must be
 * known exactly.
 */
function misfit(
  { kind, basis }: Pick<Bonus, "kind" | "basis">,
  rate: Rate,
  defaultRate: Rate,
): string | null {
  if (kind === "FIXED") return rate.kind === "AMOUNT" ? null : "A fixed bonus is an amount";
  if (rate.kind !== defaultRate.kind)
    return "A tier pays the difference to the default payout: both are shares, or both are amounts";
  if (kind === "PAST_EACH_TIER" && (basis === "REVENUE") !== (rate.kind === "PERCENT"))
    return "Past each tier, revenue earns a share and conversions earn an amount each";
  return figureOf(rate) > figureOf(defaultRate) ? null : "A tier pays more than the default payout";
}

const isItemAmount = (level: PayoutLevel | null | undefined, defaultRate: Rate): boolean =>
  level === "ITEM" && defaultRate.kind === "AMOUNT";

/**
 * What is left of a bonus beside another default payout: the tiers that still pay more; null where
 * none does.
 */
export function bonusBeside(
  bonus: Bonus | null,
  { level, defaultRate }: { level: PayoutLevel; defaultRate: Rate },
): Bonus | null {
  if (bonus === null || (bonus.kind !== "FIXED" && isItemAmount(level, defaultRate))) return null;
  const tiers = bonus.tiers.filter(({ rate }) => misfit(bonus, rate, defaultRate) === null);
  return tiers.length > 0 ? { ...bonus, tiers } : null;
}

export function parseBonus(
  { event, level, bonus: draft, currency }: BonusPlace,
  defaultRate: Rate,
  path: string,
): Result<Bonus | null, "BAD_BONUS"> {
  if (draft == null) return accept(null);
  if (event !== "SALE")
    return refuse("BAD_BONUS", "A performance bonus is paid on sales alone", path);
  if (!bonusKinds.includes(draft.kind))
    return refuse(
      "BAD_BONUS",
      "A bonus is paid past each tier, on all conversions, or fixed",
      `${path}.kind`,
    );
  if (!bonusBases.includes(draft.basis))
    return refuse("BAD_BONUS", "A bonus goes by revenue or by conversions", `${path}.basis`);
  if (isItemAmount(level, defaultRate) && draft.kind !== "FIXED")
    return refuse(
      "BAD_BONUS",
      "A bonus on amounts for each item is fixed: orders are counted, items are not",
      `${path}.kind`,
    );
  if (draft.tiers.length < 1 || draft.tiers.length > maxTiers)
    return refuse("BAD_BONUS", `A bonus has 1 to ${maxTiers} tiers`, `${path}.tiers`);
  const tiers: BonusTier[] = [];
  for (const [i, tier] of draft.tiers.entries()) {
    const at = `${path}.tiers.${i}`;
    const from = parseFrom(draft, currency, tier.from, `${at}.from`);
    if (!from.ok) return from;
    const rate = parseTierRate(tier.rate, `${at}.rate`);
    if (!rate.ok) return rate;
    const wrong = misfit(draft, rate.value, defaultRate);
    if (wrong !== null) return refuse("BAD_BONUS", wrong, `${at}.rate`);
    const before = tiers.at(-1);
    if (before && from.value <= before.from)
      return refuse("BAD_BONUS", "Each tier begins above the one before", `${at}.from`);
    if (before && figureOf(rate.value) <= figureOf(before.rate))
      return refuse("BAD_BONUS", "Each tier pays more than the one before", `${at}.rate`);
    tiers.push({ from: from.value, rate: rate.value });
  }
  return accept({ kind: draft.kind, basis: draft.basis, tiers });
}
