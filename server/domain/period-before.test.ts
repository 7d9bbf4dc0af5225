/** What a range is compared with: as much time, just before. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dateOf, dateStart, quarterHourMs } from "./calendar.ts";
import { comparedWithBefore, cutAtDates } from "./period-before.ts";

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"] as const;
const ofDates = (fromDate: string, toDate: string, zone: string) => ({
  start: dateStart(fromDate, zone),
  end: dateStart(addDays(toDate, 1), zone),
  fromDate,
  toDate,
  isOfDates: true,
});
const date = fc.integer({ min: 0, max: 700 }).map((days) => addDays("2025-06-01", days));
const anything = fc.record({
  from: date,
  days: fc.integer({ min: 1, max: 40 }),
  zone: fc.constantFrom(...zones),
  // From before the range to after it, to the minute.
  at: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
});

test("[D172] as many dates, to the same time of day, also over a change of clocks", () => {
  fc.assert(
    fc.property(anything, ({ from, days, zone, at }) => {
      const range = ofDates(from, addDays(from, days - 1), zone);
      const now = Math.floor(range.start + at * (range.end - range.start));
      const { passed, before } = comparedWithBefore(range, zone, now);
      expect(dateOf(before.start, zone)).toBe(addDays(from, -days));
      expect(before.end).toBeLessThanOrEqual(range.start);
      expect(passed.end).toBeLessThanOrEqual(range.end);
      if (passed.end === range.end) expect(before.end).toBe(range.start);
      else if (passed.end > range.start)
        expect(dateOf(before.end, zone)).toBe(addDays(dateOf(passed.end, zone), -days));
      else expect(before.end).toBe(before.start);
    }),
  );
});

test("[D172] hours are compared with as many hours", () => {
  const now = Date.parse("2026-03-29T12:07:00Z");
  const end = Date.parse("2026-03-29T13:00:00Z");
  const range = {
    ...ofDates("2026-03-28", "2026-03-29", "UTC"),
    start: end - 24 * 3_600_000,
    end,
    isOfDates: false,
  };
  const { passed, before } = comparedWithBefore(range, "UTC", now);
  expect(passed.end).toBe(Date.parse("2026-03-29T12:15:00Z"));
  expect(before.end - before.start).toBe(passed.end - passed.start);
  expect(before.start).toBe(range.start - 24 * 3_600_000);
});

test("dates and what is left of a stretch are the stretch", () => {
  fc.assert(
    fc.property(
      date,
      fc.integer({ min: 0, max: 96 * 5 }),
      fc.integer({ min: 0, max: 96 * 5 }),
      fc.constantFrom(...zones),
      (from, skipped, length, zone) => {
        const start = dateStart(from, zone) + skipped * quarterHourMs;
        const stretch = { start, end: start + length * quarterHourMs };
        const { dates, rest } = cutAtDates(stretch, zone);
        const parts = [...rest, ...(dates ? [dates] : [])].toSorted((a, b) => a.start - b.start);
        let at = stretch.start;
        for (const part of parts) {
          expect(part.start).toBe(at);
          at = part.end;
        }
        expect(at).toBe(stretch.end);
        if (dates) {
          expect(dates.start).toBe(dateStart(dates.from, zone));
          expect(dates.end).toBe(dateStart(addDays(dates.to, 1), zone));
        }
        expect(rest.every((part) => part.end - part.start < 25 * 3_600_000 || !dates)).toBe(true);
      },
    ),
  );
});
