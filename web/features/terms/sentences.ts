/** Terms in plain words: pure, so that every reader of a contract gets the same sentences. */
import type { EventTypeKind, SentenceList_PayoutFragment } from "../../gql/graphql.ts";
import { formatCount, formatExact, type MoneyValue } from "../../lib/format.ts";

type Locking = NonNullable<PayoutFacts["locking"]>;
export type PayoutFacts = SentenceList_PayoutFragment;
type LimitFacts = PayoutFacts["limits"][number];
/** The server says it: "the country is US". */
export interface RuleFacts {
  sentence: string;
}
export interface TermsFacts {
  currency: string;
  eventPayouts: readonly PayoutFacts[];
  noticeDays: number;
  maxReturnPercent: number;
}

/**
 * A message key of "sentences", what it names, and the rules it speaks of, which are sentences of
 * their own.
 */
export interface Sentence {
  key:
    | "blocked"
    | "bonusAll"
    | "bonusFixed"
    | "bonusPast"
    | "clickElse"
    | "clickNone"
    | "clickPaid"
    | "clickZero"
    | "group"
    | "limitConversions"
    | "limitClicks"
    | "limitPayout"
    | "limitPayoutOf"
    | "lockingAfter"
    | "lockingOpen"
    | "noLimit"
    | "notice"
    | "remainderPay"
    | "remainderZero"
    | "repeats"
    | "returns"
    | "saleAmount"
    | "saleElse"
    | "saleNone"
    | "salePercent"
    | "saleZero"
    | "schedule"
    | "scheduleDay"
    | "zone";
  values: Record<string, string | number>;
  rules?: readonly RuleFacts[];
}

const isZero = (rate: string): boolean => /^0*(\.0*)?%?$/.test(rate.trim());
const rateText = ({ rate, amount }: { rate: string; amount: MoneyValue | null }): string =>
  amount === null ? rate : formatExact(amount);

/** `rank`: of the payout group whose own limit it is. */
function limitSentence(
  event: EventTypeKind,
  { kind, scope, reset, weekendMax, maxClicks, maxConversions, maxPayout }: LimitFacts,
  rank?: number,
): Sentence {
  const amount = (text: string | null): string => {
    if (text === null) return "none";
    if (kind === "PAYOUT")
      return formatExact({ amount: text, currency: maxPayout?.currency ?? "" });
    return formatCount(Number(text));
  };
  const said = {
    scope,
    reset: reset ?? "EVENT",
    weekend: amount(weekendMax),
    rank: rank ?? "none",
  };
  if (kind === "CLICKS")
    return { key: "limitClicks", values: { max: formatCount(maxClicks ?? 0), ...said } };
  if (kind === "CONVERSIONS")
    return {
      key: "limitConversions",
      values: { max: formatCount(maxConversions ?? 0), event, ...said },
    };
  const max = maxPayout === null ? "0" : formatExact(maxPayout);
  return event === "CLICK"
    ? { key: "limitPayout", values: { max, ...said } }
    : { key: "limitPayoutOf", values: { max, event, ...said } };
}
const limitSentences = ({ event, groups, limits }: PayoutFacts): Sentence[] => [
  ...limits.map((limit) => limitSentence(event, limit)),
  ...groups.flatMap((group, i) => group.limits.map((limit) => limitSentence(event, limit, i + 1))),
];

/** Never paid, then the groups in their order; what follows them is the default payout. */
function ruleSentences({ event, groups, restrictions }: PayoutFacts): Sentence[] {
  return [
    ...restrictions.map(({ rules }): Sentence => ({ key: "blocked", values: { event }, rules })),
    ...groups.map((group, i): Sentence => ({
      key: "group",
      values: { event, rank: i + 1, rate: rateText(group) },
      rules: group.rules,
    })),
  ];
}
const paysNothing = ({ rate, groups }: PayoutFacts): boolean =>
  isZero(rate) && groups.every((group) => isZero(group.rate));

function clickSentences(click: PayoutFacts | undefined): Sentence[] {
  if (!click) return [{ key: "clickNone", values: {} }];
  const rate = rateText(click);
  const rules = ruleSentences(click);
  if (paysNothing(click)) return [...rules, { key: "clickZero", values: { rate } }];
  const limits = limitSentences(click);
  const remainder: Sentence[] = click.limits.some((limit) => limit.kind === "PAYOUT")
    ? [{ key: click.remainder === "PAY_REMAINDER" ? "remainderPay" : "remainderZero", values: {} }]
    : [];
  const key = click.groups.length > 0 ? "clickElse" : "clickPaid";
  return [
    ...rules,
    { key, values: { rate } },
    ...(limits.length === 0 ? [{ key: "noLimit" as const, values: {} }] : limits),
    ...remainder,
  ];
}

