"use client";
/**
 * Changes of one state by many parts. A part says how what stands then becomes what it is to be,
 * and never hands in what it saw when it was drawn: of two changes in one moment both are kept.
 */
import { useRef, useState } from "react";

export type Edit<T> = (change: (now: T) => T) => void;

/** State that is changed by edits; `onEdit` learns what it became. */
export function useEdits<T>(start: T, onEdit?: (next: T) => void): [T, Edit<T>] {
  const [state, setState] = useState(start);
  const latest = useRef(start);
  const edit: Edit<T> = (change) => {
    latest.current = change(latest.current);
    setState(latest.current);
    onEdit?.(latest.current);
  };
  return [state, edit];
}

/** Edits of one field. */
export const editField =
  <T, K extends keyof T>(edit: Edit<T>, field: K): Edit<T[K]> =>
  (change) =>
    edit((now) => ({ ...now, [field]: change(now[field]) }));

/** Sets some fields and leaves the others as they are by then. */
export const editFields =
  <T>(edit: Edit<T>) =>
  (next: Partial<T>): void =>
    edit((now) => ({ ...now, ...next }));

/** Edits of what may be absent: what has been taken away meanwhile stays away. */
export const editPresent =
  <T>(edit: Edit<T | null>): Edit<T> =>
  (change) =>
    edit((now) => (now === null ? null : change(now)));

/** Edits of one item of a list: of whichever place it has by then, where it has a key. */
export const editItem =
  <T extends object>(edit: Edit<T[]> | Edit<readonly T[]>, item: T, index: number): Edit<T> =>
  (change) =>
    edit((now: readonly T[]) =>
      now.map((each, at) => {
        const isIt = "key" in item ? "key" in each && each.key === item.key : at === index;
        return isIt ? change(each) : each;
      }),
    );
/** The list without the item, as it is by then. */
export const withoutItem = <T extends object>(list: readonly T[], item: T, index: number): T[] =>
  list.filter((each, at) =>
    "key" in item ? !("key" in each) || each.key !== item.key : at !== index,
  );
