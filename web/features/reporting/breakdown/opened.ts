/** Where a group leads on to. */
import { openingOf, type DimensionWord } from "../dimensions.ts";
import { addressOf, type ViewState } from "../view-state.ts";
import type { Found, Row } from "./breakdown-query.ts";

/** The address of the click log that holds exactly these clicks. */
export function clicksAddress(page: string, view: ViewState, found: Found): string {
  const query = new URLSearchParams(
    addressOf({ ...view, bucket: null, click: null, open: null, view: "pair" }),
  );
  query.set("since", found.start);
  query.set("until", found.end);
  return `${page}/clicks?${query.toString()}`;
}
/** The view of one group alone; null where no click is like it. */
export function within(
  view: ViewState,
  by: DimensionWord,
  row: { values: readonly Pick<Row["values"][number], "value">[] },
): ViewState | null {
  const opening = openingOf(by, row.values[0]?.value ?? "");
  return opening && { ...view, ...opening };
}
