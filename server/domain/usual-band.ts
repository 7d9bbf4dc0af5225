/**
 * Whether a partner's clicks of the last seven whole days are below its usual band: below every one
 * of the four weeks before and below what chance alone makes of their mean, three deviations of a
 * count.
 */
export const weeksBefore = 4;
const deviations = 3;

export interface Band {
  low: number;
  high: number;
}
/** `weeks`: clicks of the four weeks before, in any order. Null: too few to call any week odd. */
export function usualBand(weeks: readonly number[]): Band | null {
  const mean = weeks.reduce((sum, clicks) => sum + clicks, 0) / weeksBefore;
  const spread = deviations * Math.sqrt(mean);
  const low = Math.floor(Math.min(...weeks, mean - spread));
  if (weeks.length < weeksBefore || low <= 0) return null;
  return { low, high: Math.ceil(Math.max(...weeks, mean + spread)) };
}
/** `week`: clicks of the last seven whole days. */
export const isBelow = (week: number, { low }: Band): boolean => week < low;
