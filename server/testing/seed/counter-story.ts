/** Random terms, limits and changes for the model of counters: what people do while periods run. */
import type { Reset } from "../../domain/calendar.ts";
import {
  parseLimit,
  parseTerms,
  type EventPayoutDraft,
  type GroupDraft,
  type LimitDraft,
  type TermsDraft,
} from "../../domain/terms-input.ts";
import { groupsOf, withGroupIds, type KnownGroups } from "../../domain/group-ids.ts";
import type { EventPayout, Terms } from "../../domain/terms.ts";
import type {
  OwnLimit,
  ReferenceEvent,
  ReferenceGroup,
  ReferencePayout,
  ReferenceTerms,
} from "./counter-reference.ts";
import type { Random } from "../../start/demo/random.ts";

export const pick = <T>(random: Random, of: readonly T[]): T => of[random.below(of.length)] as T;
export const zones = [
  "UTC",
  "America/New_York",
  "Pacific/Kiritimati",
  "Europe/London",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
] as const;
export const countries = ["US", "CA"] as const;
const anyReset = [
  "DAY",
  "WEEK",
  "MONTH",
  "MONTH",
  "QUARTER",
  "CONTRACT",
] as const satisfies Reset[];
/** Groups change often: only what runs for long meets two of them. */
const longResets = ["MONTH", "QUARTER"] as const satisfies Reset[];

/** Terms with the groups that they share with their earlier versions and copies. */
export interface Written {
  terms: Terms;
  reference: ReferenceTerms;
  /** By id, what makes a group the same. */
  identities: ReadonlyMap<string, object>;
  /** Ids that an earlier version of the same terms has. */
  known: KnownGroups;
}

function limitDraft(
  random: Random,
  event: "CLICK" | "SALE",
  resets: readonly Reset[] = anyReset,
): LimitDraft {
  const isMoney = random.chance(0.5);
  const counted = event === "CLICK" ? "CLICKS" : "CONVERSIONS";
  const kind = isMoney ? "PAYOUT" : counted;
  const tight = resets === anyReset ? 1 : 0.3;
  const amount = (event === "CLICK" ? 5 + random.below(60) : 100 + random.below(700)) * tight;
  const max = (): string =>
    isMoney ? (amount / 100).toFixed(2) : String(1 + random.below(Math.ceil(8 * tight)));
  if (event === "CLICK" && resets === anyReset && random.chance(0.15))
    return {
      kind,
      scope: "CUSTOMER",
      reset: "DAY",
      max: isMoney ? "0.15" : String(1 + random.below(3)),
    };
  const reset = pick(random, resets);
  return {
    kind,
    ...(event === "CLICK" && random.chance(0.25) ? { scope: "LINK" as const } : {}),
    reset,
    max: max(),
    ...(reset === "DAY" && random.chance(0.3) ? { weekendMax: max() } : {}),
  };
}
function limitDrafts(
  random: Random,
  event: "CLICK" | "SALE",
  [least, most]: [number, number],
  resets?: readonly Reset[],
): LimitDraft[] {
  const drafts = Array.from({ length: least + random.below(most - least + 1) }, () =>
    limitDraft(random, event, resets),
  );
  return [
    ...new Map(
      drafts.map((draft) => [`${draft.kind} ${draft.scope} ${draft.reset}`, draft]),
    ).values(),
  ];
}

function groupDraft(random: Random, event: "CLICK" | "SALE", id: string | null): GroupDraft {
  const rules =
    event === "CLICK"
      ? [{ variable: "COUNTRY", operator: "IS", values: [pick(random, countries)] }]
      : [{ variable: "ORDER_TOTAL", operator: "GT", values: ["50"] }];
  return {
    id,
    name: "Group",
    rules,
    rate: event === "CLICK" ? pick(random, ["0.10", "0.07"]) : "2",
    limits: limitDrafts(random, event, [1, 2], longResets),
  };
}

/** Groups that stay, groups that are new, and groups that claim to be one of other terms. */
function groupDrafts(
  random: Random,
  event: "CLICK" | "SALE",
  own: readonly string[],
  foreign: readonly string[],
): GroupDraft[] {
  const kept = own.filter(() => random.chance(0.6));
  const ids = [
    ...kept,
    ...(random.chance(0.7) ? [null] : []),
    ...(foreign.length > 0 && random.chance(0.4) ? [pick(random, foreign)] : []),
  ];
  return [...new Set(ids)].map((id) => groupDraft(random, event, id));
}

