/** What to do next when there is nothing to show. */
import type { EmptyReason } from "../gql/graphql.ts";
import { brandPages, pagesOf } from "./addresses.ts";
import type { Space } from "./spaces.ts";

export const emptyReasons = [
  "BEFORE_TRACKING",
  "BELOW_10_CLICKS",
  "FILTERED_OUT",
  "NONE_IN_RANGE",
  "NOT_CONNECTED",
  "NOT_YET",
  "NO_CLICKS_YET",
  "NO_CLICK_EVENT_TYPE",
  "NO_CONTRACT",
  "NO_LINK",
  "NO_SALES_YET",
  "NO_SALE_EVENT_TYPE",
  "TEST_HIDDEN",
  "WITHIN_DELAY",
] as const satisfies readonly EmptyReason[];

/** Address of each reason's next step. In-page ones change the address of the page that is open. */
export function nextStepHref(
  reason: EmptyReason,
  space: Exclude<Space, "operator">,
  programCode: string,
): string {
  const isBrand = space === "brand";
  const pages = pagesOf(space, programCode);
  const brand = brandPages(programCode);
  switch (reason) {
    case "NO_CLICK_EVENT_TYPE":
      return isBrand ? brand.setUp : pages.contracts;
    case "NO_SALE_EVENT_TYPE":
      return isBrand ? brand.terms : pages.contracts;
    case "NO_CONTRACT":
      return pages.contracts;
    case "NO_LINK":
    case "NO_CLICKS_YET":
    case "BELOW_10_CLICKS":
      return pages.links;
    case "NOT_CONNECTED":
      return isBrand ? "/settings/amazon" : pages.clicks;
    case "NO_SALES_YET":
    case "WITHIN_DELAY":
      return isBrand ? brand.verify : pages.clicks;
    case "TEST_HIDDEN":
      return "?mode=both";
    case "BEFORE_TRACKING":
    case "NOT_YET":
      return "?last=14d";
    case "NONE_IN_RANGE":
      return "?last=90d";
    case "FILTERED_OUT":
      return "?";
  }
}
