import { expect, test } from "vitest";
import { emptyReasons } from "../../lib/next-steps.ts";
import { fromSearchParams } from "./view-state.ts";
import { wayOutOf } from "./way-out.ts";

const partner = "01a14ddf-d7d8-7bda-b093-19b16427c516";

test("the way out of an empty report keeps all of the view that is not at fault", () => {
  const { view } = fromSearchParams({
    from: "2027-01-01",
    to: "2027-01-31",
    grain: "day",
    tz: "Asia/Tokyo",
    partner,
  });
  const ways = Object.fromEntries(
    emptyReasons.map((reason) => [reason, wayOutOf(reason, "/page", view)]),
  );
  const kept = `tz=Asia/Tokyo&partner=${partner}`;
  const range = "from=2027-01-01&to=2027-01-31";
  expect(ways).toEqual({
    ...Object.fromEntries(emptyReasons.map((reason) => [reason, undefined])),
    BEFORE_TRACKING: `/page?${kept}`,
    FILTERED_OUT: `/page?${range}&grain=day&tz=Asia/Tokyo`,
    NONE_IN_RANGE: `/page?last=90d&${kept}`,
    NOT_YET: `/page?${kept}`,
    TEST_HIDDEN: `/page?${range}&mode=both&grain=day&${kept}`,
  });
});
