/**
 * Measures that the static picture and the late chart share, so that one replaces the other without
 * a jump.
 */
export const chartFrame = { height: 212, top: 12, right: 12, bottom: 24, left: 44 } as const;
export const plotHeightPx = chartFrame.height - chartFrame.top - chartFrame.bottom;

/**
 * In which the late chart is drawn, unseen until the last: Recharts itself, the axis of time, that
 * of values, the marks.
 */
export const latePieces = 4;

export type MarkFill = "solid" | "soft" | "hatch";
export interface MarkSeries {
  key: string;
  /** For the legend. */
  label: string;
  /** Colour token, such as var(--clicks). */
  color: string;
  fill: MarkFill;
}
