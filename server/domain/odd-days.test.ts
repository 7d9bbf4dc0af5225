/**
 * Days that are not 24 hours long, found by asking the clock of each zone, not by the calendar that
 * is tested.
 */
import { expect, test } from "vitest";
import { windowsOf } from "./limits.ts";
import type { Limit } from "./terms.ts";

const dayMs = 86_400_000;
const from = Date.UTC(2025, 11, 31);
const to = Date.UTC(2028, 0, 2);

interface Segment {
  start: number;
  /** What local clocks are ahead of UTC, in milliseconds. */
  offset: number;
}

/** When the clocks of a zone change, by bisection of what they show. */
function segmentsOf(zone: string): Segment[] {
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const offsetAt = (at: number): number =>
    Date.parse(`${clock.format(at).replace(" ", "T")}Z`) - at;
  const segments = [{ start: from, offset: offsetAt(from) }];
  for (let at = from; at < to; at += dayMs) {
    let [low, high, before, after] = [at, at + dayMs, offsetAt(at), offsetAt(at + dayMs)];
    if (before === after) continue;
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000;
      if (offsetAt(middle) === before) low = middle;
      else [high, after] = [middle, offsetAt(middle)];
    }
    segments.push({ start: high, offset: after });
  }
  return segments;
}

/**
 * The first instant at which the clocks of the zone show the date, which is given as midnight UTC.
 */
function firstInstant(segments: readonly Segment[], date: number): number {
  for (const [i, { start, offset }] of segments.entries()) {
    const at = Math.max(start, date - offset);
    const local = at + offset;
    if (at < (segments[i + 1]?.start ?? Infinity) && local >= date && local < date + dayMs)
      return at;
  }
  throw new Error(`no clock shows ${new Date(date).toISOString()}`);
}

const daily: Limit = {
  id: "CLICK:CLICKS:CONTRACT:DAY",
  event: "CLICK",
  kind: "CLICKS",
  scope: "CONTRACT",
  reset: "DAY",
  groupId: null,
  currency: null,
  max: 1n,
  weekendMax: null,
};

test("[D94] each day of 2026 and 2027 not 24 hours long is a daily limit's whole window", () => {
  const lengths = new Set<number>();
  let odd = 0;
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const segments = segmentsOf(zone);
    const windowAt = (at: number) =>
      windowsOf(daily, {
        at,
        calendar: { zone, yearStartMonth: 1 },
        contract: { start: 0, end: null },
      })[0];
    for (const { start } of segments.slice(1)) {
      const around = Math.floor(start / dayMs) * dayMs;
      for (const date of [around - dayMs, around, around + dayMs]) {
        if (date < Date.UTC(2026, 0, 1) || date >= Date.UTC(2028, 0, 1)) continue;
        const window = {
          start: firstInstant(segments, date),
          end: firstInstant(segments, date + dayMs),
        };
        const length = window.end - window.start;
        if (length === dayMs) continue;
        odd += 1;
        lengths.add(length / 3_600_000);
        const where = `${zone} ${new Date(date).toISOString()}`;
        for (const at of [
          window.start,
          window.start + 1,
          window.start + length / 2,
          window.start + dayMs / 2,
          window.end - 1,
        ])
          expect(windowAt(at), where).toMatchObject(window);
        expect(windowAt(window.start - 1)?.end, where).toBe(window.start);
        expect(windowAt(window.end)?.start, where).toBe(window.end);
      }
    }
  }
  expect(odd).toBeGreaterThan(400);
  expect([...lengths].sort((a, b) => a - b)).toEqual(expect.arrayContaining([23, 23.5, 24.5, 25]));
});
