import { expect, test } from "vitest";
import { matching, meant } from "./choice.ts";

const choices = [
  { id: "1", name: "Über Preise", code: "abc1" },
  { id: "2", name: "100% Deals", code: "abd2" },
  { id: "3", name: "100% Deals and more", code: "xyz3" },
];
const ids = (text: string): string[] => matching(choices, text).map(({ id }) => id);

test("what was typed is part of the name or code, in any case; signs mean themselves", () => {
  expect(ids(" über ")).toEqual(["1"]);
  expect(ids("U\u0308BER")).toEqual(["1"]);
  expect(ids("ABD")).toEqual(["2"]);
  expect(ids("%")).toEqual(["2", "3"]);
  expect(ids(".*")).toEqual([]);
  expect(ids("")).toEqual(["1", "2", "3"]);
});
test("a whole name or code means one, and so does the only one that is left", () => {
  expect(meant(choices, "100% deals")?.id).toBe("2");
  expect(meant(choices, "xyz3")?.id).toBe("3");
  expect(meant(choices.slice(0, 1), "b")?.id).toBe("1");
  expect(meant(choices, "b")).toBeNull();
  expect(meant([], "b")).toBeNull();
});
