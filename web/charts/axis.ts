/** Axes as arithmetic: zero-based value axes with nice steps, and which buckets carry a label. */

export interface ValueAxis {
  /** Value at the upper edge of the plot. */
  top: number;
  /** From 0 to top. */
  ticks: number[];
}

const niceFactors = [1, 2, 2.5, 5];
const maxIntervals = 5;

/**
 * Steps of 1, 2, 2.5 or 5 times a power of ten. The largest bar fills at least 60 % of the plot;
 * counts get whole ticks.
 */
export function valueAxis(largest: number, kind: "count" | "amount"): ValueAxis {
  if (!(largest > 0)) return { top: 1, ticks: [0, 1] };
  let power = 10 ** Math.floor(Math.log10(largest / maxIntervals));
  if (kind === "count") power = Math.max(1, power);
  for (; ; power *= 10) {
    for (const factor of niceFactors) {
      const step = factor * power;
      if (kind === "count" && !Number.isInteger(step)) continue;
      // A hair of tolerance: 0.3 / 0.1 is more than 3 in binary.
      const intervals = Math.ceil(largest / step - 1e-9);
      if (intervals > maxIntervals) continue;
      const ticks = Array.from({ length: intervals + 1 }, (_, index) =>
        Number((index * step).toPrecision(12)),
      );
      return { top: ticks.at(-1) ?? step, ticks };
    }
  }
}

/**
 * Distances between labels in buckets: numbers that people count in. Hours and minutes have their
 * own, that meet midnight.
 */
export const labelStrides = {
  days: [1, 2, 3, 4, 5, 6, 7, 10, 14, 20, 28, 30, 60, 90, 180],
  hours: [1, 2, 3, 4, 6, 12, 24, 48, 72, 96, 120, 168],
  quarters: [1, 2, 4, 8, 12, 16, 24, 48, 96, 192],
  fives: [1, 3, 6, 12, 24, 36, 72, 144, 288],
} as const;
export type LabelStrides = (typeof labelStrides)[keyof typeof labelStrides];
export const minLabelGapPx = 64;

/**
 * Buckets that carry a label: evenly spaced from the first, at most one per 64 px, and always the
 * last one.
 */
export function labelledBuckets(
  count: number,
  plotWidthPx: number,
  strides: LabelStrides = labelStrides.days,
): number[] {
  if (count <= 0) return [];
  const bandPx = plotWidthPx / count;
  const stride = strides.find((each) => each * bandPx >= minLabelGapPx) ?? count;
  const indexes: number[] = [];
  for (let index = 0; index < count; index += stride) indexes.push(index);
  const last = count - 1;
  if (indexes.at(-1) === last) return indexes;
  // The last label is right-aligned, so its neighbour must be further away.
  while (indexes.length > 1 && (last - (indexes.at(-1) ?? 0)) * bandPx < minLabelGapPx * 1.25)
    indexes.pop();
  return [...indexes, last];
}

/** Which side of its point a label stands on, so that it stays inside the plot. */
export function labelAnchor(index: number, count: number, plotWidthPx: number): "middle" | "end" {
  const centrePx = ((index + 0.5) / count) * plotWidthPx;
  const halfLabelPx = minLabelGapPx / 2;
  if (plotWidthPx - centrePx < halfLabelPx) return "end";
  return "middle";
}

export interface AxisLabel {
  /** Of the bucket. */
  index: number;
  text: string;
  /** Where it is anchored, as a share of the plot's width. */
  share: number;
  anchor: "middle" | "end";
}
/** The names that fit below a plot, each where it stands. */
export const axisLabels = (
  labels: readonly string[],
  strides: LabelStrides,
  plotWidthPx: number,
): AxisLabel[] =>
  labelledBuckets(labels.length, plotWidthPx, strides).map((index) => {
    const anchor = labelAnchor(index, labels.length, plotWidthPx);
    const share = anchor === "end" ? 1 : (index + 0.5) / labels.length;
    return { index, text: labels[index] ?? "", share, anchor };
  });