const bonusKeys = {
  PAST_EACH_TIER: "bonusPast",
  ALL_CONVERSIONS: "bonusAll",
  FIXED: "bonusFixed",
} as const;
/** One for each tier. */
const bonusSentences = ({ bonus, rate, amount }: PayoutFacts): Sentence[] =>
  (bonus?.tiers ?? []).map((tier) => ({
    key: bonusKeys[bonus?.kind ?? "FIXED"],
    values: {
      rate: rateText(tier),
      standard: rateText({ rate, amount }),
      from: tier.fromAmount ? formatExact(tier.fromAmount) : formatCount(Number(tier.from)),
      basis: bonus?.basis ?? "REVENUE",
    },
  }));

function saleSentences(sale: PayoutFacts | undefined): Sentence[] {
  if (!sale) return [{ key: "saleNone", values: {} }];
  const rate = rateText(sale);
  const rules = ruleSentences(sale);
  if (paysNothing(sale)) return [...rules, { key: "saleZero", values: { rate } }];
  const only = sale.amount === null ? "salePercent" : "saleAmount";
  const key = sale.groups.length > 0 ? "saleElse" : only;
  const limits = limitSentences(sale);
  return [
    ...rules,
    { key, values: { rate, level: sale.level, share: sale.amount === null ? "yes" : "no" } },
    ...limits,
    ...bonusSentences(sale),
  ];
}

interface ProgramFacts {
  /** Minutes within which a visitor's repeat is a duplicate. */
  uniqueWindowMinutes?: number;
  /** Zone in which the limits' days begin, as people call it. */
  zone?: string;
}
/** What the terms pay for clicks, up to which limits, and what they pay for sales. */
export function termsSentences(
  terms: Pick<TermsFacts, "eventPayouts">,
  { uniqueWindowMinutes, zone }: ProgramFacts = {},
): Sentence[] {
  const of = (event: EventTypeKind) => terms.eventPayouts.find((payout) => payout.event === event);
  const click = of("CLICK");
  const pays = click !== undefined && !paysNothing(click);
  return [
    ...clickSentences(click),
    ...(pays && zone !== undefined && click.limits.some((limit) => limit.reset !== "CONTRACT")
      ? [{ key: "zone" as const, values: { zone } }]
      : []),
    ...(pays && uniqueWindowMinutes !== undefined
      ? [{ key: "repeats" as const, values: { minutes: uniqueWindowMinutes } }]
      : []),
    ...saleSentences(of("SALE")),
  ];
}

function lockingSentence(event: PayoutFacts["event"], locking: Locking): Sentence {
  const { openEnded, months, days } = locking;
  if (openEnded) return { key: "lockingOpen", values: { event } };
  const period = locking.period ?? "DAY";
  return { key: "lockingAfter", values: { event, period, months, days } };
}

function timing({ event, locking, schedule }: PayoutFacts): Sentence[] {
  const { period, months, days, dayOfMonth } = schedule;
  const wait = { event, period, months, days };
  return [
    ...(locking === null ? [] : [lockingSentence(event, locking)]),
    dayOfMonth === null
      ? { key: "schedule", values: wait }
      : { key: "scheduleDay", values: { ...wait, dayOfMonth } },
  ];
}

const conditionsOf = (eventPayouts: readonly PayoutFacts[]): Sentence[] =>
  eventPayouts.filter((payout) => !paysNothing(payout)).flatMap(timing);

/** What these payouts earn and when, and nothing about event types that are not among them. */
export const payoutSentences = (eventPayouts: readonly PayoutFacts[]): Sentence[] => [
  ...termsSentences({ eventPayouts }).filter(
    ({ key }) => key !== "clickNone" && key !== "saleNone",
  ),
  ...conditionsOf(eventPayouts),
];

/** When it becomes final and is paid, what may be taken back, and how changes are told. */
export const conditionSentences = ({
  eventPayouts,
  noticeDays,
  maxReturnPercent,
}: TermsFacts): Sentence[] => [
  ...conditionsOf(eventPayouts),
  ...(maxReturnPercent < 100
    ? [{ key: "returns" as const, values: { percent: maxReturnPercent } }]
    : []),
  { key: "notice", values: { days: noticeDays } },
];
