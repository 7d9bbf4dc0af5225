import { expect, test } from "vitest";
import { reorder } from "./use-drag.ts";

test.each([
  [0, 2, "bcad"],
  [3, 0, "dabc"],
  [1, 1, "abcd"],
  [0, 99, "bcda"],
  [2, -5, "cabd"],
  [7, 0, "abcd"],
])("from %i to %i: %s", (from, to, expected) =>
  expect(reorder("abcd".split(""), from, to).join("")).toBe(expected),
);
