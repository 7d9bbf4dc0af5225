import { expect, test } from "vitest";
import { takesTooMuch } from "./report-breaker.ts";

test.each<[bigint, bigint, boolean]>([
  [5n, 5n, false],
  [6n, 6n, true],
  [29n, 6n, true],
  [30n, 6n, false],
  [100n, 20n, false],
  [100n, 21n, true],
  [100n, 0n, false],
])("of %d orders %d are taken back: is it held?", (booked, taken, held) =>
  expect(takesTooMuch({ booked, taken })).toBe(held),
);
