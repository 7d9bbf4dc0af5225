"use client";
import { memo, useMemo, type ReactNode } from "react";
import { clsx } from "clsx";
import { BarChart } from "recharts";
import { chartFrame, latePieces, plotHeightPx } from "./frame.ts";
import { LateTimeAxis, LateValueAxis } from "./late-axes.tsx";
import { Marks } from "./marks.tsx";
import type { BarsPictureProps } from "./static-bars.tsx";

const margin = { top: chartFrame.top, right: chartFrame.right, bottom: 0, left: 0 };

interface LateBarsProps extends BarsPictureProps {
  /** How many of `latePieces` are drawn by now. */
  pieces: number;
}

/**
 * The same picture on the axes of Recharts, loaded after the first paint and drawn piece by piece.
 * The slider around it speaks, so its own layers stay silent.
 */
export const LateBars = memo(function LateBars({
  labels,
  strides,
  plotWidthPx,
  chart,
  pieces,
  ...marks
}: LateBarsProps): ReactNode {
  // A piece more is no reason for Recharts to look at all of its data again.
  const data = useMemo(() => labels.map((_, index) => ({ index })), [labels]);
  return (
    <div
      aria-hidden
      // The panel hears the pointer; Recharts would look at all of its data at each move.
      className={clsx("pointer-events-none absolute inset-0", pieces < latePieces && "invisible")}
    >
      <BarChart
        data={data}
        accessibilityLayer={false}
        margin={margin}
        // The panel has measured itself already; asked to, the chart would draw twice.
        width={chartFrame.left + plotWidthPx + chartFrame.right}
        height={chartFrame.height}
      >
        {pieces > 1 ? (
          <LateTimeAxis labels={labels} strides={strides} plotWidthPx={plotWidthPx} />
        ) : null}
        {pieces > 2 ? <LateValueAxis axis={marks.axis} /> : null}
        {pieces === latePieces ? (
          <Marks
            {...marks}
            chart={`${chart}-late`}
            count={labels.length}
            x={chartFrame.left}
            y={chartFrame.top}
            width={plotWidthPx}
            height={plotHeightPx}
          />
        ) : null}
      </BarChart>
    </div>
  );
});
