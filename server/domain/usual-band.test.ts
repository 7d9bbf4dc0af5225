import { expect, test } from "vitest";
import { isBelow, usualBand } from "./usual-band.ts";

test.each<[string, number[], number, boolean]>([
  ["half of what every week had", [400, 410, 390, 400], 200, true],
  ["within what chance makes of it", [400, 410, 390, 400], 350, false],
  ["no less than the worst week", [400, 800, 60, 400], 61, false],
  ["less than the worst week, and than chance explains", [400, 800, 60, 400], 59, true],
])("a week of %s", (_name, weeks, week, below) => {
  const band = usualBand(weeks);
  expect(band && isBelow(week, band)).toBe(below);
});

test.each<[string, number[]]>([
  ["so few that none may come by chance", [9, 9, 9, 9]],
  ["a week without any", [400, 0, 400, 400]],
  ["less than four weeks", [400, 400, 400]],
])("no band of %s", (_name, weeks) => expect(usualBand(weeks)).toBeNull());

test("the band holds all four weeks", () =>
  expect(usualBand([100, 130, 90, 80])).toEqual({ low: 70, high: 130 }));
