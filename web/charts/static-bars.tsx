import type { ReactNode } from "react";
import { formatCompact } from "../lib/format.ts";
import { labelAnchor, labelledBuckets, type LabelStrides, type ValueAxis } from "./axis.ts";
import { barPaths, type Bar } from "./bars.ts";
import { chartFrame, plotHeightPx, type MarkSeries } from "./frame.ts";
import { fillOf, Patterns, strokeOf } from "./patterns.tsx";

export interface BarsPictureProps {
  /** Unique in the page: names of patterns and clips begin with it. */
  chart: string;
  bars: readonly Bar[];
  series: readonly MarkSeries[];
  axis: ValueAxis;
  /** Short name of each bucket, and in which steps they may be left out. */
  labels: readonly string[];
  strides: LabelStrides;
  /** Width of the plot; before it is measured a narrow one, so that labels never collide. */
  plotWidthPx: number;
  /** First and last bucket of the shaded part; its name. */
  zone: { from: number; to: number; label: string } | null;
}

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

/**
 * The chart as the server renders it: stretches to any width, one path a series and state. Readable
 * without scripts, and in print.
 */
export function StaticBars({
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
  return (
    <div aria-hidden className="absolute inset-0">
      {axis.ticks.map((tick) => (
        <div
          key={tick}
          className="absolute inset-x-0"
          style={{ bottom: chartFrame.bottom + (tick / axis.top) * plotHeightPx }}
        >
          <div
            className={
              tick === 0
                ? "absolute border-t border-border-strong"
                : "absolute border-t border-border"
            }
            style={{ left: chartFrame.left, right: chartFrame.right }}
          />
          <span
            className="tabular absolute -translate-y-1/2 text-end text-tick text-subtle"
            style={{ width: chartFrame.left - 8, left: 0 }}
          >
            {formatCompact(tick)}
          </span>
        </div>
      ))}
      <div
        className="absolute"
        style={{
          inset:
            `${chartFrame.top}px ` +
            `${chartFrame.right}px ` +
            `${chartFrame.bottom}px ` +
            `${chartFrame.left}px`,
        }}
      >
        {zone ? <ZoneShade zone={zone} count={count} /> : null}
        <Marks chart={chart} bars={bars} series={series} axis={axis} count={count} />
        {labelledBuckets(count, plotWidthPx, strides).map((index) => {
          const isLast = labelAnchor(index, count, plotWidthPx) === "end";
          return (
            <span
              key={index}
              className="absolute top-full pt-1.5 text-tick whitespace-nowrap text-subtle"
              style={
                isLast
                  ? { right: 0 }
                  : { left: percent((index + 0.5) / count), transform: "translateX(-50%)" }
              }
            >
              {labels[index]}
            </span>
          );
        })}
      </div>
    </div>
  );
}

/** "Still arriving": a shaded part behind the bars with its name on top. */
export function ZoneShade({
  zone,
  count,
}: {
  zone: { from: number; to: number; label: string };
  count: number;
}): ReactNode {
  return (
    <div
      className="absolute inset-y-0 bg-neutral-ground"
      style={{ left: percent(zone.from / count), width: percent((zone.to - zone.from) / count) }}
    >
      <span className="absolute end-0 top-0 px-1 text-tick whitespace-nowrap text-muted">
        {zone.label}
      </span>
    </div>
  );
}

function Marks({
  chart,
  bars,
  series,
  axis,
  count,
}: {
  chart: string;
  bars: readonly Bar[];
  series: readonly MarkSeries[];
  axis: ValueAxis;
  count: number;
}): ReactNode {
  const paths = barPaths(bars, {
    count,
    top: axis.top,
    series: series.length,
    pixel: 1 / plotHeightPx,
  });
  const layers = series.flatMap((each, index) => [
    {
      id: `${chart}-c${index}`,
      d: paths.closed[index] ?? "",
      fill: fillOf(chart, each, false),
      stroke: strokeOf(each, false),
    },
    {
      id: `${chart}-o${index}`,
      d: paths.open[index] ?? "",
      fill: fillOf(chart, each, true),
      stroke: strokeOf(each, true),
    },
  ]);
  const drawn = layers.filter(({ d }) => d !== "");
  return (
    <svg className="absolute inset-0 size-full overflow-visible" focusable="false">
      <Patterns chart={chart} series={series} />
      <defs>
        {drawn.map(({ id, d }) => (
          <clipPath key={id} id={id} clipPathUnits="objectBoundingBox">
            <path id={`${id}-d`} transform="scale(0.001)" d={d} />
          </clipPath>
        ))}
      </defs>
      {/* Clipped rectangles, because a stretched path would stretch its pattern too. */}
      {drawn.map(({ id, fill }) => (
        <rect key={id} width="100%" height="100%" clipPath={`url(#${id})`} style={{ fill }} />
      ))}
      <svg
        width="100%"
        height="100%"
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
        overflow="visible"
      >
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
