import { expect, test } from "vitest";
import { bucketAt, cursorStep } from "./cursor.ts";

test.each([
  ["ArrowLeft", 5, 4],
  ["ArrowRight", 5, 6],
  ["ArrowLeft", 0, 0],
  ["ArrowRight", 13, 13],
  ["PageUp", 5, 12],
  ["PageDown", 5, 0],
  ["Home", 5, 0],
  ["End", 5, 13],
  ["ArrowLeft", null, 13],
])("%s from %s marks bucket %d of 14", (key, from, to) =>
  expect(cursorStep(key, from, 14)).toEqual({ kind: "move", index: to }),
);

test("Enter opens the marked bucket, Escape leaves, other keys stay with the page", () => {
  expect(cursorStep("Enter", 3, 14)).toEqual({ kind: "open" });
  expect(cursorStep("Escape", 3, 14)).toEqual({ kind: "leave" });
  expect(cursorStep("Escape", null, 14)).toBeNull();
  expect(cursorStep("Tab", 3, 14)).toBeNull();
  expect(cursorStep("ArrowLeft", null, 0)).toBeNull();
});

test("the pointer's bucket", () => {
  expect(bucketAt(0, 140, 14)).toBe(0);
  expect(bucketAt(139.9, 140, 14)).toBe(13);
  expect(bucketAt(-1, 140, 14)).toBeNull();
  expect(bucketAt(140, 140, 14)).toBeNull();
});
