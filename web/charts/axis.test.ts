import { describe, expect, test } from "vitest";
import fc from "fast-check";
import {
  axisLabels,
  labelAnchor,
  labelledBuckets,
  labelStrides,
  minLabelGapPx,
  valueAxis,
} from "./axis.ts";

describe("value axis", () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [7, [0, 2, 4, 6, 8]],
    [11, [0, 5, 10, 15]],
    [236, [0, 50, 100, 150, 200, 250]],
    [4182, [0, 1000, 2000, 3000, 4000, 5000]],
  ])("counts up to %d have ticks %j", (largest, ticks) =>
    expect(valueAxis(largest, "count").ticks).toEqual(ticks),
  );
  test("amounts may have parts", () =>
    expect(valueAxis(0.3, "amount").ticks).toEqual([0, 0.1, 0.2, 0.3]));
  test("counts: whole ticks, 0 below, the largest bar fills 60 % or more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (largest) => {
        const { top, ticks } = valueAxis(largest, "count");
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(largest / top).toBeGreaterThanOrEqual(0.6);
        expect(top).toBeGreaterThanOrEqual(largest);
      }),
    );
  });
  test("amounts: the same, to the smallest money", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (largest) => {
        const { top } = valueAxis(largest, "amount");
        expect(largest / top).toBeGreaterThanOrEqual(0.6);
        expect(top).toBeGreaterThanOrEqual(largest * (1 - 1e-8));
      }),
    );
  });
});

describe("labels of buckets", () => {
  test("a fortnight in a wide panel", () =>
    expect(labelledBuckets(14, 600)).toEqual([0, 2, 4, 6, 8, 10, 13]));
  test("two days of hours meet midnight", () =>
    expect(labelledBuckets(48, 480, labelStrides.hours)).toEqual([0, 12, 24, 36, 47]));
  test("one bucket, none, and a narrow panel", () => {
    expect(labelledBuckets(1, 600)).toEqual([0]);
    expect(labelledBuckets(0, 600)).toEqual([]);
    expect(labelledBuckets(24, 100)).toEqual([0, 23]);
  });
  test("never closer than 64 px, the last one always there", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 64, max: 1400 }),
        (count, width) => {
          const indexes = labelledBuckets(count, width);
          expect(indexes.at(-1)).toBe(count - 1);
          for (const [position, index] of indexes.entries()) {
            const next = indexes[position + 1];
            if (next !== undefined && indexes.length > 2)
              expect(((next - index) * width) / count).toBeGreaterThanOrEqual(minLabelGapPx);
          }
        },
      ),
    );
  });
  test("the last label turns inward, others stand centred", () => {
    expect(labelAnchor(13, 14, 600)).toBe("end");
    expect(labelAnchor(6, 14, 600)).toBe("middle");
  });
});

test("names stand below the middle of their bucket, the last one at the plot's edge", () => {
  const days = Array.from({ length: 14 }, (_, index) => `day ${index + 1}`);
  const shown = axisLabels(days, labelStrides.days, 480);
  expect(shown[0]).toEqual({ index: 0, text: "day 1", share: 0.5 / 14, anchor: "middle" });
  expect(shown.at(-1)).toEqual({ index: 13, text: "day 14", share: 1, anchor: "end" });
  expect(shown.map(({ index }) => index)).toEqual(labelledBuckets(14, 480));
});
