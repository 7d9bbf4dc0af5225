import { expect, test } from "vitest";
import { addDays, dateStart } from "./calendar.ts";
import { paceOf, type PaceInput } from "./pace.ts";

const zone = "America/New_York";
const november = { start: dateStart("2026-11-01", zone), end: dateStart("2026-12-01", zone) };
const noonOf = (date: string) => dateStart(date, zone) + 12 * 3_600_000;
const everyDay = (from: string, to: string, of: (date: string) => bigint): Map<string, bigint> => {
  const days = new Map<string, bigint>();
  for (let date = from; date < to; date = addDays(date, 1)) days.set(date, of(date));
  return days;
};
const input = (changes: Partial<PaceInput>): PaceInput => ({
  period: november,
  now: noonOf("2026-11-16"),
  zone,
  used: 155n,
  max: 300n,
  byDate: everyDay("2026-10-01", "2026-11-16", () => 10n),
  knownSince: "2026-10-01",
  ...changes,
});

test("ten a day: half of the 16th and fourteen days are to come", () => {
  expect(paceOf(input({}))).toMatchObject({ expected: 300n, reachedOn: "2026-11-30" });
  expect(paceOf(input({})).elapsed).toBeCloseTo(15.5 / 30, 2);
  expect(paceOf(input({ max: 170n }))).toMatchObject({ reachedOn: "2026-11-17" });
  expect(paceOf(input({ max: 301n }))).toMatchObject({ reachedOn: null });
});

test("days ahead are like the same weekdays before", () => {
  const weekends = (date: string) => (new Date(date).getUTCDay() % 6 === 0 ? 70n : 0n);
  // Four weekend days are left: 21, 22, 28 and 29.
  const pace = paceOf(
    input({ byDate: everyDay("2026-10-01", "2026-11-16", weekends), used: 0n, max: 200n }),
  );
  expect(pace).toMatchObject({ expected: 280n, reachedOn: "2026-11-28" });
});

test("nothing is said from under three days, of a reached limit, or of an endless period", () => {
  expect(paceOf(input({ knownSince: "2026-11-14" }))).toMatchObject({
    expected: null,
    reachedOn: null,
  });
  expect(paceOf(input({ used: 300n }))).toMatchObject({ expected: null, reachedOn: null });
  expect(paceOf(input({ period: { start: november.start, end: null } }))).toEqual({
    elapsed: null,
    expected: null,
    reachedOn: null,
  });
});

test("with less than a week known, every day is like the mean of all", () => {
  expect(
    paceOf(
      input({
        byDate: everyDay("2026-11-12", "2026-11-16", () => 20n),
        knownSince: "2026-11-12",
        used: 80n,
        max: 100n,
      }),
    ),
  ).toMatchObject({ reachedOn: "2026-11-17" });
});
