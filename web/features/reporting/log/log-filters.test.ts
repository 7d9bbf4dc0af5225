import { expect, test } from "vitest";
import { clickFilterOf, dateIn, saleDatesOf, saleFilterOf } from "./log-filters.ts";
import { fromSearchParams } from "../view-state.ts";

const window = { start: "2026-11-02T05:00:00Z", end: "2026-11-03T05:00:00Z" };

test("the lists take the page's filters", () => {
  const { view } = fromSearchParams({ mode: "test", decision: "UNPAID", country: "US" });
  expect(clickFilterOf(view, window)).toEqual({
    from: window.start,
    to: window.end,
    isTest: true,
    countries: ["US"],
    outcomes: ["UNPAID"],
  });
  expect(saleFilterOf(view, { from: "2026-11-02", to: "2026-11-02" })).toEqual({
    from: "2026-11-02",
    to: "2026-11-02",
    isTest: true,
    outcomes: ["UNPAID"],
  });
  expect(clickFilterOf(fromSearchParams({ mode: "both" }).view, window).isTest).toBeNull();
});

test("sales of a bucket: days, weeks and months by own dates, hours by dates they touch", () => {
  const zones = { timeZone: "America/New_York", salesTimeZone: "America/Los_Angeles" };
  expect(saleDatesOf(window, "2026-11-02", zones)).toEqual({
    from: "2026-11-02",
    to: "2026-11-02",
  });
  const week = { start: "2026-11-02T05:00:00Z", end: "2026-11-07T05:00:00Z" };
  expect(saleDatesOf(week, "2026-W45", zones)).toEqual({ from: "2026-11-02", to: "2026-11-06" });
  expect(
    saleDatesOf(
      { start: "2026-11-02T05:00:00Z", end: "2026-11-02T06:00:00Z" },
      "2026-11-02T00:00-05:00",
      zones,
    ),
  ).toEqual({
    from: "2026-11-01",
    to: "2026-11-01",
  });
  expect(dateIn("2026-11-01T06:59:00Z", "America/Los_Angeles")).toBe("2026-10-31");
});
