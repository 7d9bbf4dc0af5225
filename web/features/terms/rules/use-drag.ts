"use client";
/**
 * Dragging rows of a list by a handle: pointers alone, since keys have buttons and a typed
 * position.
 */
import { useRef, useState, type PointerEvent } from "react";

export interface Drag {
  /** The row that is being dragged, and where it would land; null while none is. */
  from: number | null;
  to: number | null;
  /** For the handle of a row; the rows are the children of the handle's closest list. */
  handle: (index: number) => {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
  };
}

/** The row over whose middle the pointer has come. */
function rowAt(rows: readonly Element[], y: number): number {
  const below = rows.findIndex((row) => {
    const { top, height } = row.getBoundingClientRect();
    return y < top + height / 2;
  });
  return below < 0 ? rows.length : below;
}

export function useDrag(onDrop: (from: number, to: number) => void): Drag {
  const [state, setState] = useState<{ from: number; to: number } | null>(null);
  const rows = useRef<Element[]>([]);
  const drop = () => {
    if (state && state.from !== state.to) onDrop(state.from, state.to);
    setState(null);
  };
  return {
    from: state?.from ?? null,
    to: state?.to ?? null,
    handle: (index) => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        rows.current = [...(event.currentTarget.closest("ol")?.children ?? [])];
        setState({ from: index, to: index });
      },
      onPointerMove: (event) => {
        if (!state) return;
        const gap = rowAt(rows.current, event.clientY);
        // Without the dragged row all that follow it stand one place earlier.
        setState({ from: state.from, to: gap > state.from ? gap - 1 : gap });
      },
      onPointerUp: drop,
      onPointerCancel: () => setState(null),
    }),
  };
}

/** With the item at `from` at place `to`; places outside of the list are its ends. */
export function reorder<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken === undefined) return next;
  next.splice(Math.max(0, Math.min(to, next.length)), 0, taken);
  return next;
}
