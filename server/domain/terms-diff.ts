/**
 * What differs between two versions of terms, clause by clause, with what it means for the partner.
 */
import type {
  EventPayout,
  Limit,
  PayoutGroup,
  PayoutSchedule,
  Locking,
  Rate,
  Restriction,
  Terms,
} from "./terms.ts";
import { bonusText } from "./bonus.ts";
import { clauseRecords, type ClauseName } from "./clauses.ts";
import { limitText, rateText } from "./terms.ts";
import { rulesText } from "./rules.ts";

export type Effect = "BETTER" | "WORSE" | "NEUTRAL";

export interface Difference {
  clause: ClauseName;
  kind: "ADDED" | "REMOVED" | "CHANGED" | "RERANKED";
  /** CLICK or SALE; null for what concerns the whole. */
  event: EventPayout["event"] | null;
  /** Name of the group, restriction or text; null where the clause is one of a kind. */
  name: string | null;
  /** In plain words; null = not there. */
  before: string | null;
  after: string | null;
  /** For the partner, where it can be told. */
  effect: Effect;
}

const money = (rate: Rate, currency: string): string =>
  rate.kind === "AMOUNT" ? `${rateText(rate)} ${currency}` : rateText(rate);
const limitsText = (limits: readonly Limit[], currency: string): string[] =>
  limits.map((limit) => `at most ${limitText(limit, currency)}`);
const groupText = (group: PayoutGroup, currency: string): string =>
  [
    `${money(group.rate, currency)} when ${rulesText(group.rules)}`,
    ...limitsText(group.limits, currency),
  ].join(", ");
const restrictionText = ({ rules, hideZeroRows }: Restriction): string =>
  "never pay when " +
  `${rulesText(rules)}${hideZeroRows ? ", left out of the payable-click report" : ""}`;
const wait = (months: number, days: number): string =>
  [months > 0 ? `${months} months` : "", days > 0 || months === 0 ? `${days} days` : ""]
    .filter(Boolean)
    .join(" and ");
const lockingText = (locking: Locking | null): string | null => {
  if (locking === null) return null;
  if (locking.kind === "OPEN_ENDED") return "when the brand approves";
  return (
    `${wait(locking.months, locking.days)} after the end of the ` + locking.period.toLowerCase()
  );
};
const scheduleText = ({ dayOfMonth, period, months, days }: PayoutSchedule): string =>
  dayOfMonth === null
    ? `${wait(months, days)} after the end of the ${period.toLowerCase()}`
    : `on day ${dayOfMonth} of the month`;

/** More for the partner is better; rates of different kinds cannot be compared. */
function rateEffect(before: Rate, after: Rate): Effect {
  if (before.kind !== after.kind) return "NEUTRAL";
  const [a, b] = [before, after].map((rate) =>
    rate.kind === "AMOUNT" ? rate.micros : rate.millionths,
  ) as [bigint, bigint];
  if (a === b) return "NEUTRAL";
  if (b > a) return "BETTER";
  return "WORSE";
}
const isPaying = (rate: Rate): boolean =>
  (rate.kind === "AMOUNT" ? rate.micros : rate.millionths) > 0n;

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
  clause: ClauseName;
  event?: EventPayout["event"];
  name?: string | null;
  before: string | null;
  after: string | null;
  effect?: Effect;
}
const differ = ({ clause, event, name, before, after, effect }: Part): Difference[] =>
  before === after
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

function groupDifferences(
  before: EventPayout,
  after: EventPayout,
  currencies: [string, string],
): Difference[] {
  const { event } = after;
  const found = pairs(before.groups, after.groups).flatMap(([a, b]) => {
    const effect = a && b ? rateEffect(a.rate, b.rate) : "NEUTRAL";
    const renamed = a && b && a.name !== b.name ? ` (${b.name})` : "";
    return differ({
      clause: "PAYOUT_GROUP",
      event,
      name: (a ?? b)?.name ?? null,
      before: a ? groupText(a, currencies[0]) : null,
      after: b ? `${groupText(b, currencies[1])}${renamed}` : null,
      effect,
    });
  });
  const common = (groups: readonly PayoutGroup[], others: readonly PayoutGroup[]) =>
    groups.filter(({ id }) => others.some((other) => other.id === id));
  const [ranksBefore, ranksAfter] = [
    common(before.groups, after.groups),
    common(after.groups, before.groups),
  ];
  const moved = ranksAfter.flatMap((group, rank): Difference[] => {
    const was = ranksBefore.findIndex(({ id }) => id === group.id);
    return was === rank
      ? []
      : [
          {
            clause: "PAYOUT_GROUP_RANK",
            kind: "RERANKED",
            event,
            name: group.name,
            before: `tried as number ${was + 1}`,
            after: `tried as number ${rank + 1}`,
            effect: "NEUTRAL",
          },
        ];
  });
  return [...found, ...moved];
}

