import fc from "fast-check";
import { expect, test } from "vitest";
import { dateStart, resets, type Period } from "./calendar.ts";
import { LimitBook } from "./limit-book.ts";
import {
  grant,
  reachedBy,
  startShown,
  usageIn,
  windowsOf,
  weeklyStart,
  type LimitContext,
  type LimitUse,
} from "./limits.ts";
import { parseLimit } from "./limit-input.ts";
import { limitId } from "./limit-scopes.ts";
import type { Limit } from "./terms.ts";

const calendar = { zone: "UTC", yearStartMonth: 1 };
const place = { at: Date.UTC(2026, 10, 18, 15), calendar, contract: { start: 0, end: null } };
const periodAt = (of: Limit, where: LimitContext) => windowsOf(of, where)[0] ?? null;
const limit = (
  kind: Limit["kind"],
  reset: Limit["reset"],
  max: bigint,
  changes: Partial<Limit> = {},
): Limit => {
  const name = { event: "CLICK" as const, kind, reset, groupId: null, currency: null };
  const fields = { ...name, scope: "CONTRACT" as const, ...changes };
  return { id: limitId(fields), max, weekendMax: null, ...fields };
};
const one = (micros: bigint) => ({ micros, count: 1n });
const used = (...values: bigint[]) => {
  let i = 0;
  return () => values[i++] ?? 0n;
};

test("nothing set, nothing asked", () => {
  expect(grant([], used(), place, one(5n), "PAY_ZERO")).toEqual({
    granted: 5n,
    uses: [],
    boundBy: null,
  });
  expect(grant([limit("CLICKS", "DAY", 0n)], used(), place, one(0n), "PAY_ZERO")).toMatchObject({
    granted: 0n,
    boundBy: null,
  });
});

test("the tightest of several limits names the reason [D101]", () => {
  const limits = [
    limit("PAYOUT", "DAY", 30n),
    limit("PAYOUT", "MONTH", 25n),
    limit("CLICKS", "DAY", 9n),
  ];
  const { boundBy, granted } = grant(limits, used(11n, 10n, 3n), place, one(20n), "PAY_REMAINDER");
  expect(boundBy?.limitId).toBe("CLICK:PAYOUT:CONTRACT:MONTH");
  expect(granted).toBe(15n);
  expect(grant(limits, used(11n, 10n, 9n), place, one(20n), "PAY_REMAINDER")).toMatchObject({
    granted: 0n,
    boundBy: { kind: "CLICKS" },
  });
});

test("of two that bind alike the first declared names the reason", () => {
  const limits = [limit("CLICKS", "MONTH", 1n), limit("CLICKS", "DAY", 1n)];
  expect(grant(limits, used(1n, 1n), place, one(5n), "PAY_ZERO").boundBy?.limitId).toBe(
    "CLICK:CLICKS:CONTRACT:MONTH",
  );
});

test("a refused ask takes nothing; a lowered limit never goes negative [D93] [F14]", () => {
  const { granted, uses } = grant(
    [limit("PAYOUT", "DAY", 5n)],
    used(9n),
    place,
    one(3n),
    "PAY_REMAINDER",
  );
  expect(granted).toBe(0n);
  expect(uses[0]).toMatchObject({ before: 9n, after: 9n });
});

