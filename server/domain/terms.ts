/**
 * Template terms: what a contract pays for. A version's body is immutable; this file defines its shape, reads it from
 * JSON, and validates input. Sources: "Create Template Terms", "Set Payout Limits", "CPC V2".
 */
import { applyRate, formatMicros, parseDecimal, type Micros } from "./money.ts";
import { resets, type Reset } from "./calendar.ts";
import { accept, refuse, type Result } from "./reason.ts";

export type EventKind = "CLICK" | "SALE";
export type PayoutLevel = "CLICK" | "ORDER" | "ITEM";

/** A flat amount per click, order or item, or a share of the sale's amount in millionths (8 % = 80000). */
export type Rate = { kind: "AMOUNT"; micros: Micros } | { kind: "PERCENT"; millionths: bigint };

export type LimitKind = "CLICKS" | "PAYOUT";
export interface Limit {
  /** Stable across versions while kind, scope and reset stay the same, so that a running period goes on counting. */
  id: string;
  kind: LimitKind;
  scope: "CONTRACT";
  reset: Reset;
  /** Number of paid clicks, or micros of the terms' currency. */
  max: bigint;
}

export interface EventPayout {
  event: EventKind;
  level: PayoutLevel;
  defaultRate: Rate;
  limits: Limit[];
  /** What happens when a payout limit has less left than the price: pay nothing (default) or what is left. */
  remainder: "PAY_ZERO" | "PAY_REMAINDER";
}

export interface Terms {
  currency: string;
  eventPayouts: EventPayout[];
}

export type TermsFault = "NO_EVENT_PAYOUT" | "DUPLICATE_EVENT" | "BAD_LEVEL" | "BAD_RATE" | "BAD_LIMIT" | "BAD_AMOUNT" | "BAD_CURRENCY";
export type TermsWarning = "NO_CPC_LIMIT" | "NO_SALE_EVENT_TYPE";

export const payoutOf = (terms: Terms, event: EventKind): EventPayout | undefined => terms.eventPayouts.find((payout) => payout.event === event);

export const limitId = (event: EventKind, kind: LimitKind, reset: Reset): string => `${event}:${kind}:CONTRACT:${reset}`;

/** What the API and the CLI hand in. Rates are text: "0.12" or "8%". */
export interface EventPayoutDraft {
  event: EventKind;
  level?: PayoutLevel | null;
  rate: string;
  limits: { kind: LimitKind; reset: Reset; max: string }[];
  remainder?: "PAY_ZERO" | "PAY_REMAINDER" | null;
}
export interface TermsDraft {
  currency: string;
  eventPayouts: EventPayoutDraft[];
}

function parseRate(draft: EventPayoutDraft, path: string): Result<Rate, TermsFault> {
  const text = draft.rate.trim();
  if (text.endsWith("%")) {
    const percent = parseDecimal(text.slice(0, -1).trim(), path, 4);
    if (!percent.ok) return percent;
    const millionths = percent.value / 100n;
    if (percent.value % 100n !== 0n || millionths < 0n || millionths > 1_000_000n)
      return refuse("BAD_RATE", "A percentage lies between 0% and 100% and has at most four decimals", path);
    // The field's help text says "0%" for a click; it is the amount 0 [D23].
    if (draft.event === "CLICK")
      return millionths === 0n ? accept({ kind: "AMOUNT", micros: 0n }) : refuse("BAD_RATE", 'A click is paid by an amount such as 0.12; only "0%" is read as 0', path);
    return accept({ kind: "PERCENT", millionths });
  }
  const amount = parseDecimal(text, path, 4);
  if (!amount.ok) return amount;
  if (amount.value < 0n) return refuse("BAD_RATE", "A payout is not negative", path);
  return accept({ kind: "AMOUNT", micros: amount.value });
}

function parseLimit(draft: EventPayoutDraft, index: number, path: string): Result<Limit, TermsFault> {
  const limit = draft.limits[index];
  const at = `${path}.limits.${index}`;
  if (!limit) throw new RangeError("parseLimit: index outside");
  // Limits on actions decide what is "outside of terms"; until that list exists they are refused, not ignored.
  if (draft.event !== "CLICK") return refuse("BAD_LIMIT", "Limits can be set on the CLICK event only", at);
  const fields = { id: limitId(draft.event, limit.kind, limit.reset), scope: "CONTRACT" as const, reset: limit.reset };
  if (limit.kind === "CLICKS") {
    if (!/^\d{1,9}$/.test(limit.max)) return refuse("BAD_LIMIT", "A limit on clicks is a whole number such as 100, of at most nine digits", `${at}.max`);
    return accept({ ...fields, kind: "CLICKS", max: BigInt(limit.max) });
  }
  const amount = parseDecimal(limit.max, `${at}.max`);
  if (!amount.ok) return amount;
  if (amount.value < 0n) return refuse("BAD_LIMIT", "A limit is not negative", `${at}.max`);
  return accept({ ...fields, kind: "PAYOUT", max: amount.value });
}

