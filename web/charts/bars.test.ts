import { describe, expect, test } from "vitest";
import { barPaths, positionOf, sparkPath } from "./bars.ts";

const frame = { count: 2, top: 10, series: 2, pixel: 0.01 };

describe("stacked bars", () => {
  test("stand on zero and on each other, complete and open ones in paths of their own", () => {
    const paths = barPaths(
      [
        { from: 0, to: 1, values: [5, 2], isOpen: false },
        { from: 1, to: 2, values: [10, 0], isOpen: true },
      ],
      frame,
    );
    expect(paths.closed).toEqual(["M40 1000V500H460V1000Z", "M40 500V300H460V500Z"]);
    expect(paths.open).toEqual(["M540 1000V0H960V1000Z", ""]);
  });
  test("an existing 0 is a hairline, a missing value is nothing", () => {
    const zero = barPaths([{ from: 0, to: 1, values: [0, 0], isOpen: false }], frame);
    expect(zero.closed[0]).toBe("M40 1000V990H460V1000Z");
    expect(barPaths([{ from: 0, to: 1, values: null, isOpen: false }], frame)).toEqual({
      closed: ["", ""],
      open: ["", ""],
    });
  });
  test("a day of sales spans its hours", () => {
    const paths = barPaths([{ from: 0, to: 24, values: [1], isOpen: false }], {
      count: 48,
      top: 1,
      series: 1,
      pixel: 0.01,
    });
    expect(paths.closed[0]).toBe("M1.67 1000V0H498.33V1000Z");
  });
});

test("small charts: one path, nothing for zeros, never above the top", () => {
  expect(sparkPath([0, 4], 4)).toBe("M550 1000V0H950V1000Z");
  expect(sparkPath([8], 4)).toBe("M100 1000V0H900V1000Z");
  expect(sparkPath([0, 0], 0)).toBe("");
});

test("an instant's place on the axis, through a day of 25 hours", () => {
  const hour = 3_600_000;
  const days = [
    { start: 0, end: 24 * hour },
    { start: 24 * hour, end: 49 * hour },
  ];
  expect(positionOf(12 * hour, days)).toBe(0.5);
  expect(positionOf(24 * hour + 12.5 * hour, days)).toBe(1.5);
  expect(positionOf(-1, days)).toBe(0);
  expect(positionOf(99 * hour, days)).toBe(2);
});
