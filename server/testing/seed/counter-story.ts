/** Random terms, limits and changes for the model of counters: what people do while periods run. */
import type { Reset } from "../../domain/calendar.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import { parseLimit } from "../../domain/limit-input.ts";
import type {
  EventPayoutDraft,
  GroupDraft,
  LimitDraft,
  TermsDraft,
} from "../../domain/terms-draft.ts";
import {
  groupsBefore,
  groupsOf,
  type refusedCount,
  withGroupIds,
  type EarlierGroup,
  type KnownGroups,
} from "../../domain/group-ids.ts";
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
const countrySets = [["US"], ["CA"], ["US", "CA"], ["CA", "US"]];
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
  /** Groups of the versions before, each as the last one that has it says it; the last's first. */
  earlier: readonly EarlierGroup[];
}
/** How the product gives groups their identity. */
export interface Identity {
  newId: () => string;
  /** Names the earlier group that one sent without an id is. */
  refused: typeof refusedCount;
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
      ? [{ variable: "COUNTRY", operator: "IS", values: pick(random, countrySets) }]
      : [{ variable: "ORDER_TOTAL", operator: "GT", values: [pick(random, ["50", "10"])] }];
  return {
    id,
    name: pick(random, ["Group", "Another", "group "]),
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

/** A yen stands for a cent: it has no smaller one. */
const inYen = (dollars: string): string => String(Math.round(Number(dollars) * 100));
const limitInYen = (limit: LimitDraft): LimitDraft =>
  limit.kind === "PAYOUT"
    ? {
        ...limit,
        max: inYen(limit.max),
        ...(limit.weekendMax == null ? {} : { weekendMax: inYen(limit.weekendMax) }),
      }
    : limit;
const payoutInYen = (payout: EventPayoutDraft): EventPayoutDraft => ({
  ...payout,
  rate: inYen(payout.rate),
  limits: payout.limits.map(limitInYen),
  groups: (payout.groups ?? []).map((group) => ({
    ...group,
    rate: inYen(group.rate),
    limits: (group.limits ?? []).map(limitInYen),
  })),
});

/** A row of several orders tells no order's total. */
const takesOf = (
  event: "CLICK" | "SALE",
  draft: GroupDraft | undefined,
): ReferenceGroup["takes"] => {
  const values = draft?.rules[0]?.values ?? [];
  const least = BigInt(values[0]?.match(/^\d+$/)?.[0] ?? 0) * 1_000_000n;
  return event === "CLICK"
    ? ({ country }: ReferenceEvent) => values.includes(country)
    : ({ amount, count }: ReferenceEvent) => count === 1n && amount > least;
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

/** What the next version of these terms follows. */
const earlierOf = ({ terms, earlier }: Written): EarlierGroup[] => {
  const last = groupsBefore(terms);
  const isOld = ({ event, id }: EarlierGroup) =>
    !last.some((group) => group.event === event && group.id === id);
  return [...last, ...earlier.filter(isOld).map((group) => ({ ...group, isLatest: false }))];
};

const said = (rules: readonly { values: readonly string[] }[]): string =>
  rules
    .flatMap(({ values }) => values)
    .toSorted()
    .join(" ");
/**
 * Whatever the product says: a group that has the conditions of one that is left out, or the name
 * of one of the last version, is that one.
 */
const sameAs = (
  event: EventPayoutDraft["event"],
  draft: GroupDraft,
  ids: ReadonlySet<string>,
  earlier: readonly EarlierGroup[],
): EarlierGroup[] => {
  const leftOut = earlier.filter((group) => group.event === event && !ids.has(group.id));
  const asked = leftOut.filter(({ rules }) => said(rules) === said(draft.rules));
  const plain = (name: string) => name.toLowerCase().trim();
  return asked.length > 0
    ? asked
    : leftOut.filter(({ name, isLatest }) => isLatest && plain(name) === plain(draft.name));
};

/** Sends the draft as people do: where a refusal names a group's id, again with it. */
function send(
  draft: TermsDraft,
  known: KnownGroups,
  earlier: readonly EarlierGroup[],
  { newId, refused }: Identity,
): { terms: Terms; draft: TermsDraft } {
  let sent = draft;
  for (;;) {
    const written = withGroupIds(sent, { known, newId });
    const parsed = parseTerms(written);
    if (!parsed.ok) throw new Error(`writeTerms: ${parsed.message}`);
    const refusal = refused(written, parsed.value, earlier);
    if (refusal === null) return { terms: parsed.value, draft: sent };
    const [, i, , at] = refusal.path.join(".").split(".");
    const id = /send the id ([^,]+),/.exec(refusal.message)?.[1];
    if (id === undefined) throw new Error(`writeTerms: no id is named: ${refusal.message}`);
    sent = {
      ...sent,
      eventPayouts: sent.eventPayouts.map((payout, n) =>
        n === Number(i)
          ? {
              ...payout,
              groups: (payout.groups ?? []).map((group, m) =>
                m === Number(at) ? { ...group, id } : group,
              ),
            }
          : payout,
      ),
    };
  }
}

const weeklyOne: LimitDraft = { kind: "CLICKS", reset: "WEEK", max: "1" };
/**
 * The next version of `before`, or new terms, with one click a week if asked so. The product gives
 * groups their ids; the model knows by itself which are the same.
 */
export function writeTerms(
  random: Random,
  before: Written | null,
  others: readonly Written[],
  identity: Identity,
  isWeekly = false,
): Written {
  const earlier = before ? earlierOf(before) : [];
  const known: KnownGroups = new Map(
    Map.groupBy(earlier, ({ event }) => event)
      .entries()
      .map(([event, own]) => [event, new Set(own.map(({ id }) => id))]),
  );
  const foreignOf = (event: "CLICK" | "SALE") =>
    others
      .filter((other) => other !== before)
      .flatMap(({ terms }) => [...(groupsOf(terms).get(event) ?? [])]);
  const events = random.chance(0.8) ? (["CLICK", "SALE"] as const) : (["CLICK"] as const);
  const inDollars = events.map((event): EventPayoutDraft => {
    const own = [...(known.get(event) ?? [])];
    const foreign = foreignOf(event).filter((id) => !own.includes(id));
    const remainder = random.chance(0.3) ? "PAY_REMAINDER" : "PAY_ZERO";
    return {
      event,
      rate: event === "CLICK" ? "0.05" : "1",
      groups: groupDrafts(random, event, own, foreign),
      limits: isWeekly && event === "CLICK" ? [weeklyOne] : limitDrafts(random, event, [0, 2]),
      remainder,
    };
  });
  const currency = random.chance(0.75) ? "USD" : "JPY";
  const eventPayouts = currency === "JPY" ? inDollars.map(payoutInYen) : inDollars;
  const { terms, draft } = send({ currency, eventPayouts }, known, earlier, identity);
  const identities = new Map(before?.identities);
  for (const [n, payout] of terms.eventPayouts.entries()) {
    const groups = draft.eventPayouts[n]?.groups ?? [];
    const ids = new Set(payout.groups.map(({ id }) => id));
    for (const [i, { id }] of payout.groups.entries()) {
      const sent = groups[i];
      const isKept = sent?.id != null && (known.get(payout.event)?.has(sent.id) ?? false);
      if (!sent || isKept) continue;
      const [same] = sameAs(payout.event, sent, ids, earlier);
      const meant = same && identities.get(`${payout.event} ${same.id}`);
      identities.set(`${payout.event} ${id}`, meant ?? {});
    }
  }
  const payouts = Object.fromEntries(
    terms.eventPayouts.map((payout, i) => [
      payout.event,
      referencePayout(payout, eventPayouts[i] as EventPayoutDraft, identities),
    ]),
  );
  return { terms, identities, earlier, reference: { currency, payouts } };
}
/** The same terms under another name: their groups are the same. */
export const copyTerms = (of: Written): Written => ({
  ...of,
  earlier: [],
});

/** A limit of the whole program. */
export function ownLimit(random: Random): Omit<OwnLimit, "countsFrom"> {
  const event = random.chance(0.7) ? "CLICK" : "SALE";
  const drafted = limitDraft(random, event);
  const currency = random.chance(0.8) ? "USD" : "JPY";
  const twice =
    drafted.kind === "PAYOUT" ? { ...drafted, max: (Number(drafted.max) * 2).toFixed(2) } : drafted;
  const draft = currency === "JPY" ? limitInYen(twice) : twice;
  const parsed = parseLimit({ event, currency }, { ...draft, scope: "CONTRACT" }, "limit");
  if (!parsed.ok) throw new Error(`ownLimit: ${parsed.message}`);
  return {
    event,
    limit: { ...parsed.value, scope: "PROGRAM" },
    currency,
  };
}
