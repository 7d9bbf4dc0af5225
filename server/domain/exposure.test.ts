import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dateStart } from "./calendar.ts";
import { clickBound, monthShape, roomIn } from "./exposure.ts";
import { limitId } from "./limit-scopes.ts";
import { grant, windowsOf } from "./limits.ts";
import type { Limit } from "./terms.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft } from "./terms-draft.ts";

// Begins on a Sunday: 21 weekdays, 9 days of weekends, in six weeks.
const november = monthShape(Date.parse("2026-11-15T12:00:00Z"), {
  zone: "Europe/Berlin",
  yearStartMonth: 1,
});
const bound = (more: Partial<EventPayoutDraft>) => {
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "0.20", limits: [], ...more }],
  });
  if (!parsed.ok) throw new Error(parsed.message);
  const found = clickBound(parsed.value, november);
  return found && [found.limit?.reset ?? null, Number(found.amount) / 1_000_000];
};

test("a month by its days and weeks in the account's zone", () => {
  const { month, days } = november;
  expect([month, days.length, days.filter(({ isWeekend }) => isWeekend).length]).toEqual([
    "2026-11",
    30,
    9,
  ]);
  expect(new Set(days.map(({ week }) => week)).size).toBe(6);
  expect(
    monthShape(Date.parse("2026-11-30T23:30:00Z"), { zone: "Europe/Berlin", yearStartMonth: 1 })
      .month,
  ).toBe("2026-12");
});

test.each<[string, Partial<EventPayoutDraft>, unknown]>([
  [
    "a month's payout",
    { limits: [{ kind: "PAYOUT", reset: "MONTH", max: "500" }] },
    ["MONTH", 500],
  ],
  [
    "a day's payout, with another on weekends",
    { limits: [{ kind: "PAYOUT", reset: "DAY", max: "10", weekendMax: "1" }] },
    ["DAY", 219],
  ],
  ["a week's payout", { limits: [{ kind: "PAYOUT", reset: "WEEK", max: "10" }] }, ["WEEK", 60]],
  [
    "a quarter's may all be used in one month",
    { limits: [{ kind: "PAYOUT", reset: "QUARTER", max: "900" }] },
    ["QUARTER", 900],
  ],
  [
    "a number of clicks at the highest rate of any group",
    {
      limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }],
      groups: [
        {
          id: "g",
          name: "G",
          rate: "0.50",
          rules: [{ variable: "DEVICE", operator: "IS", values: ["PHONE"] }],
        },
      ],
    },
    ["DAY", 150],
  ],
  [
    "the tightest of several",
    {
      limits: [
        { kind: "PAYOUT", reset: "MONTH", max: "500" },
        { kind: "CLICKS", reset: "MONTH", max: "100" },
      ],
    },
    ["MONTH", 20],
  ],
  [
    "days within weeks: a week of one Sunday holds what that day does",
    {
      limits: [
        { kind: "PAYOUT", reset: "DAY", max: "10", weekendMax: "1" },
        { kind: "PAYOUT", reset: "WEEK", max: "20" },
      ],
    },
    // 1 on Sunday the 1st, four weeks of 20, and 10 on Monday the 30th.
    ["WEEK", 91],
  ],
  [
    "groups that have limits of their own, where nothing else is paid",
    {
      rate: "0",
      groups: [
        {
          id: "g",
          name: "G",
          rate: "0.50",
          rules: [{ variable: "DEVICE", operator: "IS", values: ["PHONE"] }],
          limits: [{ kind: "CLICKS", reset: "MONTH", max: "10" }],
        },
      ],
    },
    [null, 5],
  ],
  [
    "each visitor's own bounds nothing",
    { limits: [{ kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "1" }] },
    null,
  ],
  ["no limit", {}, null],
  ["clicks that earn nothing", { rate: "0" }, [null, 0]],
])("found 81: %s", (_name, more, expected) => expect(bound(more)).toEqual(expected));

