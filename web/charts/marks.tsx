import type { ComponentProps, ReactNode } from "react";
import { barPaths, type Bar } from "./bars.ts";
import type { ValueAxis } from "./axis.ts";
import { plotHeightPx, type MarkSeries } from "./frame.ts";
import { fillOf, Patterns, strokeOf } from "./patterns.tsx";

/** What a chart shows within its axes. */
export interface MarksProps {
  /** Unique in the page: names of patterns and clips begin with it. */
  chart: string;
  bars: readonly Bar[];
  series: readonly MarkSeries[];
  axis: ValueAxis;
  /** Buckets along the axis. */
  count: number;
  /** First and last bucket of the shaded part; its name. */
  zone: { from: number; to: number; label: string } | null;
}

export const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

/** A square of 1000 by 1000 over the whole plot. */
const stretched = {
  width: "100%",
  height: "100%",
  viewBox: "0 0 1000 1000",
  preserveAspectRatio: "none",
  overflow: "visible",
} as const;

/**
 * Bars, lines and shaded part, one path a series and state, stretched to whatever plot it stands
 * in: the one drawing of the still picture and of the late chart.
 */
export function Marks({
  chart,
  bars,
  series,
  axis,
  count,
  zone,
  ...place
}: MarksProps & ComponentProps<"svg">): ReactNode {
  const paths = barPaths(bars, {
    count,
    top: axis.top,
    series: series.length,
    pixel: 1 / plotHeightPx,
  });
  const layers = series.flatMap((each, index) =>
    [false, true].map((isOpen) => ({
      id: `${chart}-${isOpen ? "o" : "c"}${index}`,
      key: each.key,
      d: (isOpen ? paths.open : paths.closed)[index] ?? "",
      fill: fillOf(chart, each, isOpen),
      stroke: strokeOf(each, isOpen),
    })),
  );
  const drawn = layers.filter(({ d }) => d !== "");
  return (
    <svg overflow="visible" focusable="false" {...place}>
      <Patterns chart={chart} series={series} />
      <defs>
        {drawn.map(({ id, key, d }) => (
          <clipPath key={id} id={id} clipPathUnits="objectBoundingBox">
            <path data-series={key} transform="scale(0.001)" d={d} />
          </clipPath>
        ))}
      </defs>
      {zone ? <Zone zone={zone} count={count} /> : null}
      <Grid axis={axis} />
      {/* Clipped rectangles, because a stretched path would stretch its pattern too. */}
      {drawn.map(({ id, fill }) => (
        <rect key={id} width="100%" height="100%" clipPath={`url(#${id})`} style={{ fill }} />
      ))}
      <svg {...stretched}>
        {drawn.map(({ id, d, stroke }) =>
          stroke === "none" ? null : (
            <path
              key={id}
              d={d}
              vectorEffect="non-scaling-stroke"
              style={{ fill: "none", stroke, strokeWidth: 1 }}
            />
          ),
        )}
      </svg>
    </svg>
  );
}

/** "Still arriving": a shaded part behind the bars with its name on top. */
function Zone({
  zone: { from, to, label },
  count,
}: {
  zone: NonNullable<MarksProps["zone"]>;
  count: number;
}): ReactNode {
  return (
    <>
      <rect
        x={percent(from / count)}
        width={percent((to - from) / count)}
        height="100%"
        style={{ fill: "var(--neutral-ground)" }}
      />
      <text
        x={percent(to / count)}
        dx={-4}
        y={11}
        textAnchor="end"
        className="fill-muted text-tick"
      >
        {label}
      </text>
    </>
  );
}

/** A line a tick; the baseline is stronger. */
function Grid({ axis: { ticks, top } }: Pick<MarksProps, "axis">): ReactNode {
  const line = (tick: number) => `M0 ${1000 - (tick / top) * 1000}H1000`;
  const above = ticks.filter((tick) => tick > 0);
  return (
    <svg {...stretched}>
      {[
        { d: above.map(line).join(""), stroke: "var(--border)" },
        { d: line(0), stroke: "var(--border-strong)" },
      ].map(({ d, stroke }) => (
        <path
          key={stroke}
          d={d}
          vectorEffect="non-scaling-stroke"
          shapeRendering="crispEdges"
          style={{ stroke, strokeWidth: 1 }}
        />
      ))}
    </svg>
  );
}