function payoutDifferences(
  before: EventPayout,
  after: EventPayout,
  currencies: [string, string],
): Difference[] {
  const { event } = after;
  const [a, b] = [
    money(before.defaultRate, currencies[0]),
    money(after.defaultRate, currencies[1]),
  ];
  return [
    ...differ({
      clause: "DEFAULT_PAYOUT",
      event,
      before: a,
      after: b,
      effect: rateEffect(before.defaultRate, after.defaultRate),
    }),
    ...differ({
      clause: "LEVEL",
      event,
      before: before.level.toLowerCase(),
      after: after.level.toLowerCase(),
    }),
    ...groupDifferences(before, after, currencies),
    ...pairs(before.restrictions, after.restrictions).flatMap(([x, y]) =>
      differ({
        clause: "RESTRICTION",
        event,
        name: (x ?? y)?.name ?? null,
        before: x ? restrictionText(x) : null,
        after: y ? restrictionText(y) : null,
        effect: ifTheyLimit(x, y),
      }),
    ),
    ...pairs(before.limits, after.limits).flatMap(([x, y]) =>
      differ({
        clause: "LIMIT",
        event,
        before: x ? limitText(x, currencies[0]) : null,
        after: y ? limitText(y, currencies[1]) : null,
        effect: limitEffect(x, y),
      }),
    ),
    ...differ({
      clause: "REMAINDER",
      event,
      before: before.remainder,
      after: after.remainder,
      effect: after.remainder === "PAY_REMAINDER" ? "BETTER" : "WORSE",
    }),
    ...differ({
      clause: "LOCKING",
      event,
      before: lockingText(before.locking),
      after: lockingText(after.locking),
    }),
    ...differ({
      clause: "SCHEDULE",
      event,
      before: scheduleText(before.schedule),
      after: scheduleText(after.schedule),
    }),
    ...differ({
      clause: "BONUS",
      event,
      before: before.bonus && bonusText(before.bonus, currencies[0]),
      after: after.bonus && bonusText(after.bonus, currencies[1]),
      effect: ifTheyLimit(after.bonus, before.bonus),
    }),
  ];
}

const eventText = (payout: EventPayout, currency: string): string =>
  [
    money(payout.defaultRate, currency),
    ...payout.groups.map((group) => groupText(group, currency)),
    ...payout.restrictions.map(restrictionText),
    ...limitsText(payout.limits, currency),
    ...(payout.bonus ? [`bonus: ${bonusText(payout.bonus, currency)}`] : []),
  ].join("; ");

function eventDifferences(before: Terms, after: Terms): Difference[] {
  const events = [
    ...new Set([...before.eventPayouts, ...after.eventPayouts].map(({ event }) => event)),
  ];
  return events.flatMap((event) => {
    const [a, b] = [before, after].map(({ eventPayouts }) =>
      eventPayouts.find((payout) => payout.event === event),
    );
    if (a && b) return payoutDifferences(a, b, [before.currency, after.currency]);
    const ofNew = b && isPaying(b.defaultRate) ? "BETTER" : "NEUTRAL";
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

/** Empty for a version and itself [D49]. */
export function diffTerms(before: Terms, after: Terms): Difference[] {
  const days = (terms: Terms) => `${terms.noticeDays} days`;
  const share = (terms: Terms) =>
    `at most ${terms.maxReturnPercent} % of a month's sales may be taken back by the brand`;
  return [
    ...differ({ clause: "CURRENCY", before: before.currency, after: after.currency }),
    ...eventDifferences(before, after),
    ...differ({
      clause: "NOTICE_PERIOD",
      before: days(before),
      after: days(after),
      effect: after.noticeDays > before.noticeDays ? "BETTER" : "WORSE",
    }),
    ...differ({
      clause: "RETURN_POLICY",
      before: share(before),
      after: share(after),
      effect: after.maxReturnPercent < before.maxReturnPercent ? "BETTER" : "WORSE",
    }),
    ...customDifferences(before, after),
  ];
}

/** A change that adds or removes an event type or alters money needs a comment [D48]. */
export const altersMoney = (differences: readonly Difference[]): boolean =>
  differences.some(({ clause }) => clauseRecords[clause].isMoney);
