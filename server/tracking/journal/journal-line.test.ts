import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLine } from "./journal-read.ts";
import { everyClickField, type Kind, type KindValues } from "../../domain/click-fields.ts";
import type { ClickRecord } from "../../domain/facts.ts";
import { readHeaders } from "../redirect/headers.ts";
import { LineBuffer } from "./journal-line.ts";

const id = "019a0000-0000-7000-8000-000000000000";
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', "\\", "\n", "\u0000", "\u2028", "\u00e9", "\ud83d\ude00"),
    fc.string({ maxLength: 1 }),
  ),
  maxLength: 300,
});
const maybe = fc.option(hostile);
const values: { [K in Kind]: fc.Arbitrary<KindValues[K]> } = {
  count: fc.nat(),
  part: fc.nat(),
  id: fc.constant(id),
  instant: fc.nat(),
  flag: fc.boolean(),
  word: fc.constant("NONE"),
  mark: fc.constant("0f"),
  text: hostile,
  maybe,
  texts: fc.array(hostile, { maxLength: 2 }),
  map: fc.option(fc.dictionary(hostile, hostile, { noNullPrototype: true })),
  three: fc.tuple(maybe, maybe, maybe),
};
const clicks = fc.record({
  v: fc.constant(1),
  kind: fc.constant("CLICK"),
  ...Object.fromEntries(everyClickField.map(([name, { kind }]) => [name, values[kind]])),
}) as unknown as fc.Arbitrary<ClickRecord>;

test("a click's line holds every field as JSON.stringify would, in groups of any size", () => {
  fc.assert(
    fc.property(
      fc.array(clicks, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 400 }),
      (records, before) => {
        const lines = new LineBuffer();
        const first = { ...(records[0] as ClickRecord), ua: "x".repeat(1000) };
        for (let i = 0; i < before; i++) lines.add(first);
        const start = lines.bytes.length;
        for (const record of records) lines.add(record);
        const { bytes } = lines;
        let at = start;
        for (const record of records) {
          const end = bytes.indexOf(10, at);
          expect(bytes.toString("utf8", at + 9, end)).toBe(JSON.stringify(record));
          expect(decodeLine(bytes, at, end)).not.toBeNull();
          at = end + 1;
        }
        expect(at).toBe(bytes.length);
      },
    ),
    { numRuns: 60 },
  );
});

test("headers in any case: the first agent and referrer count, forwarded hops are joined", () => {
  const raw = [
    "USER-agent",
    "one",
    "User-Agent",
    "two",
    "Referer",
    "r1",
    "referer",
    "r2",
    "X-Forwarded-For",
    "1.1.1.1",
    "x-forwarded-for",
    "8.8.8.8",
    "Sec-Fetch-Dest",
    "d".repeat(50),
    "sec-fetch-other",
    "x",
    "Sec-CH-UA-Mobile",
    "?1",
    "Accept-Language",
    "de-CH, en",
    "accept-language",
    "fr",
  ];
  expect(readHeaders(raw)).toEqual({
    agent: "one",
    referrer: "r1",
    forwardedFor: "1.1.1.1, 8.8.8.8",
    language: "de-CH, en",
    mobileHint: "?1",
    platformHint: undefined,
    secFetch: { dest: "d".repeat(40) },
    prefetch: false,
  });
  expect(readHeaders(["Purpose", "none", "X-Moz", "Prefetch"]).prefetch).toBe(true);
  expect(readHeaders([])).toMatchObject({ agent: "", secFetch: null, prefetch: false });
});
