"use client";
/** Which links of a list are chosen: some that are shown, or all that match. */
import { useState } from "react";
import type { MatchingLinksInput } from "../../gql/graphql.ts";
import type { Selected } from "./end-links-dialog.tsx";

export interface Chosen {
  /** Of those that are shown, in their order. */
  picked: readonly string[];
  /** Also those that are not shown. */
  all: boolean;
  /** Every one that is shown is chosen. */
  whole: boolean;
  hasMore: boolean;
  selected: Selected;
  has: (id: string) => boolean;
  choose: (id: string, isChosen: boolean) => void;
  /** Chooses all that are shown, or none. */
  shown: (isChosen: boolean) => void;
  everything: () => void;
  none: () => void;
}
export function useChosen(shown: readonly string[], matching: MatchingLinksInput): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  // Another filter means other links: what was chosen before was chosen of others.
  const key = JSON.stringify(matching);
  const [wholeOf, setWholeOf] = useState<string | null>(null);
  const all = wholeOf === key;
  const picked = all ? shown : shown.filter((id) => ids.has(id));
  const set = (next: readonly string[]) => {
    setWholeOf(null);
    setIds(new Set(next));
  };
  return {
    picked,
    all,
    whole: shown.length > 0 && picked.length === shown.length,
    hasMore: matching.total > shown.length,
    selected: {
      links: all ? { matching } : { ids: [...picked] },
      count: all ? matching.total : picked.length,
      name: null,
    },
    has: (id) => all || ids.has(id),
    choose: (id, isChosen) =>
      set(isChosen ? [...picked, id] : picked.filter((each) => each !== id)),
    shown: (isChosen) => set(isChosen ? shown : []),
    everything: () => setWholeOf(key),
    none: () => set([]),
  };
}
