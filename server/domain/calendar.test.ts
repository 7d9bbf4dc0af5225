import { describe, expect, test } from "vitest";
import {
  addDays,
  bucketStart,
  calendarHistory,
  calendarPeriod,
  contains,
  cutBuckets,
  dateEnd,
  dateOf,
  dateStart,
  grains,
  historyAt,
  isWeekend,
  limitWindows,
  parseZone,
  stillBinding,
  zoneOffsets,
  type CalendarHistory,
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
  test("a financial year begins with its first month, of this year or of the one before", () => {
    const years = [1, 2, 11, 12].map((first) => {
      const { start, end } = calendarPeriod("YEAR", at, "UTC", first);
      return [start, end].map((instant) => dateOf(instant, "UTC")).join(" ");
    });
    expect(years).toEqual([
      "2026-01-01 2027-01-01",
      "2026-02-01 2027-02-01",
      "2026-11-01 2027-11-01",
      "2025-12-01 2026-12-01",
    ]);
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

describe("[D97] a calendar that was changed", () => {
  const berlin = { zone: "Europe/Berlin", yearStartMonth: 1 };
  const angeles = { zone: "America/Los_Angeles", yearStartMonth: 4 };
  const ms = (text: string) => Date.parse(`2026-${text}Z`);
  const [first, second] = [ms("11-05T09:00"), ms("11-20T00:00")];
  const twice = calendarHistory({ ...angeles, yearStartMonth: 2 }, [
    { ...berlin, until: first },
    { ...angeles, until: second },
  ]);

  test("its history says what held from when until when, and what was known at an instant", () => {
    expect(calendarHistory(berlin, [])).toBe(berlin);
    expect(twice).toEqual({
      ...angeles,
      yearStartMonth: 2,
      from: second,
      earlier: [
        { ...berlin, from: -Infinity, until: first },
        { ...angeles, from: first, until: second },
      ],
    });
    const once = calendarHistory(angeles, [{ ...berlin, until: first }]);
    expect([0, first - 1, first, second - 1].map((at) => historyAt(twice, at))).toEqual([
      berlin,
      berlin,
      once,
      once,
    ]);
    expect(historyAt(twice, second)).toBe(twice);
    expect(historyAt(berlin, 0)).toBe(berlin);
    // What is remembered of a history is found again by the object.
    expect(historyAt(twice, first)).toBe(historyAt(twice, second - 1));
  });

  const told = (unit: Parameters<typeof limitWindows>[0], at: string, history: CalendarHistory) =>
    limitWindows(unit, ms(at), history).map(({ start, end, zone, since }) => {
      const [from, to] = [start, end].map((instant) => new Date(instant).toISOString());
      return `${from?.slice(5, 16)} ${to?.slice(5, 16)} ${zone.slice(-6)} ${since}`;
    });
  const once = (until: number, now = angeles, before = berlin): CalendarHistory =>
    calendarHistory(now, [{ ...before, until }]);
  test.each<[string, Parameters<typeof told>, string[]]>([
    [
      "the day before is cut by the old one",
      ["DAY", "11-05T07:30", once(first)],
      ["11-04T23:00 11-05T23:00 Berlin -Infinity"],
    ],
    [
      "the day of the change by both, the one that began first coming first",
      ["DAY", "11-05T10:00", once(first)],
      ["11-04T23:00 11-05T23:00 Berlin -Infinity", `11-05T08:00 11-06T08:00 ngeles ${first}`],
    ],
    [
      "and what runs longer still by both when the old day is over",
      ["WEEK", "11-06T00:00", once(first)],
      ["11-01T23:00 11-08T23:00 Berlin -Infinity", `11-02T08:00 11-09T08:00 ngeles ${first}`],
    ],
    [
      "a day that begins as its calendar ends is none of it",
      ["DAY", "11-05T00:00", once(ms("11-04T23:00"))],
      [`11-04T08:00 11-05T08:00 ngeles ${ms("11-04T23:00")}`],
    ],
    [
      "nor one that ends as its calendar begins",
      ["DAY", "11-05T07:59", once(ms("11-05T08:00"))],
      ["11-04T23:00 11-05T23:00 Berlin -Infinity"],
    ],
    [
      "a period that two calendars cut alike is one, of the first of them",
      ["DAY", "11-05T10:00", once(first, { ...berlin, yearStartMonth: 2 })],
      ["11-04T23:00 11-05T23:00 Berlin -Infinity"],
    ],
    [
      "of two that begin at once the one that ends first comes first",
      ["WEEK", "03-25T00:00", once(ms("03-26T00:00"), berlin, { ...berlin, zone: "Africa/Lagos" })],
      [
        `03-22T23:00 03-29T22:00 Berlin ${ms("03-26T00:00")}`,
        "03-22T23:00 03-29T23:00 /Lagos -Infinity",
      ],
    ],
    [
      "a quarter may be one of three calendars",
      ["QUARTER", "11-20T00:00", twice],
      [
        "09-30T22:00 12-31T23:00 Berlin -Infinity",
        `10-01T07:00 01-01T08:00 ngeles ${first}`,
        `11-01T07:00 02-01T08:00 ngeles ${second}`,
      ],
    ],
  ])("%s", (_, asked, windows) => expect(told(...asked)).toEqual(windows));

  test("the windows are the same from memory as when found anew, in any order", () => {
    const start = ms("10-25T00:00");
    for (const unit of ["DAY", "WEEK", "MONTH", "QUARTER"] as const)
      for (let i = 0; i < 300; i += 1) {
        // By steps of 7 hours that go round, so that neighbours and strangers follow each other.
        const at = start + ((i * 97) % 300) * 7 * hour;
        expect(limitWindows(unit, at, twice)).toEqual(limitWindows(unit, at, { ...twice }));
      }
  });
  test("what was found is kept: the clock of a zone is slow to read", () => {
    const at = ms("11-18T10:00");
    expect(limitWindows("DAY", at, { ...berlin })).toBe(
      limitWindows("DAY", at + hour, { ...berlin, earlier: [] }),
    );
    expect(limitWindows("DAY", at, twice)).toBe(limitWindows("DAY", at + hour, twice));
    const month = limitWindows("MONTH", at, twice);
    limitWindows("DAY", at, twice);
    expect(limitWindows("MONTH", at, twice)).toBe(month);
    const plain = limitWindows("MONTH", at, berlin);
    limitWindows("DAY", at, berlin);
    expect(limitWindows("MONTH", at, berlin)).toBe(plain);
  });

  test("what binds beside the calendar that holds is said, until it ends", () => {
    const words = (at: string, history: CalendarHistory) =>
      stillBinding(ms(at), history).map(({ unit, text }) => `${unit}: ${text}`);
    const says = (unit: string, from: string, until: string) =>
      `${unit}: Limits a ${unit.toLowerCase()}: the one that began on ${from} in Europe/Berlin ` +
      `binds beside the new one, until ${until} begins there`;
    expect(words("11-05T10:00", once(first))).toEqual([
      says("DAY", "2026-11-05", "2026-11-06"),
      says("WEEK", "2026-11-02", "2026-11-09"),
      says("MONTH", "2026-11-01", "2026-12-01"),
      says("QUARTER", "2026-10-01", "2027-01-01"),
    ]);
    expect(words("12-01T00:00", once(first))).toEqual([
      says("QUARTER", "2026-10-01", "2027-01-01"),
    ]);
    expect(words("11-05T10:00", berlin)).toEqual([]);
    const [day] = stillBinding(ms("11-05T10:00"), once(first));
    expect(day?.window).toMatchObject({ zone: "Europe/Berlin", start: ms("11-04T23:00") });
    // One begins as the other does, or ends as it does.
    const alike = once(ms("03-26T00:00"), berlin, { ...berlin, zone: "Africa/Lagos" });
    expect(stillBinding(ms("03-27T00:00"), alike).map(({ unit }) => unit)).toContain("WEEK");
  });
});

test("a zone's offsets from UTC hold from their instants on, as its clock shows", () => {
  expect(zoneOffsets("Asia/Kathmandu")).toEqual([{ from: Date.UTC(2000), seconds: 20_700 }]);
  const zone = "America/New_York";
  const offsets = zoneOffsets(zone);
  expect(offsets.slice(0, 3)).toEqual([
    { from: Date.UTC(2000), seconds: -18_000 },
    { from: Date.UTC(2000, 3, 2, 7), seconds: -14_400 },
    { from: Date.UTC(2000, 9, 29, 6), seconds: -18_000 },
  ]);
  expect(offsets.at(-1)).toEqual({ from: Date.UTC(2059, 10, 2, 6), seconds: -18_000 });
  expect(zoneOffsets(zone)).toBe(offsets);
});
