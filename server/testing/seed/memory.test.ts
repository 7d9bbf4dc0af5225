import { expect, test } from "vitest";
import { isFlat } from "./memory.ts";

test("memory that fills and then stays is flat; what goes on growing is not (found 123)", () => {
  const mb = (...values: number[]): number[] => values.map((value) => value * 1e6);
  expect(isFlat(mb(50, 90, 120, 118, 125, 119, 122, 121))).toBe(true);
  expect(isFlat(mb(50, 90, 120, 150, 180, 210, 240, 270))).toBe(false);
  expect(() => isFlat(mb(1, 2, 3))).toThrow("four samples");
});
