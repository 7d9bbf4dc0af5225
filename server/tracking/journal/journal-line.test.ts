import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLine } from "./journal-read.ts";
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
const clicks: fc.Arbitrary<ClickRecord> = fc.record({
  v: fc.constant(1 as const),
  kind: fc.constant("CLICK" as const),
  seq: fc.nat(),
  id: fc.constant(id),
  at: fc.nat(),
  brand: fc.constant(id),
  partner: fc.constant(id),
  program: fc.constant(id),
  ad: fc.constant(id),
  link: fc.constant(id),
  part: fc.nat(),
  test: fc.boolean(),
  programActive: fc.boolean(),
  partnerActive: fc.boolean(),
  adActive: fc.boolean(),
  robot: fc.boolean(),
  risk: fc.array(hostile, { maxLength: 2 }),
  gesture: fc.constant("NONE" as const),
  secFetch: fc.option(fc.dictionary(hostile, hostile, { noNullPrototype: true })),
  device: fc.constant("PHONE" as const),
  os: hostile,
  browser: hostile,
  ua: hostile,
  country: maybe,
  region: maybe,
  city: maybe,
  referrer: maybe,
  referrerHost: maybe,
  landingPage: hostile,
  destinationHost: hostile,
  sharedId: maybe,
  subIds: fc.tuple(maybe, maybe, maybe),
  custom: fc.option(fc.dictionary(hostile, hostile, { noNullPrototype: true })),
  warnings: fc.array(hostile, { maxLength: 2 }),
  lists: hostile,
  visitor: fc.constant("0f"),
  visitorPrevious: maybe,
});

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
  ];
  expect(readHeaders(raw)).toEqual({
    agent: "one",
    referrer: "r1",
    forwardedFor: "1.1.1.1, 8.8.8.8",
    mobileHint: "?1",
    platformHint: undefined,
    secFetch: { dest: "d".repeat(40) },
    prefetch: false,
  });
  expect(readHeaders(["Purpose", "none", "X-Moz", "Prefetch"]).prefetch).toBe(true);
  expect(readHeaders([])).toMatchObject({ agent: "", secFetch: null, prefetch: false });
});
