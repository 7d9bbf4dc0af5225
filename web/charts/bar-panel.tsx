"use client";
import { useRef, type PointerEvent, type ReactNode } from "react";
import { clsx } from "clsx";
import { bucketAt } from "./cursor.ts";
import { chartFrame, latePieces } from "./frame.ts";
import { Legend, type LegendItem } from "./legend.tsx";
import { bars } from "./load-bars.ts";
import { StaticBars, type BarsPictureProps } from "./static-bars.tsx";
import { useTurns } from "./use-turns.ts";
import { useWidth } from "./use-width.ts";

/** Narrowest plot there is, for the first paint: labels then never collide. */
const firstPlotWidthPx = 240;

/** Buckets from where one began to where one is, in either direction. */
export interface Selection {
  from: number;
  to: number;
}
export interface BarPanelProps extends Omit<BarsPictureProps, "plotWidthPx"> {
  title: string;
  /** One sentence with the highest, the lowest and the sum, for screen readers. */
  summary: string;
  legend: readonly LegendItem[];
  cursor: number | null;
  /** Buckets beside which something happened; said in words elsewhere. */
  marks: readonly number[];
  onMark: (index: number | null) => void;
  onOpen: (index: number) => void;
  selection: Selection | null;
  onSelect: (selection: Selection | null) => void;
  onZoom: (selection: Selection) => void;
  /** Stands in the plot's place, e.g. why there is nothing to draw. */
  empty: ReactNode;
}

export function BarPanel({
  title,
  summary,
  legend,
  cursor,
  marks,
  onMark,
  onOpen,
  selection,
  onSelect,
  onZoom,
  empty,
  ...picture
}: BarPanelProps): ReactNode {
  const [box, width] = useWidth<HTMLDivElement>();
  const loaded = bars.useLoaded();
  // The still picture stays until all of the late one is there.
  const pieces = useTurns(loaded !== null && width !== null && !empty, latePieces);
  const count = picture.labels.length;
  // Where the button went down: nothing is drawn before it leaves that bucket.
  const pressed = useRef<number | null>(null);
  const plotWidthPx =
    width === null ? firstPlotWidthPx : Math.max(1, width - chartFrame.left - chartFrame.right);
  const bucketOf = (event: PointerEvent<HTMLDivElement>) => {
    const { left, top, bottom } = event.currentTarget.getBoundingClientRect();
    const isBeside = event.clientY < top || event.clientY > bottom;
    return isBeside ? null : bucketAt(event.clientX - left - chartFrame.left, plotWidthPx, count);
  };
  return (
    <section className="min-w-0 rounded-card border border-border bg-surface p-4">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2>{title}</h2>
        <Legend chart={picture.chart} items={legend} />
      </div>
      <p className="sr-only">{summary}</p>
      {empty ? (
        <div className="flex items-center" style={{ minHeight: chartFrame.height }}>
          {empty}
        </div>
      ) : (
        <div
          ref={box}
          className="relative touch-pan-y select-none"
          style={{ height: chartFrame.height }}
          onPointerDown={(event) => {
            const index = bucketOf(event);
            if (event.pointerType !== "mouse" || event.button !== 0 || index === null) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            pressed.current = index;
          }}
          onPointerMove={(event) => {
            if (event.pointerType !== "mouse") return;
            const index = bucketOf(event);
            onMark(index);
            const from = pressed.current;
            if (event.buttons === 1 && from !== null && index !== null)
              onSelect(from === index ? null : { from, to: index });
          }}
          onPointerLeave={(event) => event.pointerType === "mouse" && onMark(null)}
          onPointerCancel={() => {
            pressed.current = null;
            onSelect(null);
          }}
          onPointerUp={(event) => {
            const index = bucketOf(event);
            const isMouse = event.pointerType === "mouse";
            const from = pressed.current;
            // Another button does nothing.
            if (isMouse && (event.button !== 0 || from === null)) return;
            pressed.current = null;
            if (isMouse && selection && index !== null) {
              onZoom(selection);
              return;
            }
            onSelect(null);
            // Nor does a button that is let go beside the bar on which it went down.
            if (index === null || (isMouse && index !== from)) return;
            onMark(index);
            if (isMouse) onOpen(index);
          }}
        >
          {pieces < latePieces ? <StaticBars {...picture} plotWidthPx={plotWidthPx} /> : null}
          {loaded && pieces > 0 ? (
            <loaded.LateBars {...picture} plotWidthPx={plotWidthPx} pieces={pieces} />
          ) : null}
          {marks.map((index) => (
            <EventMark key={index} index={index} count={count} />
          ))}
          {selection ? <Band {...selection} count={count} /> : null}
          {cursor === null ? null : <Band from={cursor} to={cursor} count={count} />}
        </div>
      )}
    </section>
  );
}

/** A triangle above a bucket. */
function EventMark({ index, count }: { index: number; count: number }): ReactNode {
  const plot = `(100% - ${chartFrame.left + chartFrame.right}px)`;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute"
      style={{
        top: chartFrame.top - 8,
        left: `calc(${chartFrame.left}px + ${plot} * ${(index + 0.5) / count})`,
      }}
    >
      <span className="absolute -start-1 -top-1 block text-[8px] leading-none text-muted">▼</span>
    </div>
  );
}

/** 8 % ink over the marked bucket or those that are chosen, in both panels at once. */
function Band({ from, to, count }: Selection & { count: number }): ReactNode {
  const index = Math.min(from, to);
  const plot = `(100% - ${chartFrame.left + chartFrame.right}px)`;
  return (
    <div
      aria-hidden
      className={clsx(
        "pointer-events-none absolute border-x border-dashed border-fg/50 bg-fg/8",
        "forced-colors:border-solid",
      )}
      style={{
        top: chartFrame.top,
        bottom: chartFrame.bottom,
        left: `calc(${chartFrame.left}px + ${plot} * ${index / count})`,
        width: `calc(${plot} * ${(Math.abs(to - from) + 1) / count})`,
      }}
    />
  );
}
