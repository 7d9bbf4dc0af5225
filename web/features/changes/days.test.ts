import { expect, test } from "vitest";
import { endOfDay } from "../../lib/zoned-days.ts";
import { dateIn, lastDateIn } from "./days.ts";

test("dates are those of the zone", () => {
  expect(dateIn("2026-11-27T04:59:00Z", "America/New_York")).toBe("2026-11-26");
  expect(dateIn("2026-11-27T04:59:00Z", "Asia/Tokyo")).toBe("2026-11-27");
});
test("the last day of what ends with a day is that day", () => {
  expect(lastDateIn(endOfDay("2026-12-05", "America/New_York"), "America/New_York")).toBe(
    "2026-12-05",
  );
});
