/**
 * Stacked bars as SVG paths in a square of 1000 by 1000, which the page stretches to the plot: one
 * path a series and state.
 */

export interface Bar {
  /**
   * Left and right edge in buckets: bar 3 of equal buckets spans 3 to 4; the sales of a day span
   * its hours.
   */
  from: number;
  to: number;
  /** One value a series, from the baseline up; null = there is no value, which is not 0. */
  values: readonly number[] | null;
  /** The figures may still change. */
  isOpen: boolean;
}

export interface BarPaths {
  /** Complete bars, one path a series. */
  closed: string[];
  /** Bars whose figures may still change, one path a series. */
  open: string[];
}

const side = 1000;
/** Share of a bucket that stays empty between bars. */
const gap = 0.16;
const round = (value: number): string => String(Math.round(value * 100) / 100);

const rectangle = (left: number, right: number, bottom: number, top: number): string =>
  `M${round(left)} ${round(bottom)}V${round(top)}H${round(right)}V${round(bottom)}Z`;

interface Frame {
  /** Buckets along the axis. */
  count: number;
  /** Value at the upper edge. */
  top: number;
  series: number;
  /** Height of one pixel, as a share of the plot: an existing 0 is drawn this high. */
  pixel: number;
}

export function barPaths(bars: readonly Bar[], { count, top, series, pixel }: Frame): BarPaths {
  const paths: BarPaths = {
    closed: Array<string>(series).fill(""),
    open: Array<string>(series).fill(""),
  };
  const bandWidth = side / Math.max(1, count);
  for (const bar of bars) {
    if (bar.values === null) continue;
    const inset = (bandWidth * gap) / 2;
    const left = bar.from * bandWidth + inset;
    const right = bar.to * bandWidth - inset;
    const target = bar.isOpen ? paths.open : paths.closed;
    let below = 0;
    for (const [index, value] of bar.values.entries()) {
      if (value > 0 && index < series)
        target[index] += rectangle(
          left,
          right,
          side - (below / top) * side,
          side - ((below + value) / top) * side,
        );
      below += value;
    }
    if (below === 0) target[0] += rectangle(left, right, side, side - pixel * side);
  }
  return paths;
}

/** A small chart as one path in 1000 by 1000; "" when no value is more than 0. */
export function sparkPath(values: readonly (number | null)[], top: number): string {
  if (!(top > 0)) return "";
  const band = side / Math.max(1, values.length);
  return values
    .map((value, index) =>
      value !== null && value > 0
        ? rectangle(
            index * band + band * 0.1,
            (index + 1) * band - band * 0.1,
            side,
            side - Math.min(1, value / top) * side,
          )
        : "",
    )
    .join("");
}

export const sumOf = (values: readonly number[] | null): number =>
  (values ?? []).reduce((sum, value) => sum + value, 0);

/** Where an instant lies on an axis of buckets, in buckets; between two edges in proportion. */
export function positionOf(
  instantMs: number,
  edgesMs: readonly { start: number; end: number }[],
): number {
  const first = edgesMs[0];
  if (!first || instantMs <= first.start) return 0;
  for (const [index, { start, end }] of edgesMs.entries())
    if (instantMs < end) return index + (instantMs - start) / (end - start);
  return edgesMs.length;
}
