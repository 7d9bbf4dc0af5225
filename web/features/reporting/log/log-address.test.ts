import { expect, test } from "vitest";
import { fromSearchParams } from "../view-state.ts";
import { logAddress } from "./log-address.ts";

test("the click log is given the filters and time of a view, not what is open in it", () => {
  const { view } = fromSearchParams({
    view: "by",
    by: "country",
    open: "DE",
    country: "US,n/a",
    bucket: "2026-11-02",
    mode: "both",
  });
  const time = { start: "2026-11-02T05:00:00Z", end: "2026-11-03T05:00:00Z" };
  const [page, query] = logAddress("/b/aurora/explore/clicks", view, time).split("?");
  expect(page).toBe("/b/aurora/explore/clicks");
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    by: "country",
    country: "US,n/a",
    mode: "both",
    since: time.start,
    until: time.end,
  });
});
