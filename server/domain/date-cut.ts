/** A stretch of time as the whole dates in it and what is left of it. */
import { addDays, dateOf, dateStart, type Instant } from "./calendar.ts";

/** Half-open. */
export interface Stretch {
  start: Instant;
  end: Instant;
}
export interface Cut {
  /** Whole dates of the zone, as many as the stretch holds; null: none. */
  dates: (Stretch & { from: string; to: string }) | null;
  /** What is left of it, at its edges. */
  rest: Stretch[];
}
export function cutAtDates({ start, end }: Stretch, zone: string): Cut {
  const opens = dateStart(dateOf(start, zone), zone);
  const first = opens === start ? dateOf(start, zone) : addDays(dateOf(start, zone), 1);
  const last = dateOf(end, zone);
  const [from, to] = [dateStart(first, zone), dateStart(last, zone)];
  if (from >= to) return { dates: null, rest: start < end ? [{ start, end }] : [] };
  const rest = [
    { start, end: from },
    { start: to, end },
  ].filter((stretch) => stretch.start < stretch.end);
  return { dates: { start: from, end: to, from: first, to: addDays(last, -1) }, rest };
}
