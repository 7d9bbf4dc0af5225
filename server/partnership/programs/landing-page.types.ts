import { registerEnumType } from "type-graphql";

export enum LandingPageWarningValue {
  NOT_MEASURED = "NOT_MEASURED",
  SEARCH_PAGE = "SEARCH_PAGE",
}
registerEnumType(LandingPageWarningValue, {
  name: "LandingPageWarning",
  description: "What a landing page is warned of: it is taken, but another would do better.",
  valuesConfig: {
    NOT_MEASURED: {
      description:
        "Amazon measures product pages and Stores alone: no sale is credited that begins here.",
    },
    SEARCH_PAGE: {
      description:
        "Search results change by the hour and for each visitor: name the product's own page.",
    },
  },
});

export const cutText =
  "What was cut of the page that was given: left-overs of somebody's Associates link or other " +
  "tag, which would credit another.";
