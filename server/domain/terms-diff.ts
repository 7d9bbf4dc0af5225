/**
 * What differs between two versions of terms, clause by clause, with what it means for the partner.
 */
import {
  figureOf,
  paidKinds,
  type EventPayout,
  type Limit,
  type PayoutGroup,
  type Rate,
  type Terms,
} from "./terms.ts";
import { clauseOfNumber, clauseRecords, type ClauseName } from "./clauses.ts";
import { numberClauses, numberFields, type NumberField } from "./number-clauses.ts";
import {
  bonusSentences,
  currencySentence,
  defaultSentence,
  groupSentence,
  limitSentence,
  lockingSentence,
  payoutSentences,
  rateWords,
  remainderSentence,
  restrictionSentence,
  scheduleSentence,
} from "./terms-sentences.ts";

export type Effect = "BETTER" | "WORSE" | "NEUTRAL";

export interface Difference {
  clause: ClauseName;
  kind: "ADDED" | "REMOVED" | "CHANGED" | "RERANKED";
  /** null for what concerns the whole. */
  event: EventPayout["event"] | null;
  /** Name of the group, restriction or text; null where the clause is one of a kind. */
  name: string | null;
  /** The clause's sentence, as the contract has it; null = not there. */
  before: string | null;
  after: string | null;
  /** For the partner, where it can be told. */
  effect: Effect;
}

/** A group with its own limits: one clause of the terms. */
const groupText = (
  { event }: EventPayout,
  group: PayoutGroup,
  place: number,
  currency: string,
): string =>
  [
    groupSentence({ event }, group, place, currency),
    ...group.limits.map((limit) =>
      limitSentence(limit, { event, group: { name: group.name, place } }, currency),
    ),
  ].join(". ");

/** More for the partner is better; rates of different kinds cannot be compared. */
function rateEffect(before: Rate, after: Rate): Effect {
  if (before.kind !== after.kind) return "NEUTRAL";
  const [a, b] = [figureOf(before), figureOf(after)];
  if (a === b) return "NEUTRAL";
  if (b > a) return "BETTER";
  return "WORSE";
}
type Kind = Difference["kind"];
function kindOf(before: string | null, after: string | null): Kind {
  if (before === null) return "ADDED";
  return after === null ? "REMOVED" : "CHANGED";
}

/** What limits makes terms worse for the partner where it is new, better where it goes. */
function ifTheyLimit(before: object | null | undefined, after: typeof before): Effect {
  if (before && after) return "NEUTRAL";
  return before ? "BETTER" : "WORSE";
}

interface Part {
  /** Whether what the clause itself says is the same; without it whether the sentences are. */
  same?: boolean;
  clause: ClauseName;
  event?: EventPayout["event"];
  name?: string | null;
  before: string | null;
  after: string | null;
  effect?: Effect;
}
const differ = ({ same, clause, event, name, before, after, effect }: Part): Difference[] =>
  (same ?? before === after)
    ? []
    : [
        {
          clause,
          kind: kindOf(before, after),
          event: event ?? null,
          name: name ?? null,
          before,
          after,
          effect: effect ?? "NEUTRAL",
        },
      ];

/** Pairs two lists by id: [before, after], either may be missing. */
function pairs<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
): [T | undefined, T | undefined][] {
  const kept = after.map((item): [T | undefined, T | undefined] => [
    before.find(({ id }) => id === item.id),
    item,
  ]);
  return [
    ...kept,
    ...before
      .filter(({ id }) => !after.some((item) => item.id === id))
      .map((item): [T, undefined] => [item, undefined]),
  ];
}

/** What allows less on any day is worse. */
function limitEffect(before: Limit | undefined, after: Limit | undefined): Effect {
  if (!before || !after) return before ? "BETTER" : "WORSE";
  const isLess =
    after.max < before.max || (after.weekendMax ?? after.max) < (before.weekendMax ?? before.max);
  return isLess ? "WORSE" : "BETTER";
}

/** In the order of the list, from 0. */
const placeOf = (groups: readonly PayoutGroup[], id: string): number =>
  groups.findIndex((group) => group.id === id);

