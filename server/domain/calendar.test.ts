import { describe, expect, test } from "vitest";
import {
  addDays,
  bucketStart,
  calendarPeriod,
  contains,
  cutBuckets,
  dateEnd,
  dateOf,
  dateStart,
  grains,
  isWeekend,
  limitWindows,
  parseZone,
} from "./calendar.ts";

const hour = 3_600_000;
const zones = Intl.supportedValuesOf("timeZone");

describe("days", () => {
  test("New York's short and long day of 2026 [D94]", () => {
    expect(
      dateEnd("2026-03-08", "America/New_York") - dateStart("2026-03-08", "America/New_York"),
    ).toBe(23 * hour);
    expect(
      dateEnd("2026-11-01", "America/New_York") - dateStart("2026-11-01", "America/New_York"),
    ).toBe(25 * hour);
  });
  test("a date that a zone skipped is empty, not an error", () =>
    expect(dateEnd("2011-12-30", "Pacific/Apia")).toBe(dateStart("2011-12-30", "Pacific/Apia")));
});

describe("periods", () => {
  const at = Date.UTC(2026, 10, 18, 15);
  test.each([
    ["DAY", "2026-11-18", "2026-11-19"],
    ["WEEK", "2026-11-16", "2026-11-23"],
    ["MONTH", "2026-11-01", "2026-12-01"],
    ["QUARTER", "2026-10-01", "2027-01-01"],
  ] as const)("%s", (unit, from, to) => {
    const zone = "America/New_York";
    expect(calendarPeriod(unit, at, zone)).toEqual({
      start: dateStart(from, zone),
      end: dateStart(to, zone),
    });
  });
  test("a quarter follows the financial year's first month", () => {
    expect(dateOf(calendarPeriod("QUARTER", at, "UTC", 2).start, "UTC")).toBe("2026-11-01");
    expect(dateOf(calendarPeriod("QUARTER", at, "UTC", 12).start, "UTC")).toBe("2026-09-01");
  });
  test("a limit's window is the same from memory as when computed, in any order [D94]", () => {
    for (const zone of ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
      for (const reset of ["DAY", "WEEK", "MONTH", "QUARTER"] as const)
        for (const offset of [0, 40, -40, 0.1, 400, -3000, 9000]) {
          const instant = at + offset * hour;
          expect(limitWindows(reset, instant, { zone, yearStartMonth: 1 })).toEqual([
            { ...calendarPeriod(reset, instant, zone), zone, since: -Infinity },
          ]);
        }
  });
  test("periods are half-open", () => {
    expect([
      contains({ start: 1, end: 2 }, 1),
      contains({ start: 1, end: 2 }, 2),
      contains({ start: 1, end: null }, 9e15),
      contains({ start: 1, end: null }, 0),
    ]).toEqual([true, false, true, false]);
  });
});

describe("buckets", () => {
  test.each(grains)(
    "%s: no gap, no overlap, over a change of the clock, in zones of any offset",
    (grain) => {
      for (const zone of [
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Havana",
        "UTC",
      ])
        for (const from of [
          Date.UTC(2026, 2, 7, 13, 7),
          Date.UTC(2026, 3, 4, 3),
          Date.UTC(2026, 9, 3, 9),
          Date.UTC(2026, 9, 31, 22),
        ]) {
          const to =
            from +
            (grain === "MINUTE_5" || grain === "MINUTE_15" ? 3 : 60) *
              24 *
              hour *
              (grain === "HOUR" ? 0.1 : 1);
          const buckets = cutBuckets(from, to, zone, grain, 20_000);
          expect(buckets[0]?.start).toBeLessThanOrEqual(from);
          expect(buckets.at(-1)?.end).toBeGreaterThanOrEqual(to);
          for (const [i, bucket] of buckets.entries()) {
            expect(bucket.end).toBeGreaterThan(bucket.start);
            if (i > 0) expect(bucket.start).toBe(buckets[i - 1]?.end);
          }
          expect(new Set(buckets.map((bucket) => bucket.key)).size).toBe(buckets.length);
        }
    },
  );
  test("keys", () => {
    const at = Date.UTC(2026, 10, 1, 6, 30);
    const key = (grain: (typeof grains)[number]) =>
      cutBuckets(at, at + 1, "America/New_York", grain, 1)[0]?.key;
    expect(grains.map(key)).toEqual([
      "2026-11-01T01:30-05:00",
      "2026-11-01T01:30-05:00",
      "2026-11-01T01:00-05:00",
      "2026-11-01",
      "2026-W44",
      "2026-11",
    ]);
    expect(bucketStart(at, "America/New_York", "MINUTE_15")).toBe(at);
  });
  test("a week's key has the year that most of its days are in", () => {
    const key = (date: string) =>
      cutBuckets(dateStart(date, "UTC"), dateStart(date, "UTC") + 1, "UTC", "WEEK", 1)[0]?.key;
    expect(["2027-01-01", "2027-01-04", "2025-12-29"].map(key)).toEqual([
      "2026-W53",
      "2027-W01",
      "2026-W01",
    ]);
  });
  test.each(grains)(
    "%s: an instant's bucket is the one that cutting gives, also over a change of the clock",
    (grain) => {
      for (const zone of ["America/New_York", "Australia/Lord_Howe"])
        for (const from of [
          Date.UTC(2026, 2, 8, 6),
          Date.UTC(2026, 3, 4, 14),
          Date.UTC(2026, 9, 3, 14),
          Date.UTC(2026, 10, 1, 5),
        ])
          for (const { start, end } of cutBuckets(from, from + 2 * hour, zone, grain, 30))
            expect([start, end - 1].map((at) => bucketStart(at, zone, grain))).toEqual([
              start,
              start,
            ]);
    },
  );
  test("an offset that changes by less than an hour ends one hour and begins a short one", () => {
    const told = (from: number, zone: string) =>
      cutBuckets(from, from + 3 * hour, zone, "HOUR", 5).map(
        ({ key, start, end }) => `${key} ${(end - start) / 60_000}`,
      );
    expect(told(Date.UTC(2026, 9, 3, 14, 30), "Australia/Lord_Howe")).toEqual([
      "2026-10-04T01:00+10:30 60",
      "2026-10-04T02:30+11:00 30",
      "2026-10-04T03:00+11:00 60",
      "2026-10-04T04:00+11:00 60",
    ]);
    expect(told(Date.UTC(2026, 3, 4, 14), "Australia/Lord_Howe")).toEqual([
      "2026-04-05T01:00+11:00 60",
      "2026-04-05T01:30+10:30 30",
      "2026-04-05T02:00+10:30 60",
      "2026-04-05T03:00+10:30 60",
    ]);
    // Was 44 minutes and 30 seconds behind.
    expect(told(Date.UTC(1972, 0, 6, 23, 44, 30), "Africa/Monrovia")).toEqual([
      "1972-01-06T23:00-00:44:30 60",
      "1972-01-07T00:44+00:00 15.5",
      "1972-01-07T01:00+00:00 60",
      "1972-01-07T02:00+00:00 60",
    ]);
  });
  test("more buckets than allowed is a bug", () =>
    expect(() => cutBuckets(0, 10 * hour, "UTC", "HOUR", 9)).toThrow(RangeError));
});

test("zones from people", () => {
  for (const zone of ["Europe/Berlin", "America/Port-au-Prince", "Etc/GMT+5"])
    expect(parseZone(zone, "zone")).toEqual({ ok: true, value: zone });
  for (const zone of ["+02:00", "Mars/Base", ""])
    expect(parseZone(zone, "zone")).toMatchObject({
      ok: false,
      code: "BAD_TIME_ZONE",
      path: ["zone"],
    });
});

test("a refused zone is quoted, cut short", () => {
  const refused = parseZone("x".repeat(80), "zone");
  expect(refused.ok ? null : refused.message).toBe(
    `"${"x".repeat(60)}…" is not an IANA time zone such as America/New_York`,
  );
});

test("Saturday and Sunday are those of the zone", () => {
  const at = (date: string) => dateStart(date, "America/New_York");
  expect(
    ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"].map((date) =>
      isWeekend(at(date), "America/New_York"),
    ),
  ).toEqual([false, true, true, false]);
});

