/**
 * Template terms: what a contract pays for and how it may change. A version's body is immutable;
 * this file defines its shape and its stored form, terms-input.ts reads it from input. Sources:
 * "Create Template Terms", "Set Payout Limits", "CPC V2", "Set Action Locking & Payment Scheduling
 * Periods".
 */
import { applyRate, formatMicros, type Micros } from "./money.ts";
import { resets, type Reset } from "./calendar.ts";
import { isEventKind, type EventKind, type PayoutLevel } from "./event-kinds.ts";
import {
  resetRecords,
  scopeRecords,
  unitOf,
  type LimitKind,
  type NamedLimit,
} from "./limit-scopes.ts";
import { denies, isOfPresence } from "./rule-operators.ts";
import { isOfSales, recordOf } from "./rule-variables.ts";
import { count, defaultNumbers, numbersFrom, type TermsNumbers } from "./number-clauses.ts";
import type { Rule } from "./rules.ts";

export type { EventKind, PayoutLevel } from "./event-kinds.ts";
export type { LimitKind, LimitScope } from "./limit-scopes.ts";

/**
 * A flat amount per click, order, item or lead, or a share of the sale's amount in millionths (8 %
 * = 80000).
 */
export type Rate = { kind: "AMOUNT"; micros: Micros } | { kind: "PERCENT"; millionths: bigint };

/**
 * Stable across versions while event, group, kind, scope and reset stay the same, so that a running
 * period goes on counting.
 */
export interface Limit extends NamedLimit {
  /** Number of paid clicks or conversions, or micros of the terms' currency. */
  max: bigint;
  /** Instead of `max` on Saturdays and Sundays; only where the period is a day. */
  weekendMax: bigint | null;
}

export interface PayoutGroup {
  /** Stable across versions: the same group changed keeps it. */
  id: string;
  name: string;
  /** All must hold. */
  rules: Rule[];
  rate: Rate;
  /** Besides those of the whole event: both apply. */
  limits: Limit[];
}
export interface Restriction {
  id: string;
  name: string;
  /** All must hold for it to block. */
  rules: Rule[];
  /** Leaves the blocked event out of the payable-click report; the click itself is always kept. */
  hideZeroRows: boolean;
}

/**
 * `months` and then `days` after the end of the day or month in which the conversion was tracked.
 * OPEN_ENDED: never by itself.
 */
export type Locking =
  | { kind: "AFTER"; period: "DAY" | "MONTH"; months: number; days: number }
  | { kind: "OPEN_ENDED" };
/**
 * When a locked conversion or a click becomes payable: `months` and `days` after the end of the
 * period, or on a day of the month.
 */
export interface PayoutSchedule {
  period: "DAY" | "WEEK" | "MONTH";
  months: number;
  days: number;
  dayOfMonth: number | null;
}

/**
 * PAST_EACH_TIER: what lies past a tier earns the tier's rate instead of the default.
 * ALL_CONVERSIONS: everything does once the tier is reached. FIXED: an amount for the highest tier
 * that is reached.
 */
export const bonusKinds = ["PAST_EACH_TIER", "ALL_CONVERSIONS", "FIXED"] as const;
export type BonusKind = (typeof bonusKinds)[number];
export const bonusBases = ["REVENUE", "CONVERSIONS"] as const;
export type BonusBasis = (typeof bonusBases)[number];

export interface BonusTier {
  /** From here on: micros of the terms' currency, or a number of orders. */
  from: bigint;
  rate: Rate;
}
export interface Bonus {
  kind: BonusKind;
  basis: BonusBasis;
  /** By `from`, lowest first; their rates rise, and are above the default. */
  tiers: BonusTier[];
}

export interface EventPayout {
  event: EventKind;
  level: PayoutLevel;
  defaultRate: Rate;
  /** In the order in which they are tried; the first that matches pays. */
  groups: PayoutGroup[];
  restrictions: Restriction[];
  limits: Limit[];
  /**
   * What happens when a payout limit has less left than the price: pay nothing (default) or what is
   * left.
   */
  remainder: "PAY_ZERO" | "PAY_REMAINDER";
  /** null for CLICK: clicks are final at once. */
  locking: Locking | null;
  schedule: PayoutSchedule;
  /** Sales alone. */
  bonus: Bonus | null;
}

export const customTermsKinds = [
  "CUSTOM",
  "EMAIL",
  "COPYWRITING",
  "PAID_SEARCH",
  "SEO",
  "TRADEMARK",
  "APPROVAL",
] as const;
export type CustomTermsKind = (typeof customTermsKinds)[number];
export interface CustomTerms {
  /** The brand's own name for it; partners never see it [D32]. */
  name: string;
  kind: CustomTermsKind;
  /** Plain text, or null where a file holds it. */
  text: string | null;
  fileId: string | null;
}

