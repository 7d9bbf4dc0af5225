/**
 * When an export that repeats is made again, and which dates it is of: days early next morning,
 * weeks on Monday, months on the fifth, when their statements are closed.
 */
import { addDays, dateOf, dateStart, type Instant } from "./calendar.ts";
import { closingDays } from "./statement.ts";

export const exportPaces = ["DAILY", "WEEKLY", "MONTHLY"] as const;
export type ExportPace = (typeof exportPaces)[number];

/** Late enough for what came in the night, early enough for the morning. */
const hoursAfterMidnight = 6;
/** The day of a month on which the month before is closed for certain. */
const closedOn = closingDays + 2;

/** Both dates are in it. */
export interface Dates {
  from: string;
  to: string;
}
export interface Run {
  at: Instant;
  of: Dates;
}

function dateOfRun(pace: ExportPace, date: Temporal.PlainDate): Temporal.PlainDate {
  if (pace === "DAILY") return date;
  if (pace === "WEEKLY") return date.add({ days: (8 - date.dayOfWeek) % 7 });
  const own = date.with({ day: closedOn });
  return date.day <= closedOn ? own : own.add({ months: 1 });
}
function datesBefore(pace: ExportPace, date: Temporal.PlainDate): Dates {
  const on = date.toString();
  if (pace === "DAILY") return { from: addDays(on, -1), to: addDays(on, -1) };
  if (pace === "WEEKLY") return { from: addDays(on, -7), to: addDays(on, -1) };
  const first = date.subtract({ months: 1 }).with({ day: 1 });
  return { from: first.toString(), to: addDays(date.with({ day: 1 }).toString(), -1) };
}

/** The first run after an instant. */
export function nextRun(pace: ExportPace, after: Instant, zone: string): Run {
  let date = Temporal.PlainDate.from(dateOf(after, zone));
  for (;;) {
    date = dateOfRun(pace, date);
    // A clock that is moved in the night moves no run to another date.
    const at = dateStart(date.toString(), zone) + hoursAfterMidnight * 3_600_000;
    if (at > after) return { at, of: datesBefore(pace, date) };
    date = date.add({ days: 1 });
  }
}
