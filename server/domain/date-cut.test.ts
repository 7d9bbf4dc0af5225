import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dateStart, quarterHourMs } from "./calendar.ts";
import { cutAtDates } from "./date-cut.ts";

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"] as const;
const date = fc.integer({ min: 0, max: 700 }).map((days) => addDays("2025-06-01", days));

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