export interface Terms extends TermsNumbers {
  currency: string;
  eventPayouts: EventPayout[];
  customTerms: CustomTerms[];
}

export type TermsWarning =
  | "NO_CPC_LIMIT"
  | "NO_SALE_EVENT_TYPE"
  | "LOCKING_TOO_SHORT"
  | "GEO_MAY_BE_UNKNOWN"
  | "SUB_ID_RULE";

export const payoutOf = (
  terms: Pick<Terms, "eventPayouts">,
  event: EventKind,
): EventPayout | undefined => terms.eventPayouts.find((payout) => payout.event === event);

export const paidKinds = ({ eventPayouts }: Pick<Terms, "eventPayouts">): EventKind[] =>
  eventPayouts.map(({ event }) => event);

const limitsByPayout = new WeakMap<EventPayout, readonly Limit[]>();
/**
 * All that may apply to an event of this kind; which group's do is known when its rules were tried.
 * Terms never change, so it is listed once.
 */
export function limitsOf(payout: EventPayout): readonly Limit[] {
  const known = limitsByPayout.get(payout);
  if (known) return known;
  const listed = [...payout.groups.flatMap((group) => group.limits), ...payout.limits];
  limitsByPayout.set(payout, listed);
  return listed;
}

/**
 * Amazon restates for 28 days, two more pass until it reports: shorter locking pays what is taken
 * back later [D143].
 */
export const recommendedLocking: Locking = { kind: "AFTER", period: "DAY", months: 1, days: 2 };
const isTooShort = (locking: Locking | null): boolean =>
  locking?.kind === "AFTER" && locking.months * 30 + locking.days < 32;
const deniesGeo = ({ variable, operator }: Rule): boolean =>
  recordOf(variable).place !== null &&
  !isOfSales(variable) &&
  denies(operator) &&
  !isOfPresence(operator);

/** What the author must know before saving. */
export function warningsOf(terms: Terms): TermsWarning[] {
  const click = payoutOf(terms, "CLICK");
  const warnings: TermsWarning[] = [];
  if (click && limitsOf(click).length === 0) warnings.push("NO_CPC_LIMIT");
  if (click && !payoutOf(terms, "SALE")) warnings.push("NO_SALE_EVENT_TYPE");
  // Amazon tells of sales alone.
  if (isTooShort(payoutOf(terms, "SALE")?.locking ?? null)) warnings.push("LOCKING_TOO_SHORT");
  // Where the country is unknown, "is not US" holds: without EXISTS beside it the unknown are meant
  // too [D80].
  const lists = terms.eventPayouts.flatMap(({ groups, restrictions }) =>
    [...groups, ...restrictions].map(({ rules }) => rules),
  );
  if (
    lists.some((rules) =>
      rules.some(
        (rule) =>
          deniesGeo(rule) &&
          !rules.some((other) => other.variable === rule.variable && other.operator === "EXISTS"),
      ),
    )
  )
    warnings.push("GEO_MAY_BE_UNKNOWN");
  return warnings;
}

/** Event and group of a stored limit are where it stands; terms have one currency. */
const limitToJson = ({ id, kind, scope, reset, max, weekendMax }: Limit) => ({
  id,
  kind,
  scope,
  reset,
  max: max.toString(),
  weekendMax: weekendMax === null ? null : weekendMax.toString(),
});
/** The stored JSON form: bigints as text. `schema` lets a later engine read an old version. */
export function termsToJson(terms: Terms): unknown {
  return JSON.parse(
    JSON.stringify({ schema: 5, ...terms }, (key, value: unknown) => {
      if (key === "limits") return (value as Limit[]).map(limitToJson);
      return typeof value === "bigint" ? value.toString() : value;
    }),
  );
}

type StoredRate = { kind: "AMOUNT"; micros: string } | { kind: "PERCENT"; millionths: string };
type StoredLimit = Pick<Limit, "id" | "kind" | "scope" | "reset"> & {
  max: string;
  weekendMax?: string | null;
};
type StoredPayout = Pick<EventPayout, "event" | "level" | "remainder"> &
  Partial<Omit<EventPayout, "groups" | "limits" | "defaultRate" | "bonus">> & {
    bonus?: (Omit<Bonus, "tiers"> & { tiers: { from: string; rate: StoredRate }[] }) | null;
    defaultRate: StoredRate;
    limits: StoredLimit[];
    groups?: (Omit<PayoutGroup, "rate" | "limits"> & {
      rate: StoredRate;
      limits?: StoredLimit[];
    })[];
  };