function parseEventPayout(draft: EventPayoutDraft, path: string): Result<EventPayout, TermsFault> {
  const level = draft.level ?? (draft.event === "CLICK" ? "CLICK" : "ORDER");
  if ((draft.event === "CLICK") !== (level === "CLICK"))
    return refuse("BAD_LEVEL", draft.event === "CLICK" ? "A click pays at level CLICK" : "A sale pays at level ORDER or ITEM", `${path}.level`);
  const rate = parseRate(draft, `${path}.rate`);
  if (!rate.ok) return rate;
  const limits: Limit[] = [];
  for (let i = 0; i < draft.limits.length; i++) {
    const limit = parseLimit(draft, i, path);
    if (!limit.ok) return limit;
    if (limits.some((other) => other.id === limit.value.id)) return refuse("BAD_LIMIT", "Two limits of the same kind and reset: keep the tighter one", `${path}.limits.${i}`);
    limits.push(limit.value);
  }
  return accept({ event: draft.event, level, defaultRate: rate.value, limits, remainder: draft.remainder ?? "PAY_ZERO" });
}

/** Reads a draft into terms, or names the first faulty field by its path. */
export function parseTerms(draft: TermsDraft): Result<Terms, TermsFault> {
  if (!/^[A-Z]{3}$/.test(draft.currency)) return refuse("BAD_CURRENCY", `"${draft.currency.slice(0, 10)}" is not an ISO 4217 code such as USD`, "currency");
  if (draft.eventPayouts.length === 0) return refuse("NO_EVENT_PAYOUT", "Terms need at least one event payout", "eventPayouts");
  const eventPayouts: EventPayout[] = [];
  for (const [i, payout] of draft.eventPayouts.entries()) {
    const parsed = parseEventPayout(payout, `eventPayouts.${i}`);
    if (!parsed.ok) return parsed;
    if (eventPayouts.some((other) => other.event === payout.event)) return refuse("DUPLICATE_EVENT", `${payout.event} appears twice`, `eventPayouts.${i}.event`);
    eventPayouts.push(parsed.value);
  }
  return accept({ currency: draft.currency, eventPayouts });
}

/** What the author must know before saving: an unlimited click payout, and sales that would be discarded. */
export function warningsOf(terms: Terms): TermsWarning[] {
  const click = payoutOf(terms, "CLICK");
  const warnings: TermsWarning[] = [];
  if (click && click.limits.length === 0) warnings.push("NO_CPC_LIMIT");
  if (click && !payoutOf(terms, "SALE")) warnings.push("NO_SALE_EVENT_TYPE");
  return warnings;
}

/** The stored JSON form: bigints as text. `schema` lets a later engine read an old version. */
export function termsToJson(terms: Terms): unknown {
  return JSON.parse(JSON.stringify({ schema: 1, ...terms }, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value)));
}

interface StoredTerms {
  schema: number;
  currency: string;
  eventPayouts: (Omit<EventPayout, "defaultRate" | "limits"> & {
    defaultRate: { kind: "AMOUNT"; micros: string } | { kind: "PERCENT"; millionths: string };
    limits: (Omit<Limit, "max"> & { max: string })[];
  })[];
}

/** Reads what termsToJson wrote. Throws on anything else: stored terms are never guessed at. */
export function termsFromJson(json: unknown): Terms {
  const stored = json as StoredTerms;
  if (stored?.schema !== 1) throw new TypeError(`termsFromJson: unknown schema ${String(stored?.schema)}`);
  return {
    currency: stored.currency,
    eventPayouts: stored.eventPayouts.map((payout) => ({
      ...payout,
      defaultRate:
        payout.defaultRate.kind === "AMOUNT"
          ? { kind: "AMOUNT", micros: BigInt(payout.defaultRate.micros) }
          : { kind: "PERCENT", millionths: BigInt(payout.defaultRate.millionths) },
      limits: payout.limits.map((limit) => ({ ...limit, max: BigInt(limit.max) })),
    })),
  };
}

/** The price of `units` (orders or items) worth `amount`, before any limit. */
export const priceOf = (rate: Rate, units: bigint, amount: Micros): Micros => (rate.kind === "AMOUNT" ? rate.micros * units : applyRate(amount, rate.millionths));

export const rateText = (rate: Rate): string => (rate.kind === "AMOUNT" ? formatMicros(rate.micros) : `${formatMicros(rate.millionths * 100n, 0)}%`);

export const isReset = (text: string): text is Reset => (resets as readonly string[]).includes(text);
