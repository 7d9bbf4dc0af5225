"use client";
import { memo, type ReactNode } from "react";
import { XAxis, YAxis } from "recharts";
import { formatCompact } from "../lib/format.ts";
import { axisLabels } from "./axis.ts";
import { chartFrame } from "./frame.ts";
import type { BarsPictureProps } from "./static-bars.tsx";

interface AxisTick {
  y: number | string;
  payload: { value: number };
}

/** The axis of time, with the names that the still picture shows. */
export const LateTimeAxis = memo(function LateTimeAxis({
  labels,
  strides,
  plotWidthPx,
}: Pick<BarsPictureProps, "labels" | "strides" | "plotWidthPx">): ReactNode {
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
    <XAxis
      dataKey="index"
      ticks={[...named.keys()]}
      interval={0}
      height={chartFrame.bottom}
      tickLine={false}
      axisLine={false}
      tick={label}
    />
  );
});

const valueLabel = { className: "fill-subtle text-tick tabular" };

export const LateValueAxis = memo(function LateValueAxis({
  axis,
}: Pick<BarsPictureProps, "axis">): ReactNode {
  return (
    <YAxis
      width={chartFrame.left}
      domain={[0, axis.top]}
      // Stands for itself: Recharts knows no bars that it could be read from.
      allowDataOverflow
      ticks={axis.ticks}
      interval={0}
      tickLine={false}
      axisLine={false}
      tickFormatter={formatCompact}
      tick={valueLabel}
    />
  );
});
