import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dateOf } from "./calendar.ts";
import {
  afterQuiet,
  againMs,
  digestAfter,
  digestDue,
  gatherMaxMs,
  gatherMs,
  isQuiet,
  letterDue,
  type LetterTimes,
} from "./letter-times.ts";

const at = (text: string) => Date.parse(text);
const minuteMs = 60_000;
const daily = (hour: number) => ({ pace: "DAILY", hour, weekday: 1 }) as const;
const berlin = (from: number, until: number): LetterTimes => ({
  zone: "Europe/Berlin",
  quiet: { from: from * 60, until: until * 60 },
  digest: daily(8),
});

test.each([
  ["an evening", berlin(22, 7), "2026-11-30T20:59Z", "2026-11-30T20:59Z"],
  ["the first quiet minute", berlin(22, 7), "2026-11-30T21:00Z", "2026-12-01T06:00Z"],
  ["after midnight", berlin(22, 7), "2026-12-01T02:00Z", "2026-12-01T06:00Z"],
  ["the first minute after", berlin(22, 7), "2026-12-01T06:00Z", "2026-12-01T06:00Z"],
  ["within one day", berlin(12, 14), "2026-12-01T11:30Z", "2026-12-01T13:00Z"],
  ["over the hour that is left out", berlin(22, 2), "2026-03-28T23:30Z", "2026-03-29T01:00Z"],
  ["over the hour that comes twice", berlin(22, 3), "2026-10-24T22:00Z", "2026-10-25T02:00Z"],
] as const)("%s: what comes then waits for the end of the quiet", (_when, times, came, out) => {
  expect(new Date(afterQuiet(at(came), times)).toISOString()).toBe(new Date(out).toISOString());
});

/** Zones with a date on which their clocks change. */
const changes = fc.constantFrom(
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Asia/Kathmandu", "2026-06-15"],
);
/** Often of the night's first hours, in which they do. */
const minutes = fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 60, max: 200 }));
const timesOf = fc.record({
  quiet: fc.record({ from: minutes, until: minutes }).filter(({ from, until }) => from !== until),
  digest: fc.record({
    pace: fc.constantFrom("DAILY" as const, "WEEKLY" as const),
    hour: fc.oneof(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 3 })),
    weekday: fc.integer({ min: 1, max: 7 }),
  }),
});
const cases = fc
  .record({ change: changes, minute: fc.integer({ min: -1440, max: 1440 }), times: timesOf })
  .map(({ change: [zone = "", date = ""], minute, times }) => ({
    came: at(`${date}T00:00Z`) + minute * minuteMs,
    times: { ...times, zone },
  }));

test("what comes in quiet hours waits for the first minute that is not quiet", () => {
  fc.assert(
    fc.property(cases, ({ came, times }) => {
      let minute = came;
      while (isQuiet(minute, times)) minute += minuteMs;
      expect(afterQuiet(came, times)).toBe(minute);
    }),
    { numRuns: 500 },
  );
});

test("digests follow one another by a day or a week, each at its hour", () => {
  fc.assert(
    fc.property(cases, ({ came, times }) => {
      const { zone, digest } = times;
      const first = digestAfter(came, times);
      const second = digestAfter(first, times);
      expect(first).toBeGreaterThan(came);
      const days = digest.pace === "DAILY" ? 1 : 7;
      expect(dateOf(second, zone)).toBe(addDays(dateOf(first, zone), days));
      const local = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone);
      // An hour that is left out comes as the next.
      expect([digest.hour, digest.hour + 1]).toContain(local.hour);
      if (digest.pace === "WEEKLY") expect(local.dayOfWeek).toBe(digest.weekday);
      // None was left out before it.
      expect(addDays(dateOf(came, zone), days) >= dateOf(first, zone)).toBe(true);
    }),
  );
});

test("a letter waits for more of its line, though not for ever, and for no quiet hour", () => {
  const since = fc.integer({ min: 0, max: 30 * minuteMs });
  fc.assert(
    fc.property(
      cases,
      since,
      fc.option(since),
      fc.boolean(),
      ({ came: firstAt, times }, later, before, gathers) => {
        const line = {
          firstAt,
          lastAt: firstAt + later,
          lastLetterAt: before === null ? null : firstAt - before,
          gathers,
        };
        const due = letterDue(line, times);
        expect(isQuiet(due, times)).toBe(false);
        expect(due).toBeGreaterThanOrEqual(firstAt);
        if (!gathers) expect(due).toBe(afterQuiet(firstAt, times));
        else {
          const latest = Math.max(
            firstAt + gatherMaxMs,
            (line.lastLetterAt ?? -Infinity) + againMs,
          );
          expect(due).toBeLessThanOrEqual(afterQuiet(latest, times));
          expect(due).toBeGreaterThanOrEqual(
            Math.min(line.lastAt + gatherMs, firstAt + gatherMaxMs),
          );
        }
        const digest = digestDue(firstAt, times);
        expect(digest).toBeGreaterThan(firstAt);
        expect(isQuiet(digest, times)).toBe(false);
      },
    ),
  );
});
