import { expect, test } from "vitest";
import { newCode } from "./clock.ts";

test("codes that are printed hold no two characters that look alike", () => {
  const codes = Array.from({ length: 1_000 }, () => newCode());
  expect(codes.filter((code) => !/^[0-9a-z]{16}$/.test(code))).toEqual([]);
  const used = new Set(codes.join(""));
  expect(Array.from("0o1ilu").filter((character) => used.has(character))).toEqual([]);
  // Every other one is used: 2 to 9, and the letters but these four.
  expect(used.size).toBe(30);
  expect(new Set(codes).size).toBe(codes.length);
  expect(newCode(22)).toHaveLength(22);
});
