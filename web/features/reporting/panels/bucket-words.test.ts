import { expect, test } from "vitest";
import { bucketWords, spanOf } from "./bucket-words.ts";

const hours = (start: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: String(index),
    start: new Date(Date.parse(start) + index * 3_600_000).toISOString(),
    end: "",
  }));

test("a day of 25 hours: the second 01:00 says so", () => {
  const words = bucketWords(hours("2026-11-01T04:00:00Z", 25), "HOUR", "America/New_York");
  expect(words.slice(0, 4).map(({ short }) => short)).toEqual([
    "1 Nov",
    "01:00",
    "01:00 (2nd)",
    "02:00",
  ]);
  expect(words[2]?.long).toBe("1 November 2026, 01:00 (2nd)");
  expect(words.at(-1)?.short).toBe("23:00");
});
test("a day of 23 hours has no 02:00", () => {
  expect(
    bucketWords(hours("2026-03-08T05:00:00Z", 23), "HOUR", "America/New_York").map(
      ({ short }) => short,
    ),
  ).not.toContain("02:00");
});
test("days are named by their key, weeks and months by their span in the zone", () => {
  expect(
    bucketWords(
      [{ key: "2026-11-02", start: "2026-11-02T05:00:00Z", end: "2026-11-03T05:00:00Z" }],
      "DAY",
      "America/New_York",
    ),
  ).toEqual([{ short: "2 Nov", long: "2 November 2026" }]);
  expect(
    bucketWords(
      [{ key: "2026-W45", start: "2026-11-02T05:00:00Z", end: "2026-11-09T05:00:00Z" }],
      "WEEK",
      "America/New_York",
    ),
  ).toEqual([{ short: "2 Nov", long: "2 – 8 Nov 2026" }]);
  expect(
    bucketWords(
      [{ key: "2026-11", start: "2026-11-01T04:00:00Z", end: "2026-12-01T05:00:00Z" }],
      "MONTH",
      "America/New_York",
    ),
  ).toEqual([{ short: "Nov 26", long: "November 2026" }]);
  expect(spanOf("2026-10-23T04:00:00Z", "2026-11-23T05:00:00Z", "America/New_York")).toBe(
    "23 Oct – 22 Nov 2026",
  );
});
