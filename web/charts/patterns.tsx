import type { ReactNode } from "react";
import type { MarkSeries } from "./frame.ts";

export const patternId = (chart: string, kind: "hatch" | "dots", color: string): string =>
  `${chart}-${kind}-${color.replaceAll(/\W/g, "")}`;

/**
 * Patterns say the state, so that colour never has to: hatch = not paid, dots = may still change.
 */
export function Patterns({
  chart,
  series,
}: {
  chart: string;
  series: readonly MarkSeries[];
}): ReactNode {
  const colors = [...new Set(series.map(({ color }) => color))];
  return (
    <defs>
      {colors.map((color) => (
        <pattern
          key={`h${color}`}
          id={patternId(chart, "hatch", color)}
          width={5}
          height={5}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={5} height={5} style={{ fill: "var(--surface)" }} />
          <rect width={2} height={5} style={{ fill: color }} />
        </pattern>
      ))}
      {colors.map((color) => (
        <pattern
          key={`d${color}`}
          id={patternId(chart, "dots", color)}
          width={4}
          height={4}
          patternUnits="userSpaceOnUse"
        >
          <rect width={4} height={4} style={{ fill: "var(--surface)" }} />
          <circle cx={1.5} cy={1.5} r={1.1} style={{ fill: color }} />
        </pattern>
      ))}
    </defs>
  );
}

/** The fill of a series' bars; the soft one stands for paid 0. */
export function fillOf(chart: string, { color, fill }: MarkSeries, isOpen: boolean): string {
  if (isOpen) return `url(#${patternId(chart, "dots", color)})`;
  if (fill === "hatch") return `url(#${patternId(chart, "hatch", color)})`;
  return fill === "soft" ? "var(--clicks-soft)" : color;
}
export const strokeOf = ({ color, fill }: MarkSeries, isOpen: boolean): string =>
  isOpen || fill !== "solid" ? color : "none";

/** The square of a legend, with the same pattern as the bars. */
export function Swatch({
  chart,
  series,
  isOpen = false,
}: {
  chart: string;
  series: MarkSeries;
  isOpen?: boolean;
}): ReactNode {
  return (
    <svg aria-hidden width={12} height={12} className="shrink-0">
      <rect
        x={0.5}
        y={0.5}
        width={11}
        height={11}
        rx={1.5}
        style={{
          fill: fillOf(chart, series, isOpen),
          stroke: strokeOf(series, isOpen) === "none" ? series.color : strokeOf(series, isOpen),
        }}
      />
    </svg>
  );
}
