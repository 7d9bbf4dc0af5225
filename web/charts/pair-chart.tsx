"use client";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { BarPanel, type BarPanelProps } from "./bar-panel.tsx";
import { cursorStep } from "./cursor.ts";
import { cx } from "../ui/cx.ts";

export type PairPanel = Omit<BarPanelProps, "cursor" | "onMark" | "onOpen">;

export interface PairChartProps {
  panels: readonly PairPanel[];
  /** Name of the cursor: what it steps through. */
  label: string;
  /** What the cursor says at a bucket. */
  valueText: (index: number) => string;
  cursor: number | null;
  onMark: (index: number | null) => void;
  onOpen: (index: number) => void;
  /** side = beside each other from 1,280 px, stack = one above the other. */
  layout: "side" | "stack";
}

/** Two panels with one time axis and one cursor: a slider that keyboards reach in one step. */
export function PairChart({ panels, label, valueText, cursor, onMark, onOpen, layout }: PairChartProps): ReactNode {
  const slider = useRef<HTMLDivElement>(null);
  const count = panels[0]?.labels.length ?? 0;
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = cursorStep(event.key, cursor, count);
    if (!step) return;
    event.preventDefault();
    if (step.kind === "move") onMark(step.index);
    else if (step.kind === "leave") onMark(null);
    else if (cursor !== null) onOpen(cursor);
  };
  const at = cursor ?? count - 1;
  return (
    <div className="@container relative">
      {count > 0 ? (
        <div
          ref={slider}
          id="time-cursor"
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={count - 1}
          aria-valuenow={at}
          aria-valuetext={valueText(at)}
          onKeyDown={pressed}
          className="pointer-events-none absolute -inset-1 z-[1] rounded-card"
        />
      ) : null}
      <div className={cx("grid grid-cols-1 gap-4", layout === "side" && "@lg:grid-cols-2")}>
        {panels.map((panel) => (
          <BarPanel key={panel.chart} {...panel} cursor={cursor} onMark={onMark} onOpen={onOpen} />
        ))}
      </div>
    </div>
  );
}
