/**
 * The one sentence of each clause, whoever reads it: contract, preview, difference, trace, mail,
 * API and command line. They begin with a capital and have no full stop, so that more may follow.
 */
import { clauseOfNumber, type ClauseName } from "./clauses.ts";
import { eventKinds, eventRecords, type EventKind } from "./event-kinds.ts";
import { formatMicros } from "./money.ts";
import { count, numberClauses, numberFields } from "./number-clauses.ts";
import { rulesText } from "./rules.ts";
import {
  figureOf,
  limitText,
  paidKinds,
  payoutOf,
  rateText,
  type Bonus,
  type EventPayout,
  type Locking,
  type PayoutGroup,
  type PayoutLevel,
  type PayoutSchedule,
  type Rate,
  type Restriction,
  type SaidLimit,
  type Terms,
} from "./terms.ts";

/** PAYOUT: what is paid for what · CONDITION: when, in what, and how that changes. */
export const sentenceParts = ["PAYOUT", "CONDITION"] as const;
export interface TermsSentence {
  part: (typeof sentenceParts)[number];
  clause: ClauseName;
  /** null: it concerns the whole. */
  event: EventKind | null;
  /** Without a full stop. */
  text: string;
}

/** A flat amount with its currency, a share by itself. */
export const rateWords = (rate: Rate, currency: string): string =>
  rate.kind === "AMOUNT" ? `${rateText(rate)} ${currency}` : rateText(rate);

const manyOf = (event: EventKind): string => eventRecords[event].many;
const paysNothing = ({ defaultRate, groups }: EventPayout): boolean =>
  [{ rate: defaultRate }, ...groups].every(({ rate }) => figureOf(rate) === 0n);

export const restrictionSentence = (
  event: EventKind,
  { rules, hideZeroRows }: Pick<Restriction, "rules" | "hideZeroRows">,
): string =>
  `Never paid: ${manyOf(event).toLowerCase()} where ${rulesText(rules)}` +
  (hideZeroRows ? ", left out of the payable-click report" : "");

/** `place`: from 0, as groups are tried. */
const placeWords = ({ name }: Pick<PayoutGroup, "name">, place: number): string =>
  `${place + 1}, ${name},`;
/** The first that applies pays. */
export const groupSentence = (
  { event }: Pick<EventPayout, "event">,
  group: Pick<PayoutGroup, "name" | "rate" | "rules">,
  place: number,
  currency: string,
): string =>
  `Payout group ${placeWords(group, place)} pays ${rateWords(group.rate, currency)} for each ` +
  `${eventRecords[event].one} where ${rulesText(group.rules)}`;

const levelWords: Partial<Record<PayoutLevel, string>> = { ITEM: "item of an order" };
/** What is earned where no group applies. */
export function defaultSentence(payout: EventPayout, currency: string): string {
  const { event, level, defaultRate, groups } = payout;
  if (paysNothing(payout)) return `${manyOf(event)} earn nothing: they are tracked and reported`;
  const each = groups.length > 0 ? "Every other" : "Each";
  const what = levelWords[level] ?? eventRecords[event].payable;
  const share = defaultRate.kind === "PERCENT" ? " of its amount" : "";
  return `${each} ${what} earns ${rateWords(defaultRate, currency)}${share}`;
}

/** `of`: the event, and the payout group whose own limit it is. */
export function limitSentence(
  limit: SaidLimit,
  of: { event: EventKind; group?: { name: string; place: number } | null },
  currency: string,
): string {
  const words = `at most ${limitText(limit, currency)}`;
  const group = of.group ? `payout group ${placeWords(of.group, of.group.place)}` : null;
  if (limit.kind === "PAYOUT")
    return `${manyOf(of.event)}${group === null ? "" : ` of ${group}`} earn ${words}`;
  return group === null ? `Paid are ${words}` : `Of ${group} paid are ${words}`;
}
/** Of any limit that applies to the payout, a group's own and a program's included. */
export function ownLimitSentence(
  limit: SaidLimit & { groupId: string | null },
  { event, groups }: EventPayout,
  currency: string,
): string {
  const place = groups.findIndex(({ id }) => id === limit.groupId);
  const name = groups[place]?.name;
  const group = name === undefined ? null : { name, place };
  return limitSentence(limit, { event, group }, currency);
}
const limitSentences = (payout: EventPayout, currency: string): string[] =>
  [...payout.limits, ...payout.groups.flatMap(({ limits }) => limits)].map((limit) =>
    ownLimitSentence(limit, payout, currency),
  );

export function remainderSentence({
  event,
  remainder,
}: Pick<EventPayout, "event" | "remainder">): string {
  const { one } = eventRecords[event];
  return remainder === "PAY_REMAINDER"
    ? `The last ${one} before a payout limit earns what is left of it`
    : `When a payout limit has less left than a ${one}’s price, that ${one} earns nothing; ` +
        "a cheaper one still can";
}

const wait = (months: number, days: number): string =>
  [months > 0 ? count(months, "month") : "", days > 0 ? count(days, "day") : ""]
    .filter(Boolean)
    .join(" and ") || "right";

export function lockingSentence(event: EventKind, locking: Locking): string {
  if (locking.kind === "OPEN_ENDED")
    return (
      `${manyOf(event)} become final when the brand approves them; ` +
      "there is no date by which it must"
    );
  const { period, months, days } = locking;
  return (
    `${manyOf(event)} become final ${wait(months, days)} after the end of the ` +
    `${period.toLowerCase()} in which they happened`
  );
}

