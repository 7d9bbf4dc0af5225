/**
 * Where things stand: terms have their groups in the order in which they are tried, a draft as its
 * author listed them.
 */
import type { GroupDraft, TermsDraft } from "./terms-draft.ts";

/** As parseTerms orders them. */
export const byRank = (groups: readonly GroupDraft[]): GroupDraft[] =>
  groups
    .map((group, i) => ({ group, rank: group.rank ?? i }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ group }) => group);

/**
 * From a place in the terms that a draft was read into, "eventPayouts.0.groups.1.rate", to the
 * place in the draft.
 */
export const placeInDraft =
  ({ eventPayouts }: Pick<TermsDraft, "eventPayouts">) =>
  (path: string): string => {
    const [head, at, list, item, ...rest] = path.split(".");
    const groups = eventPayouts[Number(at)]?.groups ?? [];
    const group = byRank(groups)[Number(item)];
    return head === "eventPayouts" && list === "groups" && group
      ? [head, at, list, groups.indexOf(group), ...rest].join(".")
      : path;
  };
