"use client";
import { memo, type ReactNode } from "react";
import { BarChart, XAxis, YAxis } from "recharts";
import { formatCompact } from "../lib/format.ts";
import { axisLabels } from "./axis.ts";
import { chartFrame, plotHeightPx } from "./frame.ts";
import { Marks } from "./marks.tsx";
import type { BarsPictureProps } from "./static-bars.tsx";

const margin = { top: chartFrame.top, right: chartFrame.right, bottom: 0, left: 0 };

interface AxisTick {
  y: number | string;
  payload: { value: number };
}

/**
 * The same picture on the axes of Recharts, loaded after the first paint. The slider around it
 * speaks, so its own layers stay silent.
 */
export const LateBars = memo(function LateBars({
  labels,
  strides,
  plotWidthPx,
  chart,
  isDrawn,
  ...marks
}: BarsPictureProps & { isDrawn: boolean }): ReactNode {
  const named = new Map(
    axisLabels(labels, strides, plotWidthPx).map((label) => [label.index, label]),
  );
  const label = ({ y, payload }: AxisTick) => {
    const { share, anchor, text } = named.get(payload.value) ?? {
      share: 0,
      anchor: "end",
      text: "",
    };
    return (
      <text
        x={chartFrame.left + share * plotWidthPx}
        y={Number(y) + 10}
        textAnchor={anchor}
        className="fill-subtle text-tick"
      >
        {text}
      </text>
    );
  };
  return (
    <div aria-hidden className="absolute inset-0">
      <BarChart
        data={labels.map((_, index) => ({ index }))}
        accessibilityLayer={false}
        margin={margin}
        // The panel has measured itself already; asked to, the chart would draw twice.
        width={chartFrame.left + plotWidthPx + chartFrame.right}
        height={chartFrame.height}
      >
        {isDrawn ? (
          <>
            <XAxis
              dataKey="index"
              ticks={[...named.keys()]}
              interval={0}
              height={chartFrame.bottom}
              tickLine={false}
              axisLine={false}
              tick={label}
            />
            <YAxis
              width={chartFrame.left}
              domain={[0, marks.axis.top]}
              // Stands for itself: Recharts knows no bars that it could be read from.
              allowDataOverflow
              ticks={marks.axis.ticks}
              interval={0}
              tickLine={false}
              axisLine={false}
              tickFormatter={formatCompact}
              tick={{ className: "fill-subtle text-tick tabular" }}
            />
            <Marks
              {...marks}
              chart={`${chart}-late`}
              count={labels.length}
              x={chartFrame.left}
              y={chartFrame.top}
              width={plotWidthPx}
              height={plotHeightPx}
            />
          </>
        ) : null}
      </BarChart>
    </div>
  );
});
