import { describe, expect, test } from "vitest";
import { effectOf, matching, meant, type ListState } from "./combobox-keys.ts";

const closed: ListState = { open: false, active: -1 };
const at = (active: number): ListState => ({ open: true, active });
const list = (state: ListState) => ({ kind: "list", state });

describe("keys of a combobox", () => {
  test("arrows open the list and go round in it", () => {
    expect(effectOf("ArrowDown", false, closed, 3)).toEqual(list(at(0)));
    expect(effectOf("ArrowDown", false, at(0), 3)).toEqual(list(at(1)));
    expect(effectOf("ArrowDown", false, at(2), 3)).toEqual(list(at(0)));
    expect(effectOf("ArrowUp", false, closed, 3)).toEqual(list(at(2)));
    expect(effectOf("ArrowUp", false, at(0), 3)).toEqual(list(at(2)));
    expect(effectOf("ArrowUp", false, at(2), 3)).toEqual(list(at(1)));
  });
  test("with Alt they open and close it and choose nothing", () => {
    expect(effectOf("ArrowDown", true, closed, 3)).toEqual(list(at(-1)));
    expect(effectOf("ArrowDown", true, at(1), 3)).toEqual(list(at(1)));
    expect(effectOf("ArrowUp", true, at(1), 3)).toEqual(list(closed));
    expect(effectOf("ArrowUp", true, closed, 3)).toBeNull();
  });
  test("an empty list has nothing to stand on", () => {
    expect(effectOf("ArrowDown", false, closed, 0)).toEqual(list(at(-1)));
    expect(effectOf("ArrowDown", false, at(-1), 0)).toEqual(list(at(-1)));
    expect(effectOf("ArrowUp", false, at(-1), 0)).toEqual(list(at(-1)));
    expect(effectOf("Enter", false, at(-1), 0)).toBeNull();
  });
  test("Enter takes what it stands on; else it is the form's", () => {
    expect(effectOf("Enter", false, at(1), 3)).toEqual({ kind: "take", index: 1 });
    for (const state of [closed, at(-1), at(3)])
      expect(effectOf("Enter", false, state, 3)).toBeNull();
  });
  test("Escape closes the list first; then it is the dialog's", () => {
    expect(effectOf("Escape", false, at(1), 3)).toEqual(list(closed));
    expect(effectOf("Escape", false, closed, 3)).toBeNull();
  });
  test("every other key is the text's", () => {
    for (const key of ["a", "Home", "End", "Tab", "ArrowLeft", "Backspace", " "])
      expect(effectOf(key, false, at(1), 3)).toBeNull();
  });
});

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
