/** Days of an address or a form; those chosen become instants in the account's zone. */
import { formatInstant } from "./format.ts";

const dayMs = 86_400_000;

/** Whether the calendar has it, as 2026-11-02, in one of the years that the API takes. */
export const isDate = (text: string): boolean =>
  /^(?:19[7-9]|2\d\d)\d-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
/** An address may hold anything. */
export const dateOrNull = (text: string | null): string | null =>
  text !== null && isDate(text) ? text : null;

/** Minutes east of Greenwich at an instant. */
function offsetMinutes(instant: number, timeZone: string): number {
  const shown = formatInstant(instant, timeZone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [day = 1, month = 1, year = 1970, hour = 0, minute = 0] =
    shown.match(/\d+/g)?.map(Number) ?? [];
  return (
    (Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / 60_000) * 60_000) / 60_000
  );
}

/** First instant of a date such as 2026-11-02 there, as ISO text. */
export function startOfDay(date: string, timeZone: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const guess = midnight - offsetMinutes(midnight, timeZone) * 60_000;
  return new Date(midnight - offsetMinutes(guess, timeZone) * 60_000).toISOString();
}

/** First instant after that date. */
export function endOfDay(date: string, timeZone: string): string {
  return startOfDay(
    new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10),
    timeZone,
  );
}
