"use client";
/**
 * A draft that this browser keeps while it is written: terms that partners may have signed have no
 * draft on the server before a change is prepared.
 */
import { useCallback, useEffect, useState } from "react";
import {
  newKey,
  type GroupDraft,
  type PayoutDraft,
  type RuleDraft,
  type TermsDraft,
} from "./draft.ts";

export interface KeptDraft {
  draft: TermsDraft;
  /** The version it was begun from; 0 = none. */
  base: number;
  /** When it was kept, ISO 8601. */
  at: string;
}
interface Stored extends KeptDraft {
  v: 1;
}
const shelf = (key: string): string => `counterfoil.terms.${key}`;
const pauseMs = 600;

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

/** Null where there is none, or one of another release. */
export function readKept(text: string | null): KeptDraft | null {
  if (text === null) return null;
  try {
    const stored = JSON.parse(text) as Partial<Stored>;
    if (
      stored.v !== 1 ||
      !stored.draft ||
      typeof stored.base !== "number" ||
      typeof stored.at !== "string"
    )
      return null;
    return { draft: rekeyed(stored.draft), base: stored.base, at: stored.at };
  } catch {
    return null;
  }
}

/** What stands in a draft, whatever its keys. */
export const sameDraft = (a: TermsDraft, b: TermsDraft): boolean => {
  const text = (draft: TermsDraft) =>
    JSON.stringify(draft, (name, value: unknown) =>
      name === "key" || name === "typed" ? undefined : value,
    );
  return text(a) === text(b);
};

interface DraftShelf {
  /** What was found when the page came; null = nothing. */
  found: KeptDraft | null;
  /** When the draft was last kept. */
  keptAt: string | null;
  keep: (draft: TermsDraft, base: number) => void;
  drop: () => void;
}
/** A browser that keeps nothing (private windows, a full disk) loses comfort, no more. */
export function useDraftShelf(key: string, start: TermsDraft): DraftShelf {
  const [found, setFound] = useState<KeptDraft | null>(null);
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const [latest, setLatest] = useState<{ draft: TermsDraft; base: number } | null>(null);
  useEffect(() => {
    try {
      const kept = readKept(localStorage.getItem(shelf(key)));
      if (!kept || sameDraft(kept.draft, start)) return;
      setFound(kept);
      setKeptAt(kept.at);
    } catch {
      // Reading is not allowed here.
    }
    // What the page began with is compared once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `start` is new with every refresh
  }, [key]);
  useEffect(() => {
    if (!latest) return;
    const write = () => {
      const at = new Date().toISOString();
      try {
        localStorage.setItem(shelf(key), JSON.stringify({ v: 1, at, ...latest } satisfies Stored));
        setKeptAt(at);
      } catch {
        // Nothing can be kept here.
      }
    };
    const timer = setTimeout(write, pauseMs);
    // Who leaves in the pause has it kept, too.
    addEventListener("pagehide", write);
    return () => {
      clearTimeout(timer);
      removeEventListener("pagehide", write);
    };
  }, [key, latest]);
  const drop = useCallback(() => {
    setLatest(null);
    setFound(null);
    setKeptAt(null);
    try {
      localStorage.removeItem(shelf(key));
    } catch {
      // Nothing was kept.
    }
  }, [key]);
  return {
    found,
    keptAt,
    keep: useCallback((draft, base) => setLatest({ draft, base }), []),
    drop,
  };
}