/** A row of several orders tells no order's total. */
const takesOf = (
  event: "CLICK" | "SALE",
  draft: GroupDraft | undefined,
): ReferenceGroup["takes"] => {
  const [value] = draft?.rules[0]?.values ?? [];
  return event === "CLICK"
    ? ({ country }: ReferenceEvent) => country === value
    : ({ amount, count }: ReferenceEvent) => count === 1n && amount > 50_000_000n;
};
const microsOf = ({ defaultRate }: Pick<EventPayout, "defaultRate">): bigint =>
  defaultRate.kind === "AMOUNT" ? defaultRate.micros : 0n;

function referencePayout(
  payout: EventPayout,
  draft: EventPayoutDraft,
  identities: ReadonlyMap<string, object>,
): ReferencePayout {
  const groups = payout.groups.map((group, i): ReferenceGroup => {
    const takes = takesOf(payout.event === "CLICK" ? "CLICK" : "SALE", draft.groups?.[i]);
    return {
      identity: identities.get(`${payout.event} ${group.id}`) ?? {},
      micros: microsOf({ defaultRate: group.rate }),
      limits: group.limits,
      takes,
    };
  });
  return {
    micros: microsOf(payout),
    groups,
    limits: payout.limits,
    paysRemainder: payout.remainder === "PAY_REMAINDER",
  };
}

/**
 * The next version of `before`, or new terms. The product gives groups their ids; the model knows
 * by itself which are the same.
 */
export function writeTerms(
  random: Random,
  before: Written | null,
  others: readonly Written[],
  newId: () => string,
): Written {
  const known: KnownGroups = before
    ? new Map(
        [...groupsOf(before.terms)].map(([event, ids]) => [
          event,
          new Set([...(before.known.get(event) ?? []), ...ids]),
        ]),
      )
    : new Map();
  const foreignOf = (event: "CLICK" | "SALE") =>
    others
      .filter((other) => other !== before)
      .flatMap(({ terms }) => [...(groupsOf(terms).get(event) ?? [])]);
  const events = random.chance(0.8) ? (["CLICK", "SALE"] as const) : (["CLICK"] as const);
  const eventPayouts = events.map((event): EventPayoutDraft => {
    const own = [...(known.get(event) ?? [])];
    const foreign = foreignOf(event).filter((id) => !own.includes(id));
    const remainder = random.chance(0.3) ? "PAY_REMAINDER" : "PAY_ZERO";
    return {
      event,
      rate: event === "CLICK" ? "0.05" : "1",
      groups: groupDrafts(random, event, own, foreign),
      limits: limitDrafts(random, event, [0, 2]),
      remainder,
    };
  });
  const draft: TermsDraft = { currency: random.chance(0.75) ? "USD" : "JPY", eventPayouts };
  const parsed = parseTerms(withGroupIds(draft, { known, newId }));
  if (!parsed.ok) throw new Error(`writeTerms: ${parsed.message}`);
  const terms = parsed.value;
  const identities = new Map(before?.identities);
  for (const payout of terms.eventPayouts)
    for (const [i, { id }] of payout.groups.entries()) {
      const given = draft.eventPayouts.find(({ event }) => event === payout.event)?.groups?.[i]?.id;
      const isKept = given != null && (known.get(payout.event)?.has(given) ?? false);
      if (!isKept) identities.set(`${payout.event} ${id}`, {});
    }
  const payouts = Object.fromEntries(
    terms.eventPayouts.map((payout, i) => [
      payout.event,
      referencePayout(payout, eventPayouts[i] as EventPayoutDraft, identities),
    ]),
  );
  return { terms, identities, known, reference: { currency: terms.currency, payouts } };
}
/** The same terms under another name: their groups are the same. */
export const copyTerms = (of: Written): Written => ({ ...of, known: groupsOf(of.terms) });

/** A limit of the whole program. */
export function ownLimit(random: Random): Omit<OwnLimit, "countsFrom"> {
  const event = random.chance(0.7) ? "CLICK" : "SALE";
  const draft = limitDraft(random, event);
  const parsed = parseLimit(
    event,
    {
      ...draft,
      scope: "CONTRACT",
      max: draft.kind === "PAYOUT" ? String(Number(draft.max) * 2) : draft.max,
    },
    "limit",
  );
  if (!parsed.ok) throw new Error(`ownLimit: ${parsed.message}`);
  return {
    event,
    limit: { ...parsed.value, scope: "PROGRAM" },
    currency: random.chance(0.8) ? "USD" : "JPY",
  };
}