test("a bucket begins at the start of its quarter, hour, day, week or month", () => {
  const zone = "Asia/Kathmandu";
  const at = Date.UTC(2026, 10, 18, 15, 37, 41, 250);
  const local = (grain: (typeof grains)[number]) =>
    Temporal.Instant.fromEpochMilliseconds(bucketStart(at, zone, grain))
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString();
  expect(grains.map(local)).toEqual([
    "2026-11-18T21:20:00",
    "2026-11-18T21:15:00",
    "2026-11-18T21:00:00",
    "2026-11-18T00:00:00",
    "2026-11-16T00:00:00",
    "2026-11-01T00:00:00",
  ]);
  expect(cutBuckets(at, at + 1, zone, "WEEK", 1)[0]?.key).toBe("2026-W47");
});

test("cutting ends with the bucket that the end falls into, not with one that begins there", () => {
  expect(cutBuckets(0, 2 * hour, "UTC", "HOUR", 2)).toHaveLength(2);
  expect(() => cutBuckets(0, 10 * hour, "UTC", "HOUR", 9)).toThrow(
    "cutBuckets: more than 9 buckets",
  );
});

test("a limit's window follows the financial year's first month, and no other's", () => {
  const at = Date.UTC(2026, 10, 18);
  const starts = [1, 2, 3].map((yearStartMonth) =>
    dateOf(limitWindows("QUARTER", at, { zone: "UTC", yearStartMonth })[0]?.start ?? 0, "UTC"),
  );
  expect(starts).toEqual(["2026-10-01", "2026-11-01", "2026-09-01"]);
});

test("in every zone each day of 2026 and 2027 begins where the one before ends", () => {
  const odd: string[] = [];
  for (const zone of zones) {
    let start = dateStart("2026-01-01", zone);
    const last = dateStart("2028-01-01", zone);
    for (let date = "2026-01-01"; start < last; date = addDays(date, 1)) {
      const end = dateEnd(date, zone);
      if (end - start !== 24 * hour) odd.push(`${zone} ${date} ${(end - start) / hour}`);
      start = end;
    }
    expect(start).toBe(last);
  }
  for (const line of odd) {
    const [zone = "", date = "", hours] = line.split(" ");
    const start = dateStart(date, zone);
    expect(calendarPeriod("DAY", start + (Number(hours) * hour) / 2, zone)).toEqual({
      start,
      end: start + Number(hours) * hour,
    });
    expect(dateOf(start, zone)).toBe(date);
    expect(dateOf(start - 1, zone)).toBe(addDays(date, -1));
  }
  expect(odd.length).toBeGreaterThan(400);
});
