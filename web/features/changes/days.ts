/** Dates of instants in a zone, as forms and the API write them: 2026-11-02. */
import { formatInstant } from "../../lib/format.ts";

export function dateIn(instant: string | number, timeZone: string): string {
  const [day = "", month = "", year = ""] = formatInstant(instant, timeZone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).split("/");
  return `${year}-${month}-${day}`;
}

/** Of the first instant after a period its last day. */
export const lastDateIn = (end: string, timeZone: string): string =>
  dateIn(Date.parse(end) - 1, timeZone);

export const todayIn = (timeZone: string): string => dateIn(Date.now(), timeZone);