function groupDifferences(
  before: EventPayout,
  after: EventPayout,
  currencies: [string, string],
): Difference[] {
  const { event } = after;
  const textOf = (payout: EventPayout, group: PayoutGroup | undefined, currency: string) =>
    group ? groupText(payout, group, placeOf(payout.groups, group.id), currency) : null;
  const found = pairs(before.groups, after.groups).flatMap(([a, b]) =>
    differ({
      clause: "PAYOUT_GROUP",
      event,
      name: (a ?? b)?.name ?? null,
      before: textOf(before, a, currencies[0]),
      after: textOf(after, b, currencies[1]),
      // That it is tried at another place is another clause.
      same:
        a !== undefined &&
        b !== undefined &&
        groupText(before, a, 0, currencies[0]) === groupText(after, b, 0, currencies[1]),
      effect: a && b ? rateEffect(a.rate, b.rate) : "NEUTRAL",
    }),
  );
  return [...found, ...rankDifferences(before, after, currencies)];
}

function rankDifferences(
  before: EventPayout,
  after: EventPayout,
  currencies: [string, string],
): Difference[] {
  const common = (groups: readonly PayoutGroup[], others: readonly PayoutGroup[]) =>
    groups.filter(({ id }) => placeOf(others, id) >= 0);
  const [ranksBefore, ranksAfter] = [
    common(before.groups, after.groups),
    common(after.groups, before.groups),
  ];
  return ranksAfter.flatMap((group, rank): Difference[] => {
    const was = placeOf(ranksBefore, group.id);
    const [from, to] = [placeOf(before.groups, group.id), placeOf(after.groups, group.id)];
    const old = before.groups[from];
    // Where groups before it came or went, others than it may have moved.
    if (was === rank || from === to || !old) return [];
    return [
      {
        clause: "PAYOUT_GROUP_RANK",
        kind: "RERANKED",
        event: after.event,
        name: group.name,
        before: groupSentence(before, old, from, currencies[0]),
        after: groupSentence(after, group, to, currencies[1]),
        effect: "NEUTRAL",
      },
    ];
  });
}

function rateDifferences(
  before: EventPayout,
  after: EventPayout,
  currencies: [string, string],
): Difference[] {
  const { event } = after;
  const said = {
    event,
    before: defaultSentence(before, currencies[0]),
    after: defaultSentence(after, currencies[1]),
  };
  return [
    ...differ({
      ...said,
      clause: "DEFAULT_PAYOUT",
      same:
        rateWords(before.defaultRate, currencies[0]) ===
        rateWords(after.defaultRate, currencies[1]),
      effect: rateEffect(before.defaultRate, after.defaultRate),
    }),
    ...differ({ ...said, clause: "LEVEL", same: before.level === after.level }),
  ];
}

function boundDifferences(
  before: EventPayout,
  after: EventPayout,
  currencies: [string, string],
): Difference[] {
  const { event } = after;
  return [
    ...pairs(before.restrictions, after.restrictions).flatMap(([x, y]) =>
      differ({
        clause: "RESTRICTION",
        event,
        name: (x ?? y)?.name ?? null,
        before: x ? restrictionSentence(event, x) : null,
        after: y ? restrictionSentence(event, y) : null,
        effect: ifTheyLimit(x, y),
      }),
    ),
    ...pairs(before.limits, after.limits).flatMap(([x, y]) =>
      differ({
        clause: "LIMIT",
        event,
        before: x ? limitSentence(x, { event }, currencies[0]) : null,
        after: y ? limitSentence(y, { event }, currencies[1]) : null,
        effect: limitEffect(x, y),
      }),
    ),
    ...differ({
      clause: "REMAINDER",
      event,
      before: remainderSentence(before),
      after: remainderSentence(after),
      effect: after.remainder === "PAY_REMAINDER" ? "BETTER" : "WORSE",
    }),
  ];
}

const bonusText = ({ bonus, defaultRate }: EventPayout, currency: string): string | null =>
  bonus && bonusSentences(bonus, defaultRate, currency).join(". ");
