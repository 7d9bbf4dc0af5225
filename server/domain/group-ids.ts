/**
 * The identity of a payout group is made once and never again: counters of its limits hang on it.
 * By its number in the list another group would later stand in its place and find the counter full.
 */
import type { EventKind, Terms } from "./terms.ts";
import type { EventPayoutDraft } from "./terms-input.ts";

/** Ids of groups, by their event. */
export type KnownGroups = ReadonlyMap<EventKind, ReadonlySet<string>>;

/** Where a draft's groups get their identity from. */
export interface GroupIds {
  /** Those of earlier versions of the same terms. */
  known: KnownGroups;
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
  { known, newId }: GroupIds,
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
