/**
 * The linter over what is being typed: what cannot be read yet is named row by row, and the rest is
 * looked at all the same.
 */
import { byRank } from "./draft-places.ts";
import type { Finding } from "./finding.ts";
import { lintSteps, type LintContext } from "./lint.ts";
import type { Terms } from "./terms.ts";
import { parseTerms } from "./terms-input.ts";
import type {
  EventPayoutDraft,
  GroupDraft,
  LimitDraft,
  RestrictionDraft,
  TermsDraft,
  TermsFault,
} from "./terms-draft.ts";

/** What can be read of a draft, and what is wrong with the rest, by its place in the draft. */
export interface ReadDraft {
  terms: Terms | null;
  faults: Finding<TermsFault>[];
  /** From a place in `terms` to the place in the draft. */
  placeOf: (path: string) => string;
}

interface Pruned {
  payout: EventPayoutDraft;
  groups: GroupDraft[];
  restrictions: RestrictionDraft[];
  limits: LimitDraft[];
}
const listNames = ["groups", "restrictions", "limits"] as const;

const maxFaults = 50;

const draftOf = (draft: TermsDraft, payouts: readonly Pruned[]): TermsDraft => ({
  ...draft,
  eventPayouts: payouts.map(({ payout, ...lists }) => ({ ...payout, ...lists })),
});

/** Reads again and again, each time without the row that was refused. */
export function readDraft(draft: TermsDraft): ReadDraft {
  let payouts: Pruned[] = draft.eventPayouts.map((payout) => ({
    payout,
    groups: [...(payout.groups ?? [])],
    restrictions: [...(payout.restrictions ?? [])],
    limits: [...payout.limits],
  }));
  const faults: Finding<TermsFault>[] = [];
  /**
   * Places in the draft by places in what is left of it; `order` says how the groups of what is
   * left stand.
   */
  const place = (
    path: string,
    order: (groups: readonly GroupDraft[]) => readonly GroupDraft[],
  ): string => {
    const [head = "", at = "", list = "", item, ...rest] = path.split(".");
    const left = head === "eventPayouts" ? payouts[Number(at)] : undefined;
    if (!left) return path;
    const index = draft.eventPayouts.indexOf(left.payout);
    const name = listNames.find((each) => each === list);
    if (!name || item === undefined) return [head, index, ...path.split(".").slice(2)].join(".");
    const [items, all]: [readonly object[], readonly object[]] = [
      name === "groups" ? order(left.groups) : left[name],
      left.payout[name] ?? [],
    ];
    const found = items[Number(item)];
    return [head, index, list, found ? all.indexOf(found) : item, ...rest].join(".");
  };
  for (;;) {
    const parsed = parseTerms(draftOf(draft, payouts));
    if (parsed.ok) return { terms: parsed.value, faults, placeOf: (path) => place(path, byRank) };
    const path = parsed.path.join(".");
    const [head = "", at = "", list = "", item] = path.split(".");
    const left = head === "eventPayouts" && at !== "" ? payouts[Number(at)] : undefined;
    const event = left?.payout.event ?? null;
    faults.push({
      code: parsed.code,
      severity: "ERROR",
      path: place(path, (groups) => groups),
      related: [],
      message: parsed.message,
      event,
      example: null,
    });
    const name = listNames.find((each) => each === list);
    if (!left || faults.length >= maxFaults)
      return { terms: null, faults, placeOf: (other) => other };
    const without =
      name && item !== undefined
        ? { ...left, [name]: left[name].filter((_, i) => i !== Number(item)) }
        : null;
    payouts = payouts.flatMap((each) => {
      if (each !== left) return [each];
      if (without) return [without];
      return [];
    });
    // Without any payout there is nothing to read, and it is not the author's fault.
    if (payouts.length === 0) return { terms: null, faults, placeOf: (other) => other };
  }
}

/** In steps, like the linter itself. */
export function* lintDraft(
  { terms, faults, placeOf }: ReadDraft,
  context: Omit<LintContext, "placeOf">,
): Generator<void, { findings: Finding<string>[]; isComplete: boolean }> {
  if (!terms) return { findings: faults, isComplete: true };
  const { findings, isComplete } = yield* lintSteps(terms, { ...context, placeOf });
  return { findings: [...faults, ...findings], isComplete };
}
