import { expect, test } from "vitest";
import { broughtBy, failureOf, isPassing } from "./failure.ts";
import { retryDelay, retryDelaysMs } from "./use-loaded.ts";

const failure = { code: "INTERNAL_SERVER_ERROR", message: "Internal error", requestId: "r1" };

test("three tries, then it waits for a person", () => {
  expect([0, 1, 2, 3, 4].map((tries) => retryDelay(failure, tries))).toEqual([
    ...retryDelaysMs,
    null,
    null,
  ]);
  expect(retryDelaysMs[0]).toBe(1_000);
});
test("a refusal is not tried again, nor what is well", () => {
  expect(retryDelay({ code: "FORBIDDEN", message: "no", requestId: null }, 0)).toBeNull();
  expect(retryDelay(null, 0)).toBeNull();
});

test("failures of the API keep code and request id", () => {
  expect(failureOf([{ message: "x", extensions: { code: "FORBIDDEN", requestId: "r" } }])).toEqual({
    code: "FORBIDDEN",
    message: "x",
    requestId: "r",
  });
  expect(failureOf([{ message: "x" }])).toEqual({
    code: "INTERNAL_SERVER_ERROR",
    message: "x",
    requestId: null,
  });
  expect(failureOf([])).toBeNull();
  expect(isPassing({ ...failure, code: "UNREACHABLE" })).toBe(true);
});

test("what failed in all its fields is nothing that came, and never that there is none", () => {
  expect(broughtBy({ report: null }, failure)).toBeNull();
  expect(broughtBy({ report: null }, null)).toEqual({ report: null });
  expect(broughtBy({ report: null, verdicts: [] }, failure)).toEqual({
    report: null,
    verdicts: [],
  });
  expect(broughtBy(null, failure)).toBeNull();
});
