"use client";
import { useMemo, type ReactNode } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceArea,
  XAxis,
  YAxis,
  type BarShapeProps,
} from "recharts";
import { formatCompact } from "../lib/format.ts";
import { labelAnchor, labelledBuckets } from "./axis.ts";
import { chartFrame, type MarkSeries } from "./frame.ts";
import { fillOf, Patterns, strokeOf } from "./patterns.tsx";
import type { BarsPictureProps } from "./static-bars.tsx";

const margin = { top: chartFrame.top, right: chartFrame.right, bottom: 0, left: 0 };

interface AxisTick {
  x: number | string;
  y: number | string;
  payload: { value: number };
}

type MarkProps = Partial<Pick<BarShapeProps, "x" | "y" | "width" | "height" | "payload">> & {
  chart: string;
  series: MarkSeries;
};
/** One bar; an existing 0 is a hairline on the baseline, as in the still picture. */
function Mark({
  chart,
  series,
  x = 0,
  y = 0,
  width = 0,
  height = 0,
  payload,
}: MarkProps): ReactNode {
  const isOpen = (payload as { isOpen: boolean } | undefined)?.isOpen ?? false;
  // A plain one: the library's own measures the length of each path, for an animation that there is
  // not.
  return (
    <rect
      className="recharts-rectangle"
      x={x}
      y={y}
      width={Math.max(0, width)}
      height={Math.max(0, height)}
      style={{ fill: fillOf(chart, series, isOpen), stroke: strokeOf(series, isOpen) }}
    />
  );
}

/**
 * The same picture by Recharts, loaded after the first paint. The slider around it speaks, so its
 * own layers stay silent.
 */
export function LateBars({
  chart,
  bars,
  series,
  axis,
  labels,
  strides,
  plotWidthPx,
  zone,
}: BarsPictureProps): ReactNode {
  const count = labels.length;
  const data = useMemo(
    () =>
      bars.map((bar, index) => ({
        index,
        isOpen: bar.isOpen,
        ...Object.fromEntries(series.map((each, place) => [each.key, bar.values?.[place] ?? null])),
      })),
    [bars, series],
  );
  const ticks = useMemo(
    () => labelledBuckets(count, plotWidthPx, strides),
    [count, plotWidthPx, strides],
  );
  const label = ({ x, y, payload }: AxisTick) => (
    <text
      x={
        labelAnchor(payload.value, count, plotWidthPx) === "end" ? chartFrame.left + plotWidthPx : x
      }
      y={Number(y) + 10}
      textAnchor={labelAnchor(payload.value, count, plotWidthPx)}
      className="fill-subtle text-tick"
    >
      {labels[payload.value]}
    </text>
  );
  return (
    <div aria-hidden className="absolute inset-0">
      <BarChart
        data={data}
        accessibilityLayer={false}
        margin={margin}
        barCategoryGap="8%"
        // The panel has measured itself already; asked to, the chart would draw twice.
        width={chartFrame.left + plotWidthPx + chartFrame.right}
        height={chartFrame.height}
      >
        <Patterns chart={`${chart}-late`} series={series} />
        <CartesianGrid vertical={false} syncWithTicks style={{ stroke: "var(--border)" }} />
        <XAxis
          dataKey="index"
          ticks={ticks}
          interval={0}
          height={chartFrame.bottom}
          tickLine={false}
          axisLine={{ stroke: "var(--border-strong)" }}
          tick={label}
        />
        <YAxis
          width={chartFrame.left}
          domain={[0, axis.top]}
          ticks={axis.ticks}
          interval={0}
          tickLine={false}
          axisLine={false}
          tickFormatter={formatCompact}
          tick={{ className: "fill-subtle text-tick tabular" }}
        />
        {zone ? (
          <ReferenceArea
            x1={zone.from}
            x2={zone.to - 1}
            fillOpacity={1}
            stroke="none"
            style={{ fill: "var(--neutral-ground)" }}
            label={{
              value: zone.label,
              position: "insideTopRight",
              className: "fill-muted text-tick",
            }}
          />
        ) : null}
        {series.map((each) => (
          <Bar
            key={each.key}
            dataKey={each.key}
            stackId="all"
            isAnimationActive={false}
            minPointSize={0}
            shape={<Mark chart={`${chart}-late`} series={each} />}
          />
        ))}
      </BarChart>
    </div>
  );
}
