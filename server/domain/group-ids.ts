/**
 * The identity of a payout group is made once and never again: counters of its limits hang on it.
 * By its number in the list another group would later stand in its place and find the counter full.
 */
import { placeInDraft } from "./draft-places.ts";
import { refuse, type Refused } from "./result.ts";
import { ruleMeaning, type Rule } from "./rules.ts";
import type { EventKind, PayoutGroup, Terms } from "./terms.ts";
import type { EventPayoutDraft, TermsDraft } from "./terms-draft.ts";

/** Ids of groups, by their event. */
export type KnownGroups = ReadonlyMap<EventKind, ReadonlySet<string>>;

/** A group as the last version that has it says it. */
export interface EarlierGroup extends Pick<PayoutGroup, "id" | "name" | "rules"> {
  event: EventKind;
  isLimited: boolean;
  /** Number of that version; null where the versions of these terms have no say. */
  version: number | null;
  /** Whether the version that the draft follows has it. */
  isLatest: boolean;
}

/** Where a draft's groups get their identity from. */
export interface GroupIds {
  /** Those of earlier versions of the same terms. */
  known: KnownGroups;
  /** The same, to tell which of them a group without its id is. */
  earlier: readonly EarlierGroup[];
  newId: () => string;
}

export function groupsOf({ eventPayouts }: Pick<Terms, "eventPayouts">): KnownGroups {
  return new Map(
    eventPayouts.map(({ event, groups }) => [event, new Set(groups.map(({ id }) => id))]),
  );
}

/**
 * A group with a known id is that group changed. One without, or with an id that is not of these
 * terms, is a new one: nobody takes on the counters of another.
 */
export function withGroupIds<D extends { eventPayouts: readonly EventPayoutDraft[] }>(
  draft: D,
  { known, newId }: Pick<GroupIds, "known" | "newId">,
): D & { eventPayouts: EventPayoutDraft[] } {
  const eventPayouts = draft.eventPayouts.map((payout) => {
    const own = known.get(payout.event);
    return {
      ...payout,
      groups: (payout.groups ?? []).map((group) => ({
        ...group,
        id: group.id && own?.has(group.id) ? group.id : newId(),
      })),
    };
  });
  return { ...draft, eventPayouts };
}

/** From a unique id: short, since it stands in the id of each of the group's limits. */
export const groupIdFrom = (uuid: string): string => `g-${uuid.slice(-12)}`;

/** The groups of the one version that terms follow. */
export const groupsBefore = ({ eventPayouts }: Pick<Terms, "eventPayouts">): EarlierGroup[] =>
  eventPayouts.flatMap(({ event, groups }) =>
    groups.map(({ id, name, rules, limits }) => ({
      event,
      id,
      name,
      rules,
      isLimited: limits.length > 0,
      version: null,
      isLatest: true,
    })),
  );

const meanings = new WeakMap<readonly Rule[], string>();
/** Whichever order conditions and values were written in. */
function meaningOf(rules: readonly Rule[]): string {
  const known = meanings.get(rules);
  if (known !== undefined) return known;
  const meaning = JSON.stringify(rules.map(ruleMeaning).toSorted());
  meanings.set(rules, meaning);
  return meaning;
}
const nameKey = ({ name }: { name: string }): string => name.trim().toLowerCase();

/** A new group that begins to count at nothing although an earlier one may be meant. */
export interface NewCount {
  event: EventKind;
  group: PayoutGroup;
  /** Its place in the terms, "eventPayouts.0.groups.1". */
  path: string;
  /** The group that would have gone on counting. */
  earlier: EarlierGroup;
  /** Surely the same: it has the conditions of one that is left out, or the last one's name. */
  isSame: boolean;
}

function countOf(
  group: PayoutGroup,
  before: readonly EarlierGroup[],
  kept: ReadonlyMap<string, PayoutGroup>,
): Pick<NewCount, "earlier" | "isSame"> | null {
  const [meaning, name] = [meaningOf(group.rules), nameKey(group)];
  const asked = before.filter(({ rules }) => meaningOf(rules) === meaning);
  const leftOut = (earlier: EarlierGroup) => !kept.has(earlier.id);
  const same =
    asked.find(leftOut) ??
    before.find((each) => each.isLatest && leftOut(each) && nameKey(each) === name);
  if (same) return { earlier: same, isSame: true };
  if (group.limits.length === 0) return null;
  // One that stays under other conditions keeps the count of what it asked before.
  const moved = (earlier: EarlierGroup): boolean => {
    const now = kept.get(earlier.id);
    return now !== undefined && meaningOf(now.rules) !== meaning;
  };
  const doubtful =
    asked.find((each) => each.isLimited && moved(each)) ??
    before.find((each) => each.isLatest && each.isLimited && leftOut(each));
  return doubtful ? { earlier: doubtful, isSame: false } : null;
}

/**
 * Groups of terms that none of the earlier versions has, while one of theirs with the same event
 * may be meant: what that one has used of its limits would not count, and could be paid again.
 * `earlier` has the newest version's groups first.
 */
export const newCounts = (
  { eventPayouts }: Pick<Terms, "eventPayouts">,
  earlier: readonly EarlierGroup[],
): NewCount[] =>
  eventPayouts.flatMap(({ event, groups }, i) => {
    const before = earlier.filter((each) => each.event === event);
    const known = new Set(before.map(({ id }) => id));
    const kept = new Map(groups.map((group) => [group.id, group]));
    return groups.flatMap((group, rank): NewCount[] => {
      const found = known.has(group.id) ? null : countOf(group, before, kept);
      return found ? [{ event, group, path: `eventPayouts.${i}.groups.${rank}`, ...found }] : [];
    });
  });

export function newCountText({ group, earlier, isSame }: NewCount): string {
  const of = earlier.version === null ? "the terms before" : `version ${earlier.version}`;
  return isSame
    ? `Group "${group.name}" is group "${earlier.name}" of ${of} sent without its id: send the ` +
        `id ${earlier.id}, so that what was used of its limits goes on counting, or give this ` +
        "group another name and other conditions"
    : `Group "${group.name}" begins a new count: what group "${earlier.name}" of ${of} has used ` +
        `of its limits does not count for it. If it is the same group, send the id ${earlier.id}`;
}

/** The first group of a draft that is surely an earlier one without its id. */
export function refusedCount(
  draft: Pick<TermsDraft, "eventPayouts">,
  terms: Pick<Terms, "eventPayouts">,
  earlier: readonly EarlierGroup[],
): Refused<"GROUP_SENT_AGAIN"> | null {
  const first = newCounts(terms, earlier).find(({ isSame }) => isSame);
  if (!first) return null;
  return refuse("GROUP_SENT_AGAIN", newCountText(first), `${placeInDraft(draft)(first.path)}.id`);
}
