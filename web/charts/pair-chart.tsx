"use client";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { clsx } from "clsx";
import { BarPanel, type BarPanelProps, type Selection } from "./bar-panel.tsx";
import { cursorStep } from "./cursor.ts";

export type PairPanel = Omit<
  BarPanelProps,
  "cursor" | "marks" | "onMark" | "onOpen" | "selection" | "onSelect" | "onZoom"
>;

export interface PairChartProps {
  panels: readonly PairPanel[];
  /** Name of the cursor: what it steps through. */
  label: string;
  /** What the cursor says at a bucket. */
  valueText: (index: number) => string;
  cursor: number | null;
  /** Buckets beside which something happened. */
  marks: readonly number[];
  onMark: (index: number | null) => void;
  onOpen: (index: number) => void;
  /** Buckets from one to another were chosen, both among them. */
  onZoom: (from: number, to: number) => void;
  /** What of a choice can be zoomed to; null: nothing. */
  zoomable: (chosen: Selection) => Selection | null;
  /** side = beside each other from 1,280 px, stack = one above the other. */
  layout: "side" | "stack";
}

/** Two panels with one time axis and one cursor: a slider that keyboards reach in one step. */
export function PairChart({
  panels,
  label,
  valueText,
  cursor,
  marks,
  onMark,
  onOpen,
  onZoom,
  zoomable,
  layout,
}: PairChartProps): ReactNode {
  const count = panels[0]?.labels.length ?? 0;
  const [chosen, setSelection] = useState<Selection | null>(null);
  const selection = chosen && chosen.to < count && chosen.from < count ? zoomable(chosen) : null;
  const zoom = ({ from, to }: Selection) => {
    setSelection(null);
    onZoom(Math.min(from, to), Math.max(from, to));
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = cursorStep(event.key, cursor, count);
    if (!step) return;
    event.preventDefault();
    if (step.kind === "move" && event.shiftKey) {
      setSelection({ from: chosen?.from ?? cursor ?? step.index, to: step.index });
      onMark(step.index);
      return;
    }
    if (step.kind === "open" && selection) {
      zoom(selection);
      return;
    }
    setSelection(null);
    if (step.kind === "move") onMark(step.index);
    else if (step.kind === "leave") onMark(null);
    else if (cursor !== null) onOpen(cursor);
  };
  const at = cursor ?? count - 1;
  return (
    <div className="@container relative">
      {count > 0 ? (
        <>
          {/* A real slider, which assistive technology can move: the ring around both panels. */}
          <input
            id="time-cursor"
            type="range"
            min={0}
            max={count - 1}
            step={1}
            value={at}
            aria-label={label}
            aria-valuetext={valueText(at)}
            onChange={(event) => onMark(event.currentTarget.valueAsNumber)}
            onKeyDown={pressed}
            className="peer pointer-events-none absolute inset-0 size-full opacity-0"
          />
          <div
            aria-hidden
            className={clsx(
              "pointer-events-none absolute -inset-1 z-[1] rounded-card outline-2",
              "outline-transparent peer-focus-visible:outline-focus",
            )}
          />
        </>
      ) : null}
      <div className={clsx("grid grid-cols-1 gap-4", layout === "side" && "@lg:grid-cols-2")}>
        {panels.map((panel) => (
          <BarPanel
            key={panel.chart}
            {...panel}
            cursor={cursor}
            marks={marks}
            onMark={onMark}
            onOpen={onOpen}
            selection={selection}
            onSelect={setSelection}
            onZoom={zoom}
          />
        ))}
      </div>
    </div>
  );
}
