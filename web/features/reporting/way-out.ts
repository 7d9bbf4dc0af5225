import type { EmptyReason } from "../../gql/graphql.ts";
import { addressOf, withoutFilters, type ViewState } from "./view-state.ts";

/**
 * The address of the view in which what is missing now may be there, all else as it is; undefined
 * where another page is the way on.
 */
export function wayOutOf(reason: EmptyReason, page: string, view: ViewState): string | undefined {
  const whole = { ...view, from: null, to: null, grain: null };
  switch (reason) {
    case "TEST_HIDDEN":
      return addressOf(page, { ...view, mode: "both" });
    case "BEFORE_TRACKING":
    case "NOT_YET":
      return addressOf(page, { ...whole, last: "14d" });
    case "NONE_IN_RANGE":
      return addressOf(page, { ...whole, last: "90d" });
    case "FILTERED_OUT":
      return addressOf(page, { ...view, ...withoutFilters });
    default:
      return undefined;
  }
}