const rate = 3n;
const anyLimit = fc
  .record({
    kind: fc.constantFrom<Limit["kind"]>("CLICKS", "PAYOUT"),
    reset: fc.constantFrom<Limit["reset"]>("DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"),
    clicks: fc.integer({ min: 0, max: 40 }),
    onWeekends: fc.option(fc.integer({ min: 0, max: 9 })),
  })
  .map(({ kind, reset, clicks, onWeekends }): Limit => {
    const name = { event: "CLICK", kind, reset, groupId: null, currency: null } as const;
    const of = (count: number) => BigInt(count) * (kind === "PAYOUT" ? rate : 1n);
    const fields = { ...name, scope: "CONTRACT" } as const;
    const weekendMax = reset === "DAY" && onWeekends !== null ? of(onWeekends) : null;
    return { id: limitId(fields), max: of(clicks), weekendMax, ...fields };
  });

/** One click that may be paid. */
function spendOnce(limits: readonly Limit[], date: string, taken: Map<string, bigint>): bigint {
  const zone = "Europe/Berlin";
  const at = dateStart(date, zone) + 12 * 3_600_000;
  const place = { at, calendar: { zone, yearStartMonth: 1 }, contract: { start: 0, end: null } };
  const keyOf = (limit: Limit, start: number) => `${limit.id} ${start}`;
  const { granted } = grant(
    limits,
    (limit, { start }) => taken.get(keyOf(limit, start)) ?? 0n,
    place,
    { micros: rate, count: 1n },
    "PAY_ZERO",
  );
  if (granted > 0n)
    for (const limit of limits)
      for (const { start } of windowsOf(limit, place)) {
        const key = keyOf(limit, start);
        taken.set(key, (taken.get(key) ?? 0n) + (limit.kind === "PAYOUT" ? granted : 1n));
      }
  return granted;
}
/** Pays click after click on each date, as accounting would, as long as the limits let one. */
function spend(limits: readonly Limit[], dates: readonly string[], taken: Map<string, bigint>) {
  let spent = 0n;
  for (const date of dates)
    for (let paid = spendOnce(limits, date, taken); paid > 0n;)
      [spent, paid] = [spent + paid, spendOnce(limits, date, taken)];
  return spent;
}

test("found 81: what is left of a month is what clicks can really be paid until it ends", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyLimit, { selector: ({ id }) => id, minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 29 }),
      fc.array(fc.integer({ min: 0, max: 29 }), { maxLength: 12 }),
      fc.option(fc.integer({ min: 0, max: 29 })),
      (limits, day, clickedOn, last) => {
        const dates = november.days.map(({ date }) => date);
        const [today = ""] = dates.slice(day);
        const until = last === null ? null : (dates[last] ?? null);
        // Whoever clicked before: once each, as far as the limits let it.
        const taken = new Map<string, bigint>();
        const before = clickedOn.filter((n) => n <= day).toSorted((a, b) => a - b);
        for (const n of before) spendOnce(limits, dates[n] ?? "", taken);
        const used = (limit: Limit) => {
          const at = dateStart(today, "Europe/Berlin") + 12 * 3_600_000;
          const [window] = windowsOf(limit, {
            at,
            calendar: { zone: "Europe/Berlin", yearStartMonth: 1 },
            contract: { start: 0, end: null },
          });
          return taken.get(`${limit.id} ${window?.start}`) ?? 0n;
        };
        const running = { today, until, used, countsFrom: () => null };
        const left = roomIn(limits, rate, november, running);
        const toCome = dates.filter((date) => date >= today && (until === null || date <= until));
        expect(left).toBe(spend(limits, toCome, taken));
      },
    ),
  );
});

test("a weekly limit that is new leaves the week before it counts to the others", () => {
  const weekly = bound({ limits: [{ kind: "PAYOUT", reset: "WEEK", max: "10" }] });
  expect(weekly).toEqual(["WEEK", 60]);
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [
      {
        event: "CLICK",
        rate: "0.20",
        limits: [
          { kind: "PAYOUT", reset: "WEEK", max: "10" },
          { kind: "PAYOUT", reset: "MONTH", max: "500" },
        ],
      },
    ],
  });
  if (!parsed.ok) throw new Error(parsed.message);
  const left = (countsFrom: string | null) =>
    clickBound(parsed.value, november, {
      today: "2026-11-26",
      until: null,
      used: () => 0n,
      countsFrom: ({ reset }) => (reset === "WEEK" ? countsFrom : null),
    })?.amount;
  expect(left(null)).toBe(20_000_000n);
  // Until Sunday nothing but the month holds it.
  expect(left(addDays("2026-11-23", 7))).toBe(500_000_000n);
});