test("no limit is ever passed, and PAY_REMAINDER leaves nothing while asked for [D92]", () => {
  const kinds = fc.constantFrom<Limit["kind"]>("CLICKS", "PAYOUT");
  const limits = fc.uniqueArray(
    fc.record({
      kind: kinds,
      reset: fc.constantFrom<Limit["reset"]>("DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"),
      max: fc.bigInt({ min: 0n, max: 60n }),
    }),
    {
      selector: ({ kind, reset }) => kind + reset,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(
      limits,
      fc.array(fc.bigInt({ min: 0n, max: 20n }), { minLength: 30, maxLength: 60, size: "max" }),
      fc.boolean(),
      (drafts, asks, partial) => {
        const list = drafts.map(({ kind, reset, max }) => limit(kind, reset, max));
        const usage = new Map(list.map((each) => [each.id, 0n]));
        for (const ask of asks) {
          const { granted, uses, boundBy } = grant(
            list,
            (each) => usage.get(each.id) ?? 0n,
            place,
            one(ask),
            partial ? "PAY_REMAINDER" : "PAY_ZERO",
          );
          expect(granted === ask || boundBy !== null).toBe(true);
          expect(partial || granted === 0n || granted === ask).toBe(true);
          for (const use of uses) {
            expect(use.after <= use.max).toBe(true);
            const counted = granted === 0n ? 0n : 1n;
            expect(use.after - use.before).toBe(use.kind === "PAYOUT" ? granted : counted);
            usage.set(use.limitId, use.after);
          }
          if (partial && boundBy?.kind === "PAYOUT") expect(boundBy.after).toBe(boundBy.max);
        }
      },
    ),
    { numRuns: 200 },
  );
});

const inNewYork = (date: string, hours = 12): LimitContext => ({
  at: dateStart(date, "America/New_York") + hours * 3_600_000,
  calendar: { zone: "America/New_York", yearStartMonth: 1 },
  contract: { start: dateStart("2026-01-14", "America/New_York"), end: null },
});

test("[D94] a daily limit begins again at the zone's midnight, on days of 23 and 25 hours", () => {
  for (const [date, hours] of [
    ["2026-03-08", 23],
    ["2026-11-01", 25],
  ] as const) {
    const [first, last, next] = [
      inNewYork(date, 0),
      inNewYork(date, hours - 1 / 3_600_000),
      inNewYork(date, hours),
    ].map((at) => periodAt(limit("CLICKS", "DAY", 1n), at));
    expect(last).toEqual(first);
    expect(next?.start).toBe(first?.end);
    expect((first?.end ?? 0) - (first?.start ?? 0)).toBe(hours * 3_600_000);
  }
});

test("[D95] a weekly limit that is new with a contract counts from the next Monday on", () => {
  const weekly = limit("CLICKS", "WEEK", 0n);
  const wednesday = inNewYork("2026-01-14", 0);
  const monday = dateStart("2026-01-19", "America/New_York");
  expect(weeklyStart(wednesday.at, wednesday.calendar)).toBe(monday);
  expect(weeklyStart(monday, wednesday.calendar)).toBe(monday);
  const weeklyFrom = new Map([[weekly.id, monday]]);
  expect(grant([weekly], used(), { ...wednesday, weeklyFrom }, one(5n), "PAY_ZERO")).toEqual({
    granted: 5n,
    uses: [],
    boundBy: null,
  });
  expect(
    grant([weekly], used(0n), { ...wednesday, at: monday, weeklyFrom }, one(5n), "PAY_ZERO")
      .granted,
  ).toBe(0n);
  expect(grant([weekly], used(0n), wednesday, one(5n), "PAY_ZERO").granted).toBe(0n);
});

test.each([
  [
    "[D96] a monthly limit counts from the 1st, also where its contract began later",
    "MONTH",
    1,
    "2026-11-18",
    "2026-11-01",
  ],
  [
    "[D97] a quarterly limit counts from the start of the financial quarter",
    "QUARTER",
    2,
    "2026-11-18",
    "2026-11-01",
  ],
  [
    "[D97] and of the calendar's where the year begins in January",
    "QUARTER",
    1,
    "2026-11-18",
    "2026-10-01",
  ],
] as const)("%s", (_, reset, yearStartMonth, date, start) => {
  const at = inNewYork(date);
  expect(
    periodAt(limit("CLICKS", reset, 1n), { ...at, calendar: { ...at.calendar, yearStartMonth } })
      ?.start,
  ).toBe(dateStart(start, "America/New_York"));
});

test("one click or order is a period of its own; a program's period never ends", () => {
  expect(periodAt(limit("CLICKS", null, 1n, { scope: "EVENT" }), place)).toMatchObject({
    start: place.at,
    end: null,
  });
  const own = { ...place, contract: { start: 7, end: 9 } };
  // Known of ever since, in nobody's zone.
  expect(windowsOf(limit("CLICKS", "CONTRACT", 1n, { scope: "PROGRAM" }), own)).toEqual([
    { start: 0, end: null, zone: "UTC", since: -Infinity },
  ]);
  expect([0, 7].map(startShown)).toEqual([null, new Date(7)]);
  expect(periodAt(limit("CLICKS", "DAY", 1n, { scope: "PROGRAM" }), own)).toEqual(
    periodAt(limit("CLICKS", "DAY", 1n), own),
  );
});

test("what asks for nothing, or for less, takes nothing and is paid nothing", () => {
  expect(grant([limit("PAYOUT", "DAY", 5n)], used(1n), place, one(-3n), "PAY_ZERO")).toMatchObject({
    granted: 0n,
    boundBy: null,
    uses: [{ before: 1n, after: 1n }],
  });
});

test("[D98] a limit over the contract's life begins with it, and has no end to be moved", () => {
  expect(
    periodAt(limit("CLICKS", "CONTRACT", 1n), { ...place, contract: { start: 7, end: 9 } }),
  ).toMatchObject({ start: 7, end: null });
});
const ofClicks = { event: "CLICK", currency: "USD" } as const;
const ofGroup = { ...ofClicks, groupId: "g1" };
test("a limit for each link may have every period, and each link's counter stands alone", () => {
  for (const reset of resets)
    expect(
      parseLimit(ofGroup, { kind: "PAYOUT", scope: "LINK", reset, max: "3" }, "limit"),
    ).toMatchObject({ ok: true, value: { id: `CLICK:PAYOUT:LINK:${reset}:g1` } });
  const each = limit("CLICKS", "MONTH", 2n, { scope: "LINK" });
  const under = { contractId: "c", currency: "USD" };
  const of = (link: string) => ({
    partner: "p",
    program: "g",
    visitor: link,
    visitorPrevious: null,
    link,
  });
  const book = new LimitBook(0, new Map());
  const paid = ["a", "a", "b", "a", "b", "c"].map((link) => {
    const usage = (asked: Limit, window: Period) => book.used(asked, window, under, of(link));
    const { granted, uses } = grant([each], usage, place, one(5n), "PAY_ZERO");
    if (granted > 0n) book.take({ uses }, under, of(link));
    return granted;
  });
  expect(paid).toEqual([5n, 5n, 5n, 0n, 5n, 5n]);
});

test("[D100] another limit on Saturdays and Sundays of the zone", () => {
  const daily = limit("CLICKS", "DAY", 5n, { weekendMax: 1n });
  const allowed = (at: LimitContext) => grant([daily], used(1n), at, one(3n), "PAY_ZERO").granted;
  // The last and first hours of Saturday to Sunday in New York are already and still the day before
  // or after in UTC.
  expect([
    allowed(inNewYork("2026-11-20", 23)),
    allowed(inNewYork("2026-11-21", 0)),
    allowed(inNewYork("2026-11-22", 23)),
    allowed(inNewYork("2026-11-23", 0)),
  ]).toEqual([3n, 0n, 0n, 3n]);
});

test("a limit without other weekends is the same on Saturday", () => {
  expect(
    grant([limit("CLICKS", "DAY", 2n)], used(1n), inNewYork("2026-11-21"), one(3n), "PAY_ZERO")
      .granted,
  ).toBe(3n);
});

test("a limit for each click caps each alone; for each order, as many as the row has", () => {
  const each = limit("PAYOUT", null, 10n, { scope: "EVENT" });
  const ask = (micros: bigint, count: bigint, remainder: "PAY_ZERO" | "PAY_REMAINDER") =>
    grant([each], () => 99n, place, { micros, count }, remainder).granted;
  expect([
    ask(10n, 1n, "PAY_ZERO"),
    ask(11n, 1n, "PAY_ZERO"),
    ask(11n, 1n, "PAY_REMAINDER"),
    ask(20n, 2n, "PAY_ZERO"),
    ask(21n, 2n, "PAY_REMAINDER"),
  ]).toEqual([10n, 0n, 10n, 20n, 20n]);
});

const use = (
  before: bigint,
  after: bigint,
  scope: Limit["scope"] = "CONTRACT",
  changes: Partial<LimitUse> = {},
): LimitUse => ({
  limitId: "l",
  event: "CLICK",
  kind: "CLICKS",
  scope,
  reset: "DAY",
  groupId: null,
  currency: null,
  windowStart: 0,
  windowEnd: null,
  max: 10n,
  before,
  after,
  ...changes,
});

test("[D106] 80 % and 100 % are reached once, by whichever event steps over them", () => {
  expect(
    [
      use(7n, 8n),
      use(8n, 9n),
      use(9n, 10n),
      use(0n, 10n),
      use(7n, 7n),
      use(0n, 10n, "CUSTOMER"),
      use(0n, 10n, "EVENT"),
      use(0n, 10n, "LINK"),
    ].map((each) => reachedBy([each]).map(({ percent }) => percent)),
  ).toEqual([[80], [], [100], [80, 100], [], [], [], [80, 100]]);
});

test("[D106] of several windows of one limit the longest tells, once a share", () => {
  const until = (windowEnd: number | null, before = 7n, limitId = "l") =>
    use(before, 10n, "CONTRACT", { windowEnd, limitId });
  const told = (...uses: LimitUse[]) =>
    reachedBy(uses).map(
      ({ use: { limitId: id, windowEnd }, percent }) => `${id} ${windowEnd} ${percent}`,
    );
  for (const uses of [
    [until(5), until(9)],
    [until(9), until(5)],
  ])
    expect(told(...uses)).toEqual(["l 9 80", "l 9 100"]);
  for (const uses of [
    [until(5), until(null)],
    [until(null), until(5)],
  ])
    expect(told(...uses)).toEqual(["l null 80", "l null 100"]);
  // Each share by itself: the longer window had reached 80 % before.
  expect(told(until(5), until(9, 8n))).toEqual(["l 5 80", "l 9 100"]);
  expect(told(until(5), until(9, 7n, "other"))).toEqual([
    "l 5 80",
    "l 5 100",
    "other 9 80",
    "other 9 100",
  ]);
  // Of two that last alike the first.
  const [first, second] = [until(5), until(5)];
  expect(reachedBy([first, second])[0]?.use).toBe(first);
  expect(reachedBy([second, first])[1]?.use).toBe(second);
  expect(reachedBy([use(0n, 1n)])).toEqual([]);
});

test("what a decision found used is found again by limit and window, and by them alone", () => {
  const { id, ...name } = limit("CLICKS", "DAY", 9n);
  const daily = { id, ...name };
  const found = usageIn([
    use(3n, 4n, "CONTRACT", { limitId: "other", windowStart: 10, windowEnd: 20 }),
    use(4n, 5n, "CONTRACT", { limitId: id, windowStart: 9, windowEnd: 20 }),
    use(5n, 6n, "CONTRACT", { limitId: id, windowStart: 10, windowEnd: 21 }),
    use(6n, 7n, "CONTRACT", { limitId: id, windowStart: 10, windowEnd: 20 }),
  ]);
  expect([
    found(daily, { start: 10, end: 20 }),
    found(daily, { start: 9, end: 20 }),
    found(daily, { start: 10, end: null }),
  ]).toEqual([6n, 4n, 0n]);
});

test("[D97] found 51: a replay does not find its own takings once the calendar changes", () => {
  const taker = { partner: "p", program: "g", visitor: "v", visitorPrevious: null, link: "l" };
  const under = { contractId: "c", currency: "USD" };
  const { id, ...name } = limit("CLICKS", "DAY", 9n);
  const daily = { id, ...name };
  const use = (before: bigint): LimitUse => ({
    ...name,
    limitId: id,
    windowStart: 1_000,
    windowEnd: 2_000,
    max: 9n,
    before,
    after: before + 1n,
  });
  const book = new LimitBook(0, new Map());
  for (const [before, adopts] of [
    [0n, false],
    [1n, true],
    [4n, true],
  ] as const) {
    book.learn([use(before)], under, taker, adopts);
    expect(book.used(daily, { start: 1_000, end: 2_000 }, under, taker)).toBe(before);
    book.take({ uses: [use(before)] }, under, taker);
  }
});
