import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { latest, throttle } from "./use-news.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a burst of ticks asks twice: at once, and when the second is over", () => {
  const call = vi.fn<() => void>();
  const throttled = throttle(call, 1_000);
  for (let tick = 0; tick < 50; tick += 1) throttled();
  expect(call).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(call).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5_000);
  expect(call).toHaveBeenCalledTimes(2);
});

test("what was cancelled is not made up for", () => {
  const call = vi.fn<() => void>();
  const throttled = throttle(call, 1_000);
  throttled();
  throttled();
  throttled.cancel();
  vi.advanceTimersByTime(5_000);
  expect(call).toHaveBeenCalledTimes(1);
});

test("a tick that says nothing leaves the time of the last change", () => {
  const completeness = { at: "b", clicksUntil: "b", waitingClicks: 0 };
  const changed = { reportTick: { at: "a", completeness: { ...completeness, at: "a" } } };
  const quiet = { reportTick: { at: null, completeness } };
  expect(latest(undefined, quiet)).toEqual(quiet);
  expect(latest(latest(undefined, changed), quiet)).toEqual({
    reportTick: { at: "a", completeness },
  });
});
