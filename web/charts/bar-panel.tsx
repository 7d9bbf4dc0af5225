"use client";
import type { PointerEvent, ReactNode } from "react";
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

export interface BarPanelProps extends Omit<BarsPictureProps, "plotWidthPx"> {
  title: string;
  /** One sentence with the highest, the lowest and the sum, for screen readers. */
  summary: string;
  legend: readonly LegendItem[];
  cursor: number | null;
  onMark: (index: number | null) => void;
  onOpen: (index: number) => void;
  /** Stands in the plot's place, e.g. why there is nothing to draw. */
  empty: ReactNode;
}

export function BarPanel({
  title,
  summary,
  legend,
  cursor,
  onMark,
  onOpen,
  empty,
  ...picture
}: BarPanelProps): ReactNode {
  const [box, width] = useWidth<HTMLDivElement>();
  const loaded = bars.useLoaded();
  // The still picture stays until all of the late one is there.
  const pieces = useTurns(loaded !== null && width !== null && !empty, latePieces);
  const count = picture.labels.length;
  const plotWidthPx =
    width === null ? firstPlotWidthPx : Math.max(1, width - chartFrame.left - chartFrame.right);
  const bucketOf = (event: PointerEvent<HTMLDivElement>) =>
    bucketAt(
      event.clientX - event.currentTarget.getBoundingClientRect().left - chartFrame.left,
      plotWidthPx,
      count,
    );
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
          className="relative touch-pan-y"
          style={{ height: chartFrame.height }}
          onPointerMove={(event) => event.pointerType === "mouse" && onMark(bucketOf(event))}
          onPointerLeave={(event) => event.pointerType === "mouse" && onMark(null)}
          onPointerUp={(event) => {
            const index = bucketOf(event);
            if (index === null) return;
            onMark(index);
            if (event.pointerType === "mouse") onOpen(index);
          }}
        >
          {pieces < latePieces ? <StaticBars {...picture} plotWidthPx={plotWidthPx} /> : null}
          {loaded && pieces > 0 ? (
            <loaded.LateBars {...picture} plotWidthPx={plotWidthPx} pieces={pieces} />
          ) : null}
          {cursor === null ? null : <CursorBand index={cursor} count={count} />}
        </div>
      )}
    </section>
  );
}

/** 8 % ink over the marked bucket, in both panels at once. */
function CursorBand({ index, count }: { index: number; count: number }): ReactNode {
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
        width: `calc(${plot} * ${1 / count})`,
      }}
    />
  );
}
