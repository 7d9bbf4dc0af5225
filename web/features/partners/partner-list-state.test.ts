import { expect, test } from "vitest";
import { partnerListAddress, sortedBy } from "./partner-list-state.ts";

test("a press sorts by what one looks for first, another turns it round", () => {
  const byName = { sort: "NAME", down: false } as const;
  const byClicks = sortedBy(byName, "RAW");
  expect(byClicks).toEqual({ sort: "RAW", down: true });
  expect(sortedBy(byClicks, "RAW")).toEqual({ sort: "RAW", down: false });
  // The largest fall comes first.
  expect(sortedBy(byClicks, "CHANGE")).toEqual({ sort: "CHANGE", down: false });
});

test("an address holds what is not usual", () => {
  expect(partnerListAddress({ sort: "CHANGE", last: "7d", search: "" })).toBe("?sort=CHANGE");
});
