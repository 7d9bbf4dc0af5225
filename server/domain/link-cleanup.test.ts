import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanLink } from "./link-cleanup.ts";
import { linkPath, parseLinkPath } from "./tracking.ts";

const code = fc.string({
  unit: fc.constantFrom(..."0123456789abcdefghjkmnpqrstvwxyz".split("")),
  minLength: 4,
  maxLength: 32,
});
const path = fc.record({ partner: code, ad: code, program: code });

test("[found 12] any text gives an answer: no exception, and paths of codes alone", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "/",
      "c",
      "%",
      "%2",
      "%25",
      "%E2%80",
      "%2F",
      "=",
      "=\n",
      "&",
      "&#x110000;",
      "&#0;",
      "&amp;",
      "?",
      ";",
      ".",
      "//",
      "\\",
      "ſ",
      "İ",
      "％",
      "abcd",
      "\ud800",
      " ",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.boolean(), (pieces, begun) => {
      for (const each of cleanLink((begun ? "/c/" : "") + pieces.join(""))?.paths ?? [])
        expect(parseLinkPath(linkPath(each))).toEqual(each);
    }),
    { numRuns: 3_000 },
  );
});

test("[found 12] a path as it should be is read as itself, and cleaned again is the same", () => {
  fc.assert(
    fc.property(path, (wanted) => {
      const first = cleanLink(`${linkPath(wanted)}/?subId1=a`);
      expect(first).toMatchObject({ codes: wanted, query: "subId1=a" });
      expect(cleanLink(linkPath(first?.paths[0] ?? wanted))?.paths).toContainEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test("what holds nothing of a link is none", () => {
  for (const text of [
    "",
    "/",
    "/c",
    "/robots.txt",
    "/favicon.ico",
    "/cc/abcd/abcd",
    "/x/c/abcd/abcd/abcd",
    "http://evil.example/c/abcd/abcd/abcd",
    "//evil.example/c/abcd/abcd/abcd",
  ])
    expect(cleanLink(text), text).toBeNull();
});

test("a text that was cut off to be read names no link by a code that may have been cut", () => {
  const wanted = { partner: "abcd", ad: "efgh", program: "jkmnpqrs" };
  const behind = (slashes: number) =>
    cleanLink(`${"/".repeat(slashes)}${linkPath(wanted)}`)?.paths ?? [];
  expect(behind(1_970)).toContainEqual(wanted);
  // The last that is read is "jkmn", which looks like a code.
  expect(behind(1_983)).toEqual([]);
});
