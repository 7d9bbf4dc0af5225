import fc from "fast-check";
import { expect, test } from "vitest";
import { dateEnd, dateOf } from "./calendar.ts";
import { amazonLockingDate, dueDate, firstDateDue, lockingDate, payableDate } from "./locking.ts";
import type { Locking, PayoutSchedule } from "./terms.ts";

const zone = "America/New_York";
const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
/** A date that ends in Los Angeles. */
const amazon = (date: string) => ({ date, at: dateEnd(date, "America/Los_Angeles") - 1 });
const after = (period: "DAY" | "MONTH", months: number, days: number): Locking => ({
  kind: "AFTER",
  period,
  months,
  days,
});
const pay = (
  period: PayoutSchedule["period"],
  months: number,
  days: number,
  dayOfMonth: number | null = null,
): PayoutSchedule => ({ period, months, days, dayOfMonth });

test.each([
  [
    "0 months 27 days after the end of the month",
    after("MONTH", 0, 27),
    "2026-01-01T00:00",
    "2026-02-28T00:00",
  ],
  [
    "the same at the month's last millisecond",
    after("MONTH", 0, 27),
    "2026-01-31T23:59:59.999",
    "2026-02-28T00:00",
  ],
  ["15 days after the end of the day", after("DAY", 0, 15), "2026-09-10T14:00", "2026-09-26T00:00"],
  [
    "1 month after the end of the month is the end of the following month",
    after("MONTH", 1, 0),
    "2026-01-15T12:00",
    "2026-03-01T00:00",
  ],
  ["months clamp to the month's end", after("DAY", 1, 0), "2026-01-30T12:00", "2026-02-28T00:00"],
  ["months first, then days", after("DAY", 1, 2), "2026-01-30T12:00", "2026-03-02T00:00"],
  ["across a day of 23 hours", after("DAY", 0, 1), "2026-03-07T23:30", "2026-03-09T00:00"],
  ["across a day of 25 hours", after("DAY", 0, 1), "2026-10-31T23:30", "2026-11-02T00:00"],
])("[D162] %s", (_words, locking, tracked, locks) => {
  expect(lockingDate(locking, at(tracked), zone)).toBe(at(locks));
});

test("[D162] the day is the brand account's, not UTC's", () => {
  expect(lockingDate(after("DAY", 0, 15), Date.parse("2026-09-11T03:59:59.999Z"), zone)).toBe(
    at("2026-09-26T00:00"),
  );
  expect(lockingDate(after("DAY", 0, 15), Date.parse("2026-09-11T04:00:00.000Z"), zone)).toBe(
    at("2026-09-27T00:00"),
  );
});

test("[D168] open-ended locking has no date", () => {
  expect(lockingDate({ kind: "OPEN_ENDED" }, at("2026-09-10T14:00"), zone)).toBeNull();
  expect(amazonLockingDate({ kind: "OPEN_ENDED" }, amazon("2026-09-10"), zone)).toBeNull();
});

test("[D143] an Amazon sale waits 28 days and two of latency, whatever the contract says", () => {
  // The 10th ends in Los Angeles at 03:00 of the 11th in New York.
  expect(amazonLockingDate(after("DAY", 0, 0), amazon("2026-09-10"), zone)).toBe(
    at("2026-10-12T00:00"),
  );
  expect(amazonLockingDate(after("DAY", 1, 2), amazon("2026-09-10"), zone)).toBe(
    at("2026-10-13T00:00"),
  );
});

test("[D162] Amazon's date counts: a sale of 31 January is a January sale in every zone", () => {
  expect(amazonLockingDate(after("MONTH", 1, 2), amazon("2026-01-31"), zone)).toBe(
    at("2026-03-04T00:00"),
  );
  expect(amazonLockingDate(after("MONTH", 0, 27), amazon("2026-01-01"), zone)).toBe(
    at("2026-02-28T00:00"),
  );
});

test("the article's payment: locked 28 February, 20 days after month end: paid 21 March", () => {
  expect(payableDate(pay("MONTH", 0, 20), at("2026-02-28T00:00"), zone)).toBe(
    at("2026-03-21T00:00"),
  );
  expect(payableDate(pay("WEEK", 0, 0), at("2026-02-25T10:00"), zone)).toBe(at("2026-03-02T00:00"));
  expect(payableDate(pay("DAY", 0, 0), at("2026-02-28T00:00"), zone)).toBe(at("2026-03-01T00:00"));
});

