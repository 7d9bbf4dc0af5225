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
      "с",
      "-",
      "=0D=0A",
      "=D1=81",
      "%u0063",
      "%uD83D",
      "http://a/",
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

test("[found 12] what a line's end, escapes, a keyboard and a whole address leave is read", () => {
  const wanted = { partner: "abcd0p", ad: "efghx", program: "jkmnpqrs" };
  for (const path of [
    "/c/ab-cd0p/efghx/jkmnpqrs",
    "/c/abcd0p/ef%E2%80%90ghx/jkm%E2%80%93npqrs",
    "/c/abcd0p/efghx/jkmn-pqrs",
    "/c/ab=0D=0Acd0p/efghx/jkmnpqrs",
    "/c/ab%3D0D%3D0Acd0p/efghx/jkmnpqrs=0D=0A",
    "/c/ab=0acd0p/efghx/jkmnpqrs",
    "/c/ab=E2=80=8Bcd0p/efghx/jkmnpqrs",
    "/http://go.brand.example:8080/c/abcd0p/efghx/jkmnpqrs",
    "/https:/go.brand.example/c/abcd0p/efghx/jkmnpqrs",
    "/c/https%3A%2F%2Fgo.brand.example%2Fc%2Fabcd0p%2Fefghx%2Fjkmnpqrs",
    "/%u0063/abcd0p/efghx/jkmnpqrs",
    "/c/abcd%u0030p/efghx/jkmn%25u0070qrs%uD83D%uDE00",
    "/с/abcd0p/efghx/jkmnpqrs",
    "/c/аbcd0р/еfghх/jkmnpqrs",
    "/%F1/abcd0p/efghx/jkmnpqrs",
  ])
    expect(cleanLink(path)?.paths, path).toContainEqual(wanted);
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
