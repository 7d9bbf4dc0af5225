import { expect, test } from "vitest";
import { byNearness, byUnpaid, placeOf, stateOf, wholePercent } from "./limit-state.ts";

const at = (percent: number | null) => ({ percent, paused: null, countsFrom: null });

test("words change at 80, 90 and 100 %, and above it where a limit was lowered", () => {
  expect(
    [0, 79.99, 80, 89.99, 90, 99.99, 100, 100.01, null].map((percent) => stateOf(at(percent))),
  ).toEqual(["within", "within", "near", "near", "almost", "almost", "reached", "over", null]);
});

test("what does not run is paused, whatever was used; what is new waits for its Monday", () => {
  expect(stateOf({ ...at(100), paused: "PROGRAM" })).toBe("paused");
  expect(stateOf({ ...at(0), countsFrom: "2026-11-30T05:00:00Z" })).toBe("waits");
});

test("what is not reached never reads as 100 %", () => {
  expect(wholePercent(99.99)).toBe(99);
  expect(wholePercent(100)).toBe(100);
});

test("nearest first, those without a use of their own last", () => {
  expect(byNearness([at(null), at(3), at(99)]).map(({ percent }) => percent)).toEqual([
    99,
    3,
    null,
  ]);
});

test("what left most unpaid comes first, then what is nearest", () => {
  const left = (percent: number, ...amounts: string[]) => ({
    ...at(percent),
    unpaid: amounts.map((amount) => ({ amount, currency: "USD" })),
  });
  const limits = [left(80), left(90), left(100, "9.50"), left(100, "2.00", "10.00")];
  expect(byUnpaid(limits)).toEqual([3, 2, 1, 0].map((i) => limits[i]));
});

test("the limit stands at the same place on every track, and nothing runs out of it", () => {
  expect([0, 100, 125, 900].map(placeOf)).toEqual(["0%", "80%", "100%", "100%"]);
});
