/** Runs of dates and parts of a date, which follow each other without a gap. */
import { addDays, dateOf, dateStart, type Instant } from "./calendar.ts";

interface Block {
  start: Instant;
  end: Instant;
}
const dayMs = 86_400_000;

/** The run of so many dates that holds an instant; runs are counted from 1970-01-01. */
export function dateRun(at: Instant, zone: string, dates: number): Block {
  const date = dateOf(at, zone);
  const past = (Date.parse(date) / dayMs) % dates;
  const first = addDays(date, -((past + dates) % dates));
  return { start: dateStart(first, zone), end: dateStart(addDays(first, dates), zone) };
}

/** The part of its date that holds an instant: so many hours by the clock on the wall. */
export function datePart(at: Instant, zone: string, hours: number): Block {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const date = local.toPlainDate();
  const instant = (hour: number): Instant =>
    hour % 24 === 0
      ? dateStart(addDays(date.toString(), hour / 24), zone)
      : date.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds;
  const first = local.hour - (local.hour % hours);
  return { start: instant(first), end: instant(first + hours) };
}
