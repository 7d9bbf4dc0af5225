import { expect, test } from "vitest";
import { linkNameIn, linkNamePath, lookOf, readLinkName } from "./link-name.ts";
import { parseLinkPath } from "./tracking.ts";

test("a name is read as it is written, in small letters", () => {
  for (const text of ["summer-tents", " Summer-Tents ", "abc", "a1b", "x".repeat(40)]) {
    const read = readLinkName(text);
    expect(read).toEqual({ ok: true, value: text.trim().toLowerCase() });
    if (read.ok) expect(linkNameIn(linkNamePath(read.value))).toBe(read.value);
  }
});

test("what is no name, kept, or only looks like letters is refused with a sentence", () => {
  const why = (text: string) => {
    const read = readLinkName(text);
    return read.ok ? null : read.message;
  };
  for (const text of ["", "ab", "-abc", "abc-", "a--b", "a b", "a_b", "a/b", "a.b", "zelt-süß"])
    expect(why(text), text).toMatch(/^A link's readable name has 3 to 40 letters/);
  expect(why("x".repeat(41))).toMatch(/3 to 40/);
  expect(why("12345")).toMatch(/a letter at least/);
  for (const text of ["admin", "LOGIN", "l0gin", "pay-pal", "arnazon"])
    expect(why(text), text).toMatch(/kept for the platform/);
  expect(why("suммer")).toBe("“м” only looks like the letter m: write it with a Latin keyboard");
});

test("names that look alike have one look", () => {
  const alike = [
    ["summer-sale", "summersale"],
    ["good", "g00d"],
    ["bill", "b1ll"],
    ["modern", "modem"],
  ] as const;
  for (const [one, other] of alike) expect(lookOf(one)).toBe(lookOf(other));
  expect(lookOf("tents")).not.toBe(lookOf("tent"));
});

test("a path asks for a name or for codes, never for both", () => {
  expect(linkNameIn("/c/Summer-Tents")).toBe("summer-tents");
  expect(linkNameIn("/c/summer-tents.")).toBe("summer-tents");
  expect(linkNameIn("/c/summer-tents/")).toBe("summer-tents");
  for (const path of ["/c/", "/c/ab", "/c/a/b/c", "/x/summer", "/c/a%20b", "/c/-abc", "/c/abc-"])
    expect(linkNameIn(path), path).toBeNull();
  expect(parseLinkPath("/c/summer-tents")).toBeNull();
});
