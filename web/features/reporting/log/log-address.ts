import { addressOf, type ViewState } from "../view-state.ts";
import type { Window } from "./log-filters.ts";

/** The page of one row of a list: of a click below the click log, of a sale below the sales. */
export const rowAddress =
  (list: string) =>
  (id: string): string =>
    `${list}/${id}`;

/**
 * The address of the click log that holds exactly the clicks of a time in a view. What the page
 * shows of the view, and what is open on it, says nothing there.
 *
 * @param clicks - The log's own address.
 */
export function logAddress(clicks: string, view: ViewState, { start, end }: Window): string {
  const query = new URLSearchParams(
    addressOf({ ...view, bucket: null, click: null, open: null, view: null }),
  );
  query.set("since", start);
  query.set("until", end);
  return `${clicks}?${query.toString()}`;
}
