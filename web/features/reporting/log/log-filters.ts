/** The view's filters in the form that the lists take. */
import type { ConversionFilter, ClickFilter } from "../../../gql/graphql.ts";
import { isTestOf } from "../../../lib/mode.ts";
import { dimensionFilter } from "../dimensions.ts";
import type { ViewState } from "../view-state.ts";

export interface Window {
  /** Instants; half-open. */
  start: string;
  end: string;
}

export function clickFilterOf(view: ViewState, { start, end }: Window): ClickFilter {
  return {
    from: start,
    to: end,
    isTest: isTestOf(view.mode),
    ...dimensionFilter(view),
    ...(view.decision ? { outcomes: view.decision } : {}),
  };
}

/** The calendar date of an instant in a zone, YYYY-MM-DD. */
export const dateIn = (instant: string | number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(instant));

/** Sales are listed by the marketplace's dates. */
export function saleFilterOf(
  view: ViewState,
  dates: { from: string; to: string },
): ConversionFilter {
  return {
    from: dates.from,
    to: dates.to,
    isTest: isTestOf(view.mode),
    ...(view.partner ? { partnerIds: view.partner } : {}),
    ...(view.link ? { linkIds: view.link } : {}),
    ...(view.decision ? { outcomes: view.decision } : {}),
  };
}

/**
 * Dates of a bucket's sales. Days, weeks and months hold the sales of the dates that they have in
 * the report's zone, as the report counts them; finer ones touch dates of the marketplace.
 */
export function saleDatesOf(
  { start, end }: Window,
  key: string,
  zones: { timeZone: string; salesTimeZone: string },
): { from: string; to: string } {
  const zone = key.includes("T") ? zones.salesTimeZone : zones.timeZone;
  return { from: dateIn(start, zone), to: dateIn(Date.parse(end) - 1, zone) };
}
