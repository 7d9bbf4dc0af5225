/**
 * What of a range has passed, and as much just before the range: two stretches of time that may be
 * compared. Of whole dates it is as many dates before, up to the same time of day; of hours as many
 * hours.
 */
import { addDays, dateOf, dateStart, quarterHourMs, type Instant } from "./calendar.ts";

/** Half-open. */
export interface Stretch {
  start: Instant;
  end: Instant;
}
interface Ranged extends Stretch {
  fromDate: string;
  toDate: string;
  /** Whole dates of its zone. */
  isOfDates: boolean;
}
export interface Compared {
  /** Ends with the running quarter hour, in which figures are kept, or with the range. */
  passed: Stretch;
  before: Stretch;
}

const daysIn = ({ fromDate, toDate }: Pick<Ranged, "fromDate" | "toDate">): number =>
  Temporal.PlainDate.from(fromDate).until(toDate, { largestUnit: "days" }).days + 1;

function daysEarlier(at: Instant, days: number, zone: string): Instant {
  const then = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return then.subtract({ days }).epochMilliseconds;
}

export function comparedWithBefore(range: Ranged, zone: string, now: Instant): Compared {
  const running = (Math.floor(now / quarterHourMs) + 1) * quarterHourMs;
  const end = Math.max(range.start, Math.min(range.end, running));
  const passed = { start: range.start, end };
  if (!range.isOfDates) {
    const length = range.end - range.start;
    return { passed, before: { start: range.start - length, end: end - length } };
  }
  const days = daysIn(range);
  return {
    passed,
    before: {
      start: dateStart(addDays(range.fromDate, -days), zone),
      end: end === range.end ? range.start : daysEarlier(end, days, zone),
    },
  };
}

export interface Cut {
  /** Whole dates of the zone, as many as the stretch holds; null: none. */
  dates: (Stretch & { from: string; to: string }) | null;
  /** What is left of it, at its edges. */
  rest: Stretch[];
}
/** A stretch as its whole dates and what is left of it. */
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
