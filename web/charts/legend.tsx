import type { ReactNode } from "react";
import type { MarkSeries } from "./frame.ts";
import { Patterns, Swatch } from "./patterns.tsx";

export interface LegendItem {
  series: MarkSeries;
  /** Of bars that may still change. */
  isOpen?: boolean;
  label: string;
}
/** What the fills of a chart mean. Its patterns are its own: the chart's may not be there yet. */
export function Legend({
  chart,
  items,
}: {
  chart: string;
  items: readonly LegendItem[];
}): ReactNode {
  const own = `${chart}-key`;
  return (
    <>
      <svg aria-hidden width={0} height={0} className="absolute">
        <Patterns chart={own} series={items.map(({ series }) => series)} />
      </svg>
      <ul className="flex flex-wrap gap-x-3 gap-y-1 text-caption">
        {items.map(({ series, isOpen = false, label }) => (
          <li key={`${series.key}${isOpen ? "o" : ""}`} className="flex items-center gap-1.5">
            <Swatch chart={own} series={series} isOpen={isOpen} />
            {label}
          </li>
        ))}
      </ul>
    </>
  );
}