/** Its sentences name the default payout, which is a clause of its own. */
const sameBonus = (before: EventPayout, after: EventPayout, currencies: [string, string]) =>
  bonusText(before, currencies[0]) ===
  bonusText({ ...after, defaultRate: before.defaultRate }, currencies[1]);

const payoutDifferences = (
  before: EventPayout,
  after: EventPayout,
  currencies: [string, string],
): Difference[] => [
  ...rateDifferences(before, after, currencies),
  ...groupDifferences(before, after, currencies),
  ...boundDifferences(before, after, currencies),
  ...differ({
    clause: "LOCKING",
    event: after.event,
    before: before.locking && lockingSentence(before.event, before.locking),
    after: after.locking && lockingSentence(after.event, after.locking),
  }),
  ...differ({
    clause: "SCHEDULE",
    event: after.event,
    before: scheduleSentence(before.event, before.schedule),
    after: scheduleSentence(after.event, after.schedule),
  }),
  ...differ({
    clause: "BONUS",
    event: after.event,
    before: bonusText(before, currencies[0]),
    after: bonusText(after, currencies[1]),
    same: sameBonus(before, after, currencies),
    effect: ifTheyLimit(after.bonus, before.bonus),
  }),
];

/** All that the terms say of it. */
const eventText = (payout: EventPayout, currency: string): string =>
  payoutSentences([payout], currency)
    .map(({ text }) => text)
    .join(". ");

function eventDifferences(before: Terms, after: Terms): Difference[] {
  const events = [
    ...new Set([...before.eventPayouts, ...after.eventPayouts].map(({ event }) => event)),
  ];
  return events.flatMap((event) => {
    const [a, b] = [before, after].map(({ eventPayouts }) =>
      eventPayouts.find((payout) => payout.event === event),
    );
    if (a && b) return payoutDifferences(a, b, [before.currency, after.currency]);
    const ofNew = b && figureOf(b.defaultRate) > 0n ? "BETTER" : "NEUTRAL";
    const effect = a ? "WORSE" : ofNew;
    return differ({
      clause: "EVENT_TYPE",
      event,
      before: a ? eventText(a, before.currency) : null,
      after: b ? eventText(b, after.currency) : null,
      effect,
    });
  });
}

/** Names of custom terms are the brand's own, so texts are compared and named by their kind. */
function customDifferences(before: Terms, after: Terms): Difference[] {
  const texts = ({ customTerms }: Terms) =>
    customTerms.map(({ kind, text, fileId }) => ({
      id: `${kind} ${text ?? fileId}`,
      kind,
      text: text ?? "a document",
    }));
  return pairs(texts(before), texts(after)).flatMap(([a, b]) =>
    a && b
      ? []
      : differ({
          clause: "CUSTOM_TERMS",
          name: (a ?? b)?.kind ?? null,
          before: a?.text ?? null,
          after: b?.text ?? null,
        }),
  );
}

function numberDifferences(field: NumberField, before: Terms, after: Terms): Difference[] {
  const { events, better, sentence } = numberClauses[field];
  const [paidBefore, paidAfter] = [paidKinds(before), paidKinds(after)];
  const event = events.find((kind) => [...paidAfter, ...paidBefore].includes(kind)) ?? events[0];
  const isMore = after[field] > before[field];
  return differ({
    clause: clauseOfNumber(field),
    ...(event === undefined ? {} : { event }),
    before: sentence(before[field], paidBefore),
    after: sentence(after[field], paidAfter),
    same: before[field] === after[field],
    effect: isMore === (better === "MORE") ? "BETTER" : "WORSE",
  });
}

/** Empty for a version and itself [D49]. */
export function diffTerms(before: Terms, after: Terms): Difference[] {
  return [
    ...differ({
      clause: "CURRENCY",
      before: currencySentence(before),
      after: currencySentence(after),
    }),
    ...eventDifferences(before, after),
    ...numberFields.flatMap((field) => numberDifferences(field, before, after)),
    ...customDifferences(before, after),
  ];
}

/** A change that adds or removes an event type or alters money needs a comment [D48]. */
export const altersMoney = (differences: readonly Difference[]): boolean =>
  differences.some(({ clause }) => clauseRecords[clause].isMoney);
