import type { Selection } from "../../../charts/bar-panel.tsx";

/** A range is of dates: of hours, those of whole dates. All that is shown is no zoom. */
export function wholeDates(
  { from, to }: Selection,
  buckets: readonly { key: string }[],
): Selection | null {
  let [first, last] = [Math.min(from, to), Math.max(from, to)];
  /** An hour's key begins with its date in the zone of the chart. */
  const dateOf = (index: number) => buckets[index]?.key.split("T")[0];
  while (first > 0 && dateOf(first - 1) === dateOf(first)) first -= 1;
  while (last < buckets.length - 1 && dateOf(last + 1) === dateOf(last)) last += 1;
  return first === 0 && last === buckets.length - 1 ? null : { from: first, to: last };
}
