/** A draft of terms as the server keeps it: the editor's own form, so that it may be unfinished. */
import {
  newKey,
  type GroupDraft,
  type PayoutDraft,
  type RuleDraft,
  type TermsDraft,
} from "../editor/draft.ts";

/** Keys are for lists on one page: those of another page may be taken. */
const rekeyed = (draft: TermsDraft): TermsDraft => {
  const rules = (list: readonly RuleDraft[]) => list.map((rule) => ({ ...rule, key: newKey() }));
  const payout = (each: PayoutDraft): PayoutDraft => ({
    ...each,
    groups: each.groups.map((group: GroupDraft) => ({
      ...group,
      key: newKey(),
      rules: rules(group.rules),
    })),
    restrictions: each.restrictions.map((restriction) => ({
      ...restriction,
      key: newKey(),
      rules: rules(restriction.rules),
    })),
  });
  return {
    ...draft,
    payouts: draft.payouts.map(payout),
    clauses: draft.clauses.map((clause) => ({ ...clause, key: newKey() })),
  };
};

interface Stored {
  v: 1;
  draft: TermsDraft;
}
export const contentOf = (draft: TermsDraft): string =>
  JSON.stringify({ v: 1, draft } satisfies Stored);

/** Null where it was written by something else than this editor. */
export function draftOfContent(content: string): TermsDraft | null {
  try {
    const stored = JSON.parse(content) as Partial<Stored>;
    return stored.v === 1 && stored.draft ? rekeyed(stored.draft) : null;
  } catch {
    return null;
  }
}
