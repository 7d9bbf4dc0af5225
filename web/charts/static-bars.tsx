import type { ReactNode } from "react";
import { formatCompact } from "../lib/format.ts";
import { axisLabels, type LabelStrides } from "./axis.ts";
import { chartFrame, plotHeightPx } from "./frame.ts";
import { Marks, percent, type MarksProps } from "./marks.tsx";

export interface BarsPictureProps extends Omit<MarksProps, "count"> {
  /** Short name of each bucket, and in which steps they may be left out. */
  labels: readonly string[];
  strides: LabelStrides;
  /** Width of the plot; before it is measured a narrow one, so that labels never collide. */
  plotWidthPx: number;
}

/**
 * The chart as the server renders it: stretches to any width. Readable without scripts, and in
 * print.
 */
export function StaticBars({
  labels,
  strides,
  plotWidthPx,
  ...marks
}: BarsPictureProps): ReactNode {
  const { axis } = marks;
  return (
    <div aria-hidden className="absolute inset-0">
      {axis.ticks.map((tick) => (
        <span
          key={tick}
          className="tabular absolute translate-y-1/2 text-end text-tick text-subtle"
          style={{
            bottom: chartFrame.bottom + (tick / axis.top) * plotHeightPx,
            left: 0,
            width: chartFrame.left - 8,
          }}
        >
          {formatCompact(tick)}
        </span>
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
        <Marks {...marks} count={labels.length} className="absolute inset-0 size-full" />
        {axisLabels(labels, strides, plotWidthPx).map(({ index, text, share, anchor }) => (
          <span
            key={index}
            className="absolute top-full pt-1.5 text-tick whitespace-nowrap text-subtle"
            style={
              anchor === "end"
                ? { right: 0 }
                : { left: percent(share), transform: "translateX(-50%)" }
            }
          >
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}
