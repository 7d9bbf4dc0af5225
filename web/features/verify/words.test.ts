import { describe, expect, test } from "vitest";
import { cellWords, clicksWanted } from "./words.ts";

const at = "2026-11-24T14:05:00.000Z";
const worst = (state: string, more: object = {}) =>
  ({ done: 1, total: 2, worst: { state, cause: null, until: null, ...more } }) as never;
const words = (group: never) => cellWords(group, 7, (instant) => `at ${instant}`);

describe("a cell of the board, in a word", () => {
  test.each([
    [worst("PASSED"), "passed"],
    [worst("WARNING"), "warning"],
    [worst("FAILED"), "failed"],
    [worst("NOT_STARTED"), "notStarted"],
    [worst("NOT_NEEDED", { cause: "NO_ATTRIBUTION" }), "clicksOnly"],
    [worst("NOT_NEEDED"), "notNeeded"],
    [worst("WAITING"), "waiting"],
  ] as const)("%o", (group, key) => expect(words(group).key).toBe(key));
  test("what it waits for is told: how many clicks, or until when", () => {
    expect(words(worst("WAITING", { cause: "BELOW_10_CLICKS" }))).toEqual({
      key: "ofTen",
      values: { clicks: 7 },
    });
    expect(words(worst("WAITING", { until: at }))).toEqual({
      key: "until",
      values: { at: `at ${at}` },
    });
  });
});

describe("how many clicks the server makes for a partner", () => {
  const checks = (enough: string, cause: string | null, link = "PASSED", redirect = "PASSED") =>
    [
      { key: "TEST_LINK", state: link, cause: null },
      { key: "REDIRECT", state: redirect, cause: null },
      { key: "CLICK", state: "PASSED", cause: null },
      { key: "DECISION", state: "PASSED", cause: null },
      { key: "ENOUGH_CLICKS", state: enough, cause },
    ] as never;
  test("what is missing to ten, and one where the redirect was not seen", () => {
    expect(clicksWanted(checks("WAITING", "BELOW_10_CLICKS"), 7)).toBe(3);
    expect(clicksWanted(checks("NOT_STARTED", null), 0)).toBe(10);
    expect(clicksWanted(checks("PASSED", null), 12)).toBe(0);
    expect(clicksWanted(checks("PASSED", null, "PASSED", "FAILED"), 12)).toBe(1);
    expect(clicksWanted(checks("NOT_NEEDED", null), 1)).toBe(0);
  });
  test("none towards ten where Amazon counts a browser's alone", () => {
    const atAmazon = (checks("WAITING", "BELOW_10_CLICKS") as object[]).map((check) => ({
      ...check,
      fix: "OPEN_LINK",
    }));
    expect(clicksWanted(atAmazon as never, 0)).toBe(0);
  });
  test("none without a link that stands", () =>
    expect(clicksWanted(checks("WAITING", "BELOW_10_CLICKS", "FAILED"), 0)).toBe(0));
});
