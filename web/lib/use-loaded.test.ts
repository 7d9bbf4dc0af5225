import { describe, expect, test } from "vitest";
import { failureOf, isPassing } from "./failure.ts";
import { nextState, retryDelaysMs } from "./use-loaded.ts";

const failure = { code: "INTERNAL_SERVER_ERROR", message: "Internal error", requestId: "r1" };
const start = { key: "a", fetching: false, attempt: 0, data: 1 as number | null, failure: null };

describe("a panel's data", () => {
  test("stays while newer data is on its way, and when that fails", () => {
    const asked = nextState(start, { kind: "asked", key: "b" });
    expect(asked).toMatchObject({ fetching: true, data: 1, attempt: 0 });
    expect(
      nextState(asked, { kind: "answered", key: "b", answer: { data: null, failure } }),
    ).toEqual({ key: "b", fetching: false, attempt: 1, data: 1, failure });
  });
  test("is replaced by an answer, which ends the tries", () => {
    expect(
      nextState(
        { ...start, attempt: 2, failure },
        { kind: "answered", key: "a", answer: { data: 2, failure: null } },
      ),
    ).toEqual({
      key: "a",
      fetching: false,
      attempt: 0,
      data: 2,
      failure: null,
    });
  });
  test("three tries, then it waits for a person", () => {
    let state: Parameters<typeof nextState<number>>[0] = { ...start, data: null };
    for (let count = 0; count < 5; count += 1)
      state = nextState(nextState(state, { kind: "asked", key: "a" }), {
        kind: "answered",
        key: "a",
        answer: { data: null, failure },
      });
    expect(state.attempt).toBe(5);
    expect(retryDelaysMs[0]).toBe(1_000);
    expect(retryDelaysMs[state.attempt - 1]).toBeUndefined();
  });
  test("a refusal is not tried again", () => {
    const refused = { code: "FORBIDDEN", message: "no", requestId: null };
    expect(
      nextState(start, { kind: "answered", key: "a", answer: { data: null, failure: refused } })
        .attempt,
    ).toBe(0);
  });
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
