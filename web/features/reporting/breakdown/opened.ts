/** Where a group leads on to. */
import { openingOf, type DimensionWord } from "../dimensions.ts";
import type { ViewState } from "../view-state.ts";
import type { Row } from "./breakdown-query.ts";

/** The view of one group alone; null where no click is like it. */
export function within(
  view: ViewState,
  by: DimensionWord,
  row: { values: readonly Pick<Row["values"][number], "value">[] },
): ViewState | null {
  const opening = openingOf(by, row.values[0]?.value ?? "");
  return opening && { ...view, ...opening };
}
