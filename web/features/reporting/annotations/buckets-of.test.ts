import { expect, test } from "vitest";
import { bucketsOf } from "./buckets-of.ts";

test("what happened marks its bucket once, and none outside of the range", () => {
  const day = (date: number) => `2026-11-0${date}T00:00:00Z`;
  const buckets = [1, 2, 3].map((date) => ({ start: day(date), end: day(date + 1) }));
  const at = ["2026-11-02T00:00:00Z", "2026-11-02T23:59:59Z", "2026-11-04T00:00:00Z"];
  expect(
    bucketsOf(
      at.map((instant) => ({ at: instant })),
      buckets,
    ),
  ).toEqual([1]);
});