export function scheduleSentence(event: EventKind, schedule: PayoutSchedule): string {
  const { period, months, days, dayOfMonth } = schedule;
  const on = dayOfMonth === null ? "" : `on day ${dayOfMonth} of the month, `;
  return (
    `What ${manyOf(event).toLowerCase()} earn is paid ` +
    `${on}${wait(months, days)} after the ` +
    "end of " +
    `the ${period.toLowerCase()} in which they became final`
  );
}

/** One for each tier. */
export const bonusSentences = (
  { kind, basis, tiers }: Bonus,
  defaultRate: Rate,
  currency: string,
): string[] =>
  tiers.map(({ from, rate }) => {
    const earns = rateWords(rate, currency);
    const instead = `earns ${earns} instead of ${rateWords(defaultRate, currency)}`;
    const orders = `${count(from, "order")} ${from === 1n ? "is" : "are"}`;
    const reached = basis === "REVENUE" ? `${formatMicros(from)} ${currency} of sales are` : orders;
    const past =
      basis === "REVENUE"
        ? `what is locked past ${formatMicros(from)} ${currency} of sales`
        : `each order from number ${from} locked on`;
    const said: Record<Bonus["kind"], string> = {
      PAST_EACH_TIER: `${past} ${instead}`,
      ALL_CONVERSIONS: `once ${reached} locked, all of the month ${instead}`,
      FIXED: `${earns} once ${reached} locked; the highest tier reached counts`,
    };
    return `Bonus each month: ${said[kind]}`;
  });

export const currencySentence = ({ currency }: Pick<Terms, "currency">): string =>
  `All amounts are in ${currency}`;

const noLimit = "There is no limit: every payable click is paid, and paid clicks are final";

type Said = [clause: ClauseName, text: string];
/** Never paid, then the groups in their order; what follows them is the default payout. */
function earning(payout: EventPayout, currency: string): Said[] {
  const { event, restrictions, groups, limits, bonus, defaultRate } = payout;
  const said: Said[] = [
    ...restrictions.map((each): Said => ["RESTRICTION", restrictionSentence(event, each)]),
    ...groups.map((each, i): Said => ["PAYOUT_GROUP", groupSentence(payout, each, i, currency)]),
    ["DEFAULT_PAYOUT", defaultSentence(payout, currency)],
  ];
  if (paysNothing(payout)) return said;
  const bounds = limitSentences(payout, currency).map((text): Said => ["LIMIT", text]);
  if (bounds.length === 0 && event === "CLICK") bounds.push(["LIMIT", noLimit]);
  if ([...limits, ...groups.flatMap((group) => group.limits)].some((one) => one.kind === "PAYOUT"))
    bounds.push(["REMAINDER", remainderSentence(payout)]);
  const bonuses = bonus ? bonusSentences(bonus, defaultRate, currency) : [];
  return [...said, ...bounds, ...bonuses.map((text): Said => ["BONUS", text])];
}
const timing = ({ event, locking, schedule }: EventPayout): Said[] => [
  ...(locking === null ? [] : [["LOCKING", lockingSentence(event, locking)] as Said]),
  ["SCHEDULE", scheduleSentence(event, schedule)],
];

const sentences =
  (part: TermsSentence["part"], event: EventKind | null) =>
  ([clause, text]: Said): TermsSentence => ({ part, clause, event, text });

/** What these payouts earn and when, and nothing about event types that are not among them. */
export const payoutSentences = (
  eventPayouts: readonly EventPayout[],
  currency: string,
): TermsSentence[] => [
  ...eventPayouts.flatMap((payout) =>
    earning(payout, currency).map(sentences("PAYOUT", payout.event)),
  ),
  ...eventPayouts
    .filter((payout) => !paysNothing(payout))
    .flatMap((payout) => timing(payout).map(sentences("CONDITION", payout.event))),
];

const numbersSaid = (terms: Terms, of: EventKind | null): Said[] =>
  numberFields.flatMap((field): Said[] => {
    const { events, isSaidOnlyIfSet, default: unset, sentence } = numberClauses[field];
    // Of several it is said once, of the first that is paid.
    const event = events.find((kind) => payoutOf(terms, kind)) ?? null;
    const isSaid =
      event === of &&
      (event !== null || events.length === 0) &&
      !(isSaidOnlyIfSet && terms[field] === unset);
    return isSaid ? [[clauseOfNumber(field), sentence(terms[field], paidKinds(terms))]] : [];
  });

/** All that terms say but the special terms, which are the brand's own words. */
export function termsSentences(terms: Terms): TermsSentence[] {
  const { eventPayouts, currency } = terms;
  const paid = payoutSentences(eventPayouts, currency);
  const pay = eventKinds.flatMap((event) => {
    const own = paid.filter((each) => each.event === event && each.part === "PAYOUT");
    const { missing } = eventRecords[event];
    if (own.length === 0)
      return missing === null ? [] : [sentences("PAYOUT", event)(["EVENT_TYPE", missing])];
    return [...own, ...numbersSaid(terms, event).map(sentences("PAYOUT", event))];
  });
  const whole: Said[] = [["CURRENCY", currencySentence(terms)], ...numbersSaid(terms, null)];
  return [
    ...pay,
    ...paid.filter(({ part }) => part === "CONDITION"),
    ...whole.map(sentences("CONDITION", null)),
  ];
}

/** As a line of its own. */
export const fullStop = (text: string): string => `${text}.`;
