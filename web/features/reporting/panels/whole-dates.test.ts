import { expect, test } from "vitest";
import { wholeDates } from "./whole-dates.ts";

const hours = ["2026-11-01T22:00-05:00", "2026-11-01T23:00-05:00", "2026-11-02T00:00-05:00"]
  .concat(["2026-11-02T01:00-05:00", "2026-11-03T00:00-05:00"])
  .map((key) => ({ key }));
const days = ["2026-11-01", "2026-11-02", "2026-11-03"].map((key) => ({ key }));

test("hours are zoomed to as whole dates, in either direction", () => {
  expect(wholeDates({ from: 2, to: 2 }, hours)).toEqual({ from: 2, to: 3 });
  expect(wholeDates({ from: 3, to: 1 }, hours)).toEqual({ from: 0, to: 3 });
});
test("days are zoomed to as they are chosen; all that is shown is no zoom", () => {
  expect(wholeDates({ from: 2, to: 1 }, days)).toEqual({ from: 1, to: 2 });
  expect(wholeDates({ from: 0, to: 2 }, days)).toBeNull();
  expect(wholeDates({ from: 0, to: 0 }, hours.slice(0, 2))).toBeNull();
});
