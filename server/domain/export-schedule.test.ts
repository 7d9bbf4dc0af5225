import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dateOf } from "./calendar.ts";
import { exportPaces, nextRun } from "./export-schedule.ts";

const at = (text: string) => Date.parse(text);

test.each([
  ["DAILY", "2026-11-30T04:59:59Z", "2026-11-30T05:00:00.000Z", "2026-11-29", "2026-11-29"],
  ["DAILY", "2026-11-30T05:00:00Z", "2026-12-01T05:00:00.000Z", "2026-11-30", "2026-11-30"],
  ["WEEKLY", "2026-11-30T06:00:00Z", "2026-12-07T05:00:00.000Z", "2026-11-30", "2026-12-06"],
  ["WEEKLY", "2026-11-28T06:00:00Z", "2026-11-30T05:00:00.000Z", "2026-11-23", "2026-11-29"],
  ["MONTHLY", "2026-12-01T06:00:00Z", "2026-12-05T05:00:00.000Z", "2026-11-01", "2026-11-30"],
  ["MONTHLY", "2026-12-05T06:00:00Z", "2027-01-05T05:00:00.000Z", "2026-12-01", "2026-12-31"],
] as const)("%s after %s is at %s of %s to %s in Berlin", (pace, after, run, from, to) => {
  const next = nextRun(pace, at(after), "Europe/Berlin");
  expect([new Date(next.at).toISOString(), next.of]).toEqual([run, { from, to }]);
});

test("run after run leaves no date out and tells none twice, also where clocks change", () => {
  const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Pacific/Apia", "UTC");
  const instants = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2028-01-01T00:00:00Z") });
  fc.assert(
    fc.property(fc.constantFrom(...exportPaces), instants, zones, (pace, after, zone) => {
      const first = nextRun(pace, after, zone);
      const second = nextRun(pace, first.at, zone);
      expect(first.at).toBeGreaterThan(after);
      expect(second.of.from).toBe(addDays(first.of.to, 1));
      // What is told is over.
      expect(first.of.to < dateOf(first.at, zone)).toBe(true);
    }),
  );
});
