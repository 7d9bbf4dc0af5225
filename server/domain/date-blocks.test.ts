import { expect, test } from "vitest";
import { dateEnd, dateOf } from "./calendar.ts";
import { datePart, dateRun } from "./date-blocks.ts";

const hour = 3_600_000;
const zones = Intl.supportedValuesOf("timeZone");

test("runs of dates and parts of a date follow each other without a gap, in many zones", () => {
  const from = Date.parse("2026-03-06T17:31:00Z");
  for (const zone of zones.filter((_, i) => i % 12 === 0)) {
    let run = dateRun(from, zone, 16);
    let part = datePart(from, zone, 6);
    for (let n = 0; n < 25; n += 1) {
      const next = dateRun(run.end, zone, 16);
      expect([next.start, dateRun(next.end - 1, zone, 16)]).toEqual([run.end, next]);
      expect(Date.parse(dateOf(next.start, zone)) % (16 * 24 * hour)).toBe(0);
      run = next;
    }
    for (let n = 0; n < 4 * 30; n += 1) {
      const next = datePart(part.end, zone, 6);
      expect([next.start, datePart(next.end - 1, zone, 6)]).toEqual([part.end, next]);
      expect(next.end).toBeLessThanOrEqual(dateEnd(dateOf(next.start, zone), zone));
      part = next;
    }
  }
});

test("runs are counted from 1970, before it too; a part of a long day is longer", () => {
  const run = (at: string) => {
    const { start, end } = dateRun(Date.parse(at), "UTC", 4);
    return [dateOf(start, "UTC"), dateOf(end, "UTC")];
  };
  expect(run("1970-01-04T23:59:59Z")).toEqual(["1970-01-01", "1970-01-05"]);
  expect(run("1969-12-31T12:00:00Z")).toEqual(["1969-12-28", "1970-01-01"]);
  const fall = datePart(Date.parse("2026-11-01T05:30:00Z"), "America/New_York", 6);
  expect((fall.end - fall.start) / hour).toBe(7);
});