test("a fixed day of the month is the first one from the end of the wait on", () => {
  expect(payableDate(pay("MONTH", 0, 0, 15), at("2026-02-28T00:00"), zone)).toBe(
    at("2026-03-15T00:00"),
  );
  expect(payableDate(pay("MONTH", 0, 14, 15), at("2026-02-28T00:00"), zone)).toBe(
    at("2026-03-15T00:00"),
  );
  expect(payableDate(pay("MONTH", 0, 15, 15), at("2026-02-28T00:00"), zone)).toBe(
    at("2026-04-15T00:00"),
  );
});

const zones = fc.constantFrom(
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "UTC",
);
const instants = fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2035, 0, 1) });
const waits = {
  period: fc.constantFrom("DAY" as const, "MONTH" as const),
  months: fc.nat(24),
  days: fc.nat(366),
};
const lockings = fc.record({ kind: fc.constant("AFTER" as const), ...waits });
const firstOf = (instant: number, zone: string) =>
  Temporal.PlainDate.from(dateOf(instant, zone)).toZonedDateTime({ timeZone: zone })
    .epochMilliseconds;

test("a locking date is the first instant of a later date; later sales never lock earlier", () => {
  fc.assert(
    fc.property(lockings, instants, instants, zones, (locking, one, other, zone) => {
      const [early = 0, late = 0] = [Math.min(one, other), Math.max(one, other)].map(
        (tracked) => lockingDate(locking, tracked, zone) ?? 0,
      );
      expect(early).toBeLessThanOrEqual(late);
      expect(early).toBe(firstOf(early, zone));
      expect(early).toBeGreaterThan(Math.min(one, other));
    }),
    { numRuns: 300 },
  );
});

test("[D143] no sale locks within 30 days of its date's end, nor before its contract says", () => {
  fc.assert(
    fc.property(lockings, instants, zones, zones, (locking, instant, marketplace, zone) => {
      const date = dateOf(instant, marketplace);
      const sale = { date, at: dateEnd(date, marketplace) - 1 };
      const locks = amazonLockingDate(locking, sale, zone) ?? 0;
      const ended = Temporal.Instant.fromEpochMilliseconds(sale.at).toZonedDateTimeISO(zone);
      expect(locks).toBeGreaterThan(ended.add({ days: 30 }).epochMilliseconds);
      expect(locks).toBe(firstOf(locks, zone));
      const noon = Temporal.PlainDate.from(date).toZonedDateTime({
        timeZone: zone,
        plainTime: "12:00",
      }).epochMilliseconds;
      if (dateOf(noon, zone) === date)
        expect(locks).toBeGreaterThanOrEqual(lockingDate(locking, noon, zone) ?? 0);
    }),
    { numRuns: 300 },
  );
});

const schedules = fc.record({
  period: fc.constantFrom("DAY" as const, "WEEK" as const, "MONTH" as const),
  months: fc.nat(24),
  days: fc.nat(366),
  dayOfMonth: fc.option(fc.integer({ min: 1, max: 28 })),
});
test("[D184] the first date that falls due on a date or later is that, and none before is", () => {
  const dates = fc
    .integer({ min: 0, max: 2_000 })
    .map((days) => Temporal.PlainDate.from("2024-01-01").add({ days }).toString());
  fc.assert(
    fc.property(schedules, dates, (schedule, due) => {
      const first = firstDateDue(schedule, due);
      const before = Temporal.PlainDate.from(first).subtract({ days: 1 }).toString();
      expect(dueDate(schedule, first) >= due).toBe(true);
      expect(dueDate(schedule, before) < due).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("payment comes after locking, at a date's first instant, on the fixed day if any", () => {
  fc.assert(
    fc.property(schedules, instants, zones, (schedule, locked, zone) => {
      const due = payableDate(schedule, locked, zone);
      expect(due).toBeGreaterThan(locked);
      expect(due).toBe(firstOf(due, zone));
      if (schedule.dayOfMonth !== null)
        expect(Temporal.PlainDate.from(dateOf(due, zone)).day).toBe(schedule.dayOfMonth);
    }),
    { numRuns: 300 },
  );
});
