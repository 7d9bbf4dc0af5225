import { expect, test } from "vitest";
import { dateOrNull, endOfDay, startOfDay } from "./zoned-days.ts";

test.each([
  ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  ["2026-12-31", "Asia/Kolkata", "2026-12-30T18:30:00.000Z", "2026-12-31T18:30:00.000Z"],
  ["2026-06-01", "UTC", "2026-06-01T00:00:00.000Z", "2026-06-02T00:00:00.000Z"],
])("%s in %s, also where clocks change", (date, zone, start, end) => {
  expect(startOfDay(date, zone)).toBe(start);
  expect(endOfDay(date, zone)).toBe(end);
});

test.each([
  ["2026-02-28", "2026-02-28"],
  ["2024-02-29", "2024-02-29"],
  ["2026-02-29", null],
  ["2026-02-30", null],
  ["2026-13-01", null],
  ["0001-01-01", null],
  ["1969-12-31", null],
  ["3000-01-01", null],
  ["yesterday", null],
  ["", null],
  [null, null],
])("an address with the day %s is asked for as %s", (text, date) =>
  expect(dateOrNull(text)).toBe(date),
);
