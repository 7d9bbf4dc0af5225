/** Terms in plain words: pure, so that every reader of a contract gets the same sentences. */
import type { EventTypeKind, LimitKind, LimitReset, PayoutLevel, RemainderPolicy } from "../../gql/graphql.ts";
import { formatCount, formatMoney, type MoneyValue } from "../../lib/format.ts";

interface LimitFacts {
  kind: LimitKind;
  reset: LimitReset;
  maxClicks: number | null;
  maxPayout: MoneyValue | null;
}
export interface PayoutFacts {
  event: EventTypeKind;
  level: PayoutLevel;
  /** "0.12" or "8%". */
  rate: string;
  /** Null for a percentage. */
  amount: MoneyValue | null;
  remainder: RemainderPolicy;
  limits: readonly LimitFacts[];
}
export interface TermsFacts {
  currency: string;
  eventPayouts: readonly PayoutFacts[];
}

/** A message key of "sentences" and what it names. */
export interface Sentence {
  key:
    | "clickPaid"
    | "clickZero"
    | "clickNone"
    | "limitClicks"
    | "limitPayout"
    | "remainderPay"
    | "remainderZero"
    | "noLimit"
    | "salePercent"
    | "saleAmount"
    | "saleZero"
    | "saleNone"
    | "repeats"
    | "zone";
  values: Record<string, string | number>;
}

const isZero = (rate: string): boolean => /^0*(\.0*)?%?$/.test(rate.trim());
const rateText = ({ rate, amount }: PayoutFacts): string => (amount === null ? rate : formatMoney(amount));

function limitSentence({ kind, reset, maxClicks, maxPayout }: LimitFacts): Sentence {
  if (kind === "CLICKS") return { key: "limitClicks", values: { max: formatCount(maxClicks ?? 0), reset } };
  return { key: "limitPayout", values: { max: maxPayout === null ? "0" : formatMoney(maxPayout), reset } };
}

function clickSentences(click: PayoutFacts | undefined): Sentence[] {
  if (!click) return [{ key: "clickNone", values: {} }];
  const rate = rateText(click);
  if (isZero(click.rate)) return [{ key: "clickZero", values: { rate } }];
  const limits = click.limits.map(limitSentence);
  const remainder: Sentence[] = click.limits.some((limit) => limit.kind === "PAYOUT")
    ? [{ key: click.remainder === "PAY_REMAINDER" ? "remainderPay" : "remainderZero", values: {} }]
    : [];
  return [{ key: "clickPaid", values: { rate } }, ...(limits.length === 0 ? [{ key: "noLimit" as const, values: {} }] : limits), ...remainder];
}

function saleSentence(sale: PayoutFacts | undefined): Sentence {
  if (!sale) return { key: "saleNone", values: {} };
  const rate = rateText(sale);
  if (isZero(sale.rate)) return { key: "saleZero", values: { rate } };
  return { key: sale.amount === null ? "salePercent" : "saleAmount", values: { rate, level: sale.level } };
}

interface ProgramFacts {
  /** Minutes within which a visitor's repeat is a duplicate. */
  uniqueWindowMinutes?: number;
  /** Zone in which the limits' days begin, as people call it. */
  zone?: string;
}
/** What the terms pay for clicks, up to which limits, and what they pay for sales. */
export function termsSentences(terms: TermsFacts, { uniqueWindowMinutes, zone }: ProgramFacts = {}): Sentence[] {
  const click = terms.eventPayouts.find((payout) => payout.event === "CLICK");
  const sale = terms.eventPayouts.find((payout) => payout.event === "SALE");
  const pays = click !== undefined && !isZero(click.rate);
  return [
    ...clickSentences(click),
    ...(pays && zone !== undefined && click.limits.some((limit) => limit.reset !== "CONTRACT") ? [{ key: "zone" as const, values: { zone } }] : []),
    ...(pays && uniqueWindowMinutes !== undefined ? [{ key: "repeats" as const, values: { minutes: uniqueWindowMinutes } }] : []),
    saleSentence(sale),
  ];
}
