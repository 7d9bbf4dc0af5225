/**
 * Patterns: as the regular expressions they stand for, and never more work than a text is long
 * (found 103).
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RuleProgram } from "./compiled-rules.ts";
import { Glob, searchedMax } from "./glob.ts";
import { holds, type Rule } from "./rules.ts";
import { parseTerms } from "./terms-input.ts";

const matches = (pattern: string, text: string): boolean => new Glob(pattern).matches(text);

test("a star in the text is no star of the pattern", () => {
  expect([
    matches("*b", "*ab"),
    matches("a?", "a"),
    matches("a", "ab"),
    matches("a*a", "a"),
  ]).toEqual([true, false, false, false]);
});

describe("a pattern agrees with the regular expression it stands for", () => {
  const expected = (pattern: readonly string[], text: readonly string[]): boolean =>
    new RegExp(
      `^${pattern
        .map((c) => {
          if (c === "*") return ".*";
          if (c === "?") return ".";
          return c;
        })
        .join("")}$`,
    ).test(text.join(""));
  test("short ones", () => {
    const part = fc.constantFrom("a", "b", "*", "?");
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }),
        (pattern, text) => {
          expect(matches(pattern.join(""), text.join(""))).toBe(expected(pattern, text));
        },
      ),
      { numRuns: 3_000 },
    );
  });
  test("parts longer than a word of bits", () => {
    const long = fc
      .tuple(fc.nat(70), fc.constantFrom("?", "a", "ab?"), fc.nat(70))
      .map(([before, middle, after]) =>
        `*${"a".repeat(before)}${middle}${"a".repeat(after)}*`.split(""),
      );
    const text = fc
      .tuple(fc.nat(100), fc.constantFrom("a", "b", "abb"), fc.nat(100))
      .map(([before, middle, after]) =>
        `${"a".repeat(before)}${middle}${"a".repeat(after)}`.split(""),
      );
    fc.assert(
      fc.property(long, text, (pattern, text) => {
        expect(matches(pattern.join(""), text.join(""))).toBe(expected(pattern, text));
      }),
      { numRuns: 500 },
    );
  });
});

test("a part that repeats itself is found wherever it stands", () => {
  const written = (maxLength: number, minLength = 0) =>
    fc
      .array(fc.constantFrom("a", "b"), { minLength, maxLength, size: "max" })
      .map((letters) => letters.join(""));
  fc.assert(
    fc.property(written(7, 3), written(40), (part, text) => {
      expect(matches(`*${part}*`, text)).toBe(text.includes(part));
      expect(matches(`*${part}*${part}*`, text)).toBe(
        text.includes(part) && text.slice(text.indexOf(part) + part.length).includes(part),
      );
    }),
    {
      numRuns: 1_000,
      examples: [
        ["ababb", "abababb"],
        ["aabaaab", "aabaabaaab"],
      ],
    },
  );
});

describe("work is linear in the text, whatever the pattern (found 103)", () => {
  const a = (n: number): string => "a".repeat(n);
  test.each<[string, string, number, number?]>([
    ["a part that nearly fits everywhere", `*${a(250)}b*`, 2, 1.5],
    ["many parts", `*${`${a(20)}b*`.repeat(12)}`, 2],
    ["parts with a place for any character", `*?${a(250)}b*`, 8],
    ["stars alone between", `*${"a*".repeat(127)}b*`, 2],
  ])("%s", (_, pattern, looks, least = 0) => {
    const counted = { count: 0 };
    expect(new Glob(pattern).matches(a(searchedMax * 3), counted)).toBe(false);
    expect(counted.count).toBeGreaterThan(least * searchedMax);
    expect(counted.count).toBeLessThanOrEqual(looks * searchedMax);
  });
  test("what lies past the stated length is not searched, in both engines alike", () => {
    const seen = `${a(searchedMax)}b`;
    const search = (operator: Rule["operator"], value: string): boolean[] => {
      const rule: Rule = { variable: "LANDING_PAGE", name: null, operator, values: [value] };
      return [
        holds(rule, { LANDING_PAGE: seen }),
        new RuleProgram([], [{ rules: [rule] }]).choose({ LANDING_PAGE: seen }) === 0,
      ];
    };
    expect(search("CONTAINS", "b")).toEqual([false, false]);
    expect(search("NOT_CONTAINS", "b")).toEqual([true, true]);
    expect(search("MATCHES", "*b")).toEqual([false, false]);
    expect(search("MATCHES", "a*a")).toEqual([true, true]);
    expect(search("ENDS_WITH", "b")).toEqual([true, true]);
  });
});

test("terms that would search without end are refused at save, with a way out (found 103)", () => {
  const group = (n: number, values: string[]) => ({
    name: `G${n}`,
    rate: "0.10",
    rules: [{ variable: "REFERRER_URL", operator: "MATCHES", values }],
  });
  const globs = Array.from({ length: 150 }, (_, i) => `*${"a".repeat(200)}${i}b*`);
  const groups = [0, 1, 2].map((n) => group(n, globs.slice(n * 50, n * 50 + 50)));
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "0.10", limits: [], groups }],
  });
  expect(parsed).toMatchObject({ ok: false, code: "BAD_RULE", path: ["eventPayouts.0.groups"] });
  const few = parseTerms({
    currency: "USD",
    eventPayouts: [
      { event: "CLICK", rate: "0.10", limits: [], groups: [group(0, globs.slice(0, 30))] },
    ],
  });
  expect(few.ok).toBe(true);
});