/**
 * Schema 1 had rates and limits alone, schema 2 limits of the whole contract alone, schema 3 no
 * bonus, and leads that nothing kept; what they did not say is read as what applied then.
 */
type StoredTerms = { schema: number; currency: string; eventPayouts: StoredPayout[] } & Partial<
  Omit<Terms, "eventPayouts" | "currency">
>;

const rateFrom = (rate: StoredRate): Rate =>
  rate.kind === "AMOUNT"
    ? { kind: "AMOUNT", micros: BigInt(rate.micros) }
    : { kind: "PERCENT", millionths: BigInt(rate.millionths) };
const limitFrom = (event: EventKind, groupId: string | null, limit: StoredLimit): Limit => ({
  ...limit,
  event,
  groupId,
  currency: null,
  max: BigInt(limit.max),
  weekendMax: limit.weekendMax == null ? null : BigInt(limit.weekendMax),
});
export const defaultSchedule: PayoutSchedule = {
  period: "MONTH",
  months: 0,
  days: 15,
  dayOfMonth: null,
};

/**
 * Leads were part of terms before any source told one: what such terms say of them stays where it
 * is stored, and is promised no more, as is whatever else no kind of event is called by now.
 */
const isKept =
  (schema: number) =>
  ({ event }: { event: string }): boolean =>
    isEventKind(event) && (event !== "LEAD" || schema >= 5);

/** Reads what termsToJson wrote. Throws on anything else: stored terms are never guessed at. */
export function termsFromJson(json: unknown): Terms {
  const stored = json as StoredTerms;
  if (![1, 2, 3, 4, 5].includes(stored?.schema))
    throw new TypeError(`termsFromJson: unknown schema ${String(stored?.schema)}`);
  return {
    currency: stored.currency,
    eventPayouts: stored.eventPayouts.filter(isKept(stored.schema)).map((payout) => ({
      event: payout.event,
      level: payout.level,
      defaultRate: rateFrom(payout.defaultRate),
      groups: (payout.groups ?? []).map((group) => ({
        ...group,
        rate: rateFrom(group.rate),
        limits: (group.limits ?? []).map((limit) => limitFrom(payout.event, group.id, limit)),
      })),
      restrictions: payout.restrictions ?? [],
      limits: payout.limits.map((limit) => limitFrom(payout.event, null, limit)),
      remainder: payout.remainder,
      locking: payout.locking ?? (payout.event === "CLICK" ? null : recommendedLocking),
      schedule: payout.schedule ?? defaultSchedule,
      bonus: payout.bonus
        ? {
            ...payout.bonus,
            tiers: payout.bonus.tiers.map(({ from, rate }): BonusTier => ({
              from: BigInt(from),
              rate: rateFrom(rate),
            })),
          }
        : null,
    })),
    ...numbersFrom((field) => stored[field] ?? defaultNumbers[field]),
    customTerms: stored.customTerms ?? [],
  };
}

/** In the unit of its kind: rates of one kind compare by it. */
export const figureOf = (rate: Rate): bigint =>
  rate.kind === "AMOUNT" ? rate.micros : rate.millionths;

/** The price of `units` (orders or items) worth `amount`, before any limit. */
export const priceOf = (rate: Rate, units: bigint, amount: Micros): Micros =>
  rate.kind === "AMOUNT" ? rate.micros * units : applyRate(amount, rate.millionths);

export const rateText = (rate: Rate): string =>
  rate.kind === "AMOUNT"
    ? formatMicros(rate.micros)
    : `${formatMicros(rate.millionths * 100n, 0)}%`;

/** In the unit of a limit: "1 click", "50 orders", "1000.00 USD". */
export function amountText(
  { kind, event }: { kind: LimitKind; event: EventKind },
  amount: bigint,
  currency: string,
): string {
  const unit = unitOf(kind, event);
  return unit === null ? `${formatMicros(amount)} ${currency}` : count(amount, unit);
}
/** What words say of a limit. */
export type SaidLimit = Pick<Limit, "event" | "kind" | "scope" | "reset" | "max"> & {
  weekendMax?: bigint | null;
};
/** "50 clicks a day for each customer", "1,000.00 USD a month". */
export function limitText(
  { event, kind, scope, reset, max, weekendMax = null }: SaidLimit,
  currency: string,
): string {
  const text = (amount: bigint): string => amountText({ event, kind }, amount, currency);
  const period = reset === null ? "" : ` ${resetRecords[reset].words}`;
  const weekend = weekendMax === null ? "" : `, ${text(weekendMax)} on Saturdays and Sundays`;
  return `${text(max)}${period}${scopeRecords[scope].words}${weekend}`;
}

export const isReset = (text: string): text is Reset =>
  (resets as readonly string[]).includes(text);
