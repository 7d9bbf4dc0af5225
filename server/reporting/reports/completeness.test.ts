/**
 * What a report says about figures that are not there: why there are none, and whether they may
 * still come.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import { readWhole } from "../../testing/money/report-pair.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";
import { makeProgram, makeTerms, propose, run } from "../../testing/worlds/steps.ts";

const hourMs = 3_600_000;
const query = `query ($program: ID!, $range: RangeInput!, $filter: ReportFilter) {
  report(
    scope: { programId: $program },
    range: $range,
    grain: DAY,
    timeZone: "UTC",
    filter: $filter
  ) {
    meta { emptyReason salesEmptyReason salesSettledUntil simulatedSales }
    buckets { key salesState sales { orders } }
  }
}`;
interface Report {
  meta: {
    emptyReason: string | null;
    salesEmptyReason: string | null;
    salesSettledUntil: string | null;
    simulatedSales: boolean;
  };
  buckets: { key: string; salesState: string; sales: { orders: number } }[];
}

let world: World;
let brandA: Client;
let brandB: Client;
const report = async (
  client: Client,
  pair: Pair,
  range: object,
  filter: object = { mode: "LIVE" },
): Promise<Report> =>
  (await client.data<{ report: Report }>(query, { program: pair.program, range, filter })).report;
const reasons = async (...asked: Parameters<typeof report>) => {
  const { meta } = await report(...asked);
  return { clicks: meta.emptyReason, sales: meta.salesEmptyReason };
};
/** As the poller does where nothing is new. */
const readAgain = ({ program }: Pair): Promise<void> =>
  readWhole((sql, values) => world.people.sql(sql, values), program, world.clock.now);
const clicksAt = (time: string, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Date.parse(time) + index * 60_000);

beforeAll(async () => {
  world = await createWorld({ start: "2026-02-27T00:00:00Z", now: "2026-04-10T12:00:00Z" });
  brandA = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  brandB = createClient(world.url, { key: await world.keyOf(world.brandB, keyScopes) });
  // Partner Y's contract pays for clicks alone.
  await world.people.sql("alter table terms_version disable trigger user");
  await world.people.sql(
    `update terms_version
      set body = jsonb_set(body, '{eventPayouts}', (body->'eventPayouts') - 1)
      where id = (select terms_version_id from contract where id = $1)`,
    [world.ay.contract],
  );
  await world.people.sql("alter table terms_version enable trigger user");
  await world.clicks(world.ax, clicksAt("2026-03-10T12:00:00Z", 12));
  await world.sale(world.ax, { date: "2026-03-11", orders: 2, amount: "50.00" });
  await world.clicks(world.ax, clicksAt("2026-03-20T12:00:00Z", 2), { test: true });
  await world.sale(world.ax, { date: "2026-03-20", orders: 1, amount: "20.00", test: true });
}, 120_000);
afterAll(() => world?.close());

describe("nothing is explained for clicks and sales each, by what lies in range and out", () => {
  const none = "NONE_IN_RANGE";
  test.each([
    ["both are there", "2026-03-10", "2026-03-11", { mode: "LIVE" }, null, null],
    [
      "clicks in it, sales only outside of it",
      "2026-03-10",
      "2026-03-10",
      { mode: "LIVE" },
      null,
      none,
    ],
    [
      "sales in it, clicks only outside of it",
      "2026-03-11",
      "2026-03-11",
      { mode: "LIVE" },
      none,
      null,
    ],
    ["both outside of it", "2026-03-12", "2026-03-13", { mode: "LIVE" }, none, none],
    [
      "both outside of it, under a filter",
      "2026-03-12",
      "2026-03-13",
      { mode: "LIVE", countries: ["AQ"] },
      none,
      none,
    ],
    [
      "both in it, but for a filter",
      "2026-03-10",
      "2026-03-11",
      { mode: "LIVE", countries: ["AQ"] },
      "FILTERED_OUT",
      "FILTERED_OUT",
    ],
    [
      "test data in it, switched off",
      "2026-03-20",
      "2026-03-20",
      { mode: "LIVE" },
      "TEST_HIDDEN",
      "TEST_HIDDEN",
    ],
    ["test data in it, asked for", "2026-03-20", "2026-03-20", { mode: "TEST" }, null, null],
    [
      "test data outside of it, asked for",
      "2026-03-10",
      "2026-03-11",
      { mode: "TEST" },
      none,
      none,
    ],
    [
      "today, with nothing in the last two days",
      "2026-04-10",
      "2026-04-10",
      { mode: "LIVE" },
      none,
      none,
    ],
  ])("%s", async (_name, from, to, filter, clicks, sales) => {
    expect(await reasons(brandA, world.ax, { from, to }, filter)).toEqual({ clicks, sales });
  });

  test("from the first link to a settled day without sales", async () => {
    const today = { from: "2026-04-10", to: "2026-04-10" };
    expect(await reasons(brandB, world.bx, today)).toEqual({
      clicks: "NO_CLICKS_YET",
      sales: "NO_CLICKS_YET",
    });
    await world.clicks(world.bx, clicksAt("2026-04-10T11:00:00Z", 9));
    expect(await reasons(brandB, world.bx, today)).toEqual({
      clicks: null,
      sales: "BELOW_10_CLICKS",
    });
    await world.clicks(world.bx, clicksAt("2026-04-10T11:30:00Z", 1));
    expect(await reasons(brandB, world.bx, today)).toEqual({ clicks: null, sales: "WITHIN_DELAY" });
    // What a filter leaves out does not come by waiting.
    const sales = async (filter: object) =>
      (await reasons(brandB, world.bx, { last: "1d" }, { mode: "LIVE", ...filter })).sales;
    for (const filter of [
      { countries: ["US"] },
      { countries: [] },
      { devices: ["CAR"] },
      { reasons: ["DUPLICATE_CLICK"] },
      { reasons: ["GIVEN_UP"] },
      { reasons: [] },
      { outcomes: ["DISCARDED"] },
      { linkIds: [] },
      { linkIds: [world.ax.link] },
      { partnerIds: [] },
      { partnerIds: [world.partnerY.accountId] },
    ])
      expect(await sales(filter), JSON.stringify(filter)).toBe("FILTERED_OUT");
    for (const filter of [
      { linkIds: [world.bx.link] },
      { partnerIds: [world.partnerX.accountId] },
      { outcomes: ["PAID", "DISCARDED"] },
      { reasons: ["RESTRICTED"] },
    ])
      expect(await sales(filter), JSON.stringify(filter)).toBe("WITHIN_DELAY");
    const before = world.clock.now;
    world.clock.now = Date.parse("2026-04-13T00:00:00Z");
    await readAgain(world.bx);
    expect(await reasons(brandB, world.bx, today)).toEqual({ clicks: null, sales: "NO_SALES_YET" });
    world.clock.now = before;
  });
});

test("[U4] nothing is called complete that was not read since", async () => {
  await world.sale(world.ax, { date: "2026-04-09", orders: 3, amount: "90.00" });
  const [before, read] = [world.clock.now, world.clock.now];
  const asked = async () => {
    const { meta, buckets } = await report(brandA, world.ax, {
      from: "2026-04-09",
      to: "2026-04-09",
    });
    const { salesSettledUntil: until, simulatedSales, salesEmptyReason: why } = meta;
    return [until && Date.parse(until), buckets[0]?.salesState, simulatedSales, why];
  };
  world.clock.now += 7 * 24 * hourMs;
  expect(await asked(), "the source failed for a week").toEqual([
    read - 48 * hourMs,
    "ARRIVING",
    true,
    null,
  ]);
  const { program } = world.ax;
  await world.people.sql("update program set sales_source = 'NONE' where id = $1", [program]);
  expect(await asked(), "disconnected; what the simulator told stays its own").toEqual([
    null,
    "NONE_EXPECTED",
    true,
    null,
  ]);
  expect(await reasons(brandA, world.ax, { from: "2026-03-02", to: "2026-03-03" })).toMatchObject({
    sales: "NOT_CONNECTED",
  });
  await world.people.sql("update program set sales_source = 'SIMULATED' where id = $1", [program]);
  world.clock.now = before;
});

test("[U4] a day leaves 'still arriving' 48 hours after its end, and keeps its sales", async () => {
  await world.sale(world.ax, { date: "2026-04-09", orders: 3, amount: "90.00" });
  const before = world.clock.now;
  const dayAt = async (now: string) => {
    world.clock.now = Date.parse(now);
    await readAgain(world.ax);
    const { meta, buckets } = await report(brandA, world.ax, {
      from: "2026-04-09",
      to: "2026-04-10",
    });
    expect(Date.parse(meta.salesSettledUntil ?? "")).toBe(world.clock.now - 48 * hourMs);
    return buckets.map(({ key, salesState, sales }) => `${key} ${salesState} ${sales.orders}`);
  };
  expect(await dayAt("2026-04-10T12:00:00Z")).toEqual([
    "2026-04-09 ARRIVING 3",
    "2026-04-10 ARRIVING 0",
  ]);
  expect(await dayAt("2026-04-11T23:59:59.999Z")).toEqual([
    "2026-04-09 ARRIVING 3",
    "2026-04-10 ARRIVING 0",
  ]);
  expect(await dayAt("2026-04-12T00:00:00Z")).toEqual([
    "2026-04-09 SETTLED 3",
    "2026-04-10 ARRIVING 0",
  ]);
  expect(await dayAt("2026-04-13T00:00:00Z")).toEqual([
    "2026-04-09 SETTLED 3",
    "2026-04-10 SETTLED 0",
  ]);
  world.clock.now = before;
});

describe("where a range is cut, and what it could not measure", () => {
  interface Cut {
    meta: {
      start: string;
      trackedSince: string | null;
      emptyReason: string | null;
      salesEmptyReason: string | null;
    };
    buckets: {
      key: string;
      isOpen: boolean;
      isPartial: boolean;
      clicks: object | null;
      sales: object | null;
      payout: object | null;
    }[];
  }
  const asked = async (range: object, grain: string) =>
    (
      await brandA.data<{ report: Cut }>(
        `query ($p: ID!, $range: RangeInput!, $grain: Grain!) {
          report(
            scope: { programId: $p },
            range: $range,
            grain: $grain,
            timeZone: "Europe/Berlin"
          ) {
            meta { start trackedSince emptyReason salesEmptyReason }
            buckets {
              key isOpen isPartial clicks { raw } sales { orders } payout { clicks { amount } }
            }
          }
        }`,
        { p: world.ax.program, range, grain },
      )
    ).report;
  const cut = async (range: object, grain: string) =>
    (await asked(range, grain)).buckets.map(
      ({ key, isPartial, isOpen }) =>
        `${key}${isPartial ? " partial" : ""}${isOpen ? " open" : ""}`,
    );
  test("found 2: cut weeks say so; 24 hours are 24; years begin on 1 January", async () => {
    expect(await cut({ last: "last-month" }, "WEEK")).toEqual([
      "2026-W09 partial",
      "2026-W10",
      "2026-W11",
      "2026-W12",
      "2026-W13",
      "2026-W14 partial",
    ]);
    expect(await cut({ last: "mtd" }, "WEEK")).toEqual([
      "2026-W14 partial",
      "2026-W15 partial open",
    ]);
    const hours = await cut({ last: "24h" }, "HOUR");
    expect([hours.length, hours[0], hours.at(-1)]).toEqual([
      24,
      "2026-04-09T15:00+02:00",
      "2026-04-10T14:00+02:00 partial open",
    ]);
    expect((await asked({ last: "ytd" }, "WEEK")).meta.start).toBe("2025-12-31T23:00:00.000Z");
  });

  test("weeks begin with the brand's first weekday: of ranges, and of the grain", async () => {
    const owner = await world.signIn(world.brandA.email);
    const set = (day: string) =>
      run(owner, `updateAccount(input: { firstWeekday: ${day} })`, "UpdateAccountOk", "__typename");
    // 10 April is a Friday.
    const days = async (last: string) => {
      const keys = await cut({ last }, "DAY");
      return [keys[0], keys.at(-1)];
    };
    const today = "2026-04-10 partial open";
    const weeks = { from: "2026-03-29", to: "2026-04-06" };
    expect(await days("wtd")).toEqual(["2026-04-06", today]);
    expect(await days("last-week")).toEqual(["2026-03-30", "2026-04-05"]);
    expect(await cut(weeks, "WEEK")).toEqual(["2026-W13 partial", "2026-W14", "2026-W15 partial"]);
    await set("SUNDAY");
    try {
      expect(await days("wtd")).toEqual(["2026-04-05", today]);
      expect(await days("last-week")).toEqual(["2026-03-29", "2026-04-04"]);
      expect(await cut(weeks, "WEEK")).toEqual(["2026-W14", "2026-W15 partial"]);
    } finally {
      await set("MONDAY");
    }
  });

  test("found 9: quarter and year begin with the brand's financial year", async () => {
    const owner = await world.signIn(world.brandA.email);
    const startOf = async (last: string) => (await asked({ last }, "MONTH")).meta.start;
    expect([await startOf("qtd"), await startOf("ytd")]).toEqual([
      "2026-03-31T22:00:00.000Z",
      "2025-12-31T23:00:00.000Z",
    ]);
    await run(
      owner,
      "updateAccount(input: { financialYearStart: 2 })",
      "UpdateAccountOk",
      "__typename",
    );
    try {
      expect([await startOf("qtd"), await startOf("ytd")]).toEqual([
        "2026-01-31T23:00:00.000Z",
        "2026-01-31T23:00:00.000Z",
      ]);
      await run(
        owner,
        "updateAccount(input: { financialYearStart: 3 })",
        "UpdateAccountOk",
        "__typename",
      );
      expect([await startOf("qtd"), await startOf("ytd")]).toEqual([
        "2026-02-28T23:00:00.000Z",
        "2026-02-28T23:00:00.000Z",
      ]);
    } finally {
      await run(
        owner,
        "updateAccount(input: { financialYearStart: 1 })",
        "UpdateAccountOk",
        "__typename",
      );
    }
  });

  const values = ({ buckets }: Cut) =>
    buckets.map(({ key, clicks, sales, payout }) => [
      key,
      ...[clicks, sales, payout].map((figure) => figure && true),
    ]);
  test("found 10: before the first link and ahead there is none; a quiet day is 0", async () => {
    const early = await asked({ from: "2026-02-25", to: "2026-02-28" }, "DAY");
    expect(early.meta.trackedSince?.slice(0, 10)).toBe("2026-02-27");
    expect(values(early)).toEqual([
      ["2026-02-25", null, null, null],
      ["2026-02-26", null, null, null],
      ["2026-02-27", true, true, true],
      ["2026-02-28", true, true, true],
    ]);
    expect(early.buckets.map(({ isPartial }) => isPartial)).toEqual([false, false, true, false]);
    const late = await asked({ from: "2026-04-10", to: "2026-04-11" }, "DAY");
    expect(values(late).map(([key, clicks]) => [key, clicks])).toEqual([
      ["2026-04-10", true],
      ["2026-04-11", null],
    ]);
    const before = await asked({ from: "2026-01-01", to: "2026-01-31" }, "DAY");
    expect([before.meta.emptyReason, before.meta.salesEmptyReason]).toEqual([
      "BEFORE_TRACKING",
      "BEFORE_TRACKING",
    ]);
    const ahead = await asked({ from: "2026-04-11", to: "2026-04-30" }, "DAY");
    expect([ahead.meta.emptyReason, ahead.meta.salesEmptyReason]).toEqual(["NOT_YET", "NOT_YET"]);
  });

  test("found 10: small charts have gaps there as well", async () => {
    const { rows } = await brandA.data<{
      rows: { clickSpark: (number | null)[]; salesSpark: (number | null)[] }[];
    }>(
      `query ($p: ID!) {
        rows: reportByPartner(
          scope: { programId: $p },
          range: { from: "2026-02-25", to: "2026-02-28" },
          grain: DAY
        ) {
          clickSpark salesSpark
        }
      }`,
      { p: world.ax.program },
    );
    for (const { clickSpark, salesSpark } of rows)
      for (const spark of [clickSpark, salesSpark]) expect(spark).toEqual([null, null, 0, 0]);
  });
});

test("found 88: the last click is its own instant, by rollups and by decisions", async () => {
  const at = Date.parse("2026-04-10T12:00:59.600Z");
  await world.clicks(world.ax, [at], { country: "US" });
  await world.clicks(world.ax, [at + 123], { country: "DE" });
  const last = async (more: object) => {
    const { rows } = await brandA.data<{
      rows: { partnerAccountId: string; lastClickAt: string | null }[];
    }>(
      `query ($p: ID!, $range: RangeInput!, $grain: Grain, $filter: ReportFilter) {
        rows: reportByPartner(
          scope: { programId: $p },
          range: $range,
          grain: $grain,
          filter: $filter
        ) {
          partnerAccountId lastClickAt
        }
      }`,
      { p: world.ax.program, range: { last: "7d" }, grain: "DAY", ...more },
    );
    return rows.find(({ partnerAccountId }) => partnerAccountId === world.partnerX.accountId)
      ?.lastClickAt;
  };
  expect(await last({})).toBe(new Date(at + 123).toISOString());
  expect(await last({ grain: "MONTH" })).toBe(new Date(at + 123).toISOString());
  expect(await last({ filter: { mode: "LIVE", countries: ["US"] } })).toBe(
    new Date(at).toISOString(),
  );
  expect(await last({ filter: { mode: "LIVE", outcomes: ["DISCARDED"] } })).toBeNull();
});

test("[D144] found 55, 88: a discarded sale is 0 orders and 0.00, as reported", async () => {
  await world.sale(world.ay, { date: "2026-04-09", orders: 1, amount: "50.00" });
  await world.sale(world.ay, { date: "2026-04-09", orders: 2, amount: "30.00", test: true });
  const asBrand = async (mode: string) =>
    brandA.data<{ report: { meta: object; totals: object; buckets: object[] }; rows: object[] }>(
      `query ($p: ID!, $filter: ReportFilter!) {
        report(
          scope: { programId: $p },
          range: { from: "2026-04-09", to: "2026-04-09" },
          grain: DAY,
          filter: $filter
        ) {
          meta { salesEmptyReason } totals { sales { ...S } } buckets { sales { ...S } }
        }
        rows: reportByPartner(
          scope: { programId: $p },
          range: { from: "2026-04-09", to: "2026-04-09" },
          grain: DAY,
          filter: $filter
        ) {
          salesSpark sales { ...S }
        }
      }
      fragment S on SaleFigures {
        orders units discardedOrders amount { amount currency } discardedAmount { amount currency }
      }`,
      { p: world.ay.program, filter: { mode, partnerIds: [world.partnerY.accountId] } },
    );
  const sales = {
    orders: 0,
    units: 0,
    discardedOrders: 1,
    amount: [],
    discardedAmount: [{ amount: "50.00", currency: "USD" }],
  };
  const { report: answer, rows } = await asBrand("LIVE");
  expect(answer).toEqual({
    meta: { salesEmptyReason: "NO_SALE_EVENT_TYPE" },
    totals: { sales },
    buckets: [{ sales }],
  });
  expect(rows).toEqual([{ salesSpark: [0], sales }]);
  // Partner X's sales of the day count and are left out by the filter alone.
  const discarded = { mode: "LIVE", outcomes: ["DISCARDED"] };
  const day = { from: "2026-04-09", to: "2026-04-09" };
  expect((await reasons(brandA, world.ax, day, discarded)).sales).toBe("FILTERED_OUT");
  const verdict = async () =>
    (
      await brandA.data<{
        verdicts: {
          linkId: string;
          orders: number;
          discardedOrders: number;
          lastSaleAt: string | null;
        }[];
      }>(
        `{
          verdicts(programId: "${world.ay.program}") { linkId orders discardedOrders lastSaleAt }
        }`,
      )
    ).verdicts.find(({ linkId }) => linkId === world.ay.testLink);
  const reportedAt = new Date(world.clock.now).toISOString();
  expect(await verdict()).toMatchObject({ orders: 0, discardedOrders: 2, lastSaleAt: reportedAt });
  world.clock.now += hourMs;
  await world.sale(world.ay, { date: "2026-04-09", orders: 2, amount: "31.00", test: true });
  expect((await verdict())?.lastSaleAt).toBe(reportedAt);
  world.clock.now -= hourMs;
});

describe("found 80: complete is what was really read and decided", () => {
  const minuteMs = 60_000;
  interface Told {
    at: string;
    clicksUntil: string;
    waitingClicks: number;
  }
  const toldTo = async (client: Client): Promise<[number, number]> => {
    const { report: answer } = await client.data<{ report: { meta: { completeness: Told } } }>(
      `{
        report(scope: { programId: "${world.ax.program}" }, range: { last: "today" }) {
          meta { completeness { at clicksUntil waitingClicks } }
        }
      }`,
    );
    const { at, clicksUntil, waitingClicks } = answer.meta.completeness;
    expect(Date.parse(at)).toBe(world.clock.now);
    return [Date.parse(clicksUntil), waitingClicks];
  };

  test("a stopped reader leaves the instant behind; waiting decisions hold it", async () => {
    const [x, y] = await Promise.all(
      [world.partnerX, world.partnerY].map(async (partner) =>
        createClient(world.url, { key: await world.keyOf(partner, readScopes) }),
      ),
    );
    if (!x || !y) throw new Error("no partners");
    await world.clicks(world.ax, [world.clock.now]);
    const read = world.clock.now;
    expect(await toldTo(brandA)).toEqual([read, 0]);
    world.clock.now += 4 * minuteMs;
    expect(await toldTo(brandA), "nothing was read since").toEqual([read, 0]);
    const waiting = world.clock.now - 10_000;
    await world.journalClicks(world.ax, [waiting, waiting + 5_000]);
    expect(await toldTo(brandA)).toEqual([waiting, 2]);
    expect(await toldTo(x)).toEqual([waiting, 2]);
    expect(await toldTo(y), "others' clicks are none of its business").toEqual([
      world.clock.now,
      0,
    ]);
    await world.account();
    expect(await toldTo(brandA)).toEqual([world.clock.now, 0]);
  });

  test("the journal furthest behind counts; one of a gone tracker does not", async () => {
    const read = async (tracker: string, ago: number) =>
      world.people.sql(
        `insert into journal_reading
          values ($1, $2)
          on conflict (tracker_id) do update
          set read_until = excluded.read_until`,
        [tracker, new Date(world.clock.now - ago)],
      );
    await world.clicks(world.ax, [world.clock.now]);
    await read("other", 2 * minuteMs);
    expect(await toldTo(brandA)).toEqual([world.clock.now - 2 * minuteMs, 0]);
    await read("other", 8 * 24 * hourMs);
    expect(await toldTo(brandA)).toEqual([world.clock.now, 0]);
  });
});

test("found 84: the set-up counts partners as asked, accepted and verified", async () => {
  const of = async (client: Client, program: string) =>
    (
      await client.data<{ programSetUp: object | null }>(
        `{
          programSetUp(programId: "${program}") {
            cpcEnabled clickActive termsReady asked accepted verified
          }
        }`,
      )
    ).programSetUp;
  const done = { cpcEnabled: true, clickActive: true, termsReady: true };
  expect(await of(brandB, world.bx.program)).toEqual({
    ...done,
    asked: 1,
    accepted: 1,
    verified: 0,
  });
  await run(
    brandB,
    `startVerification(input: { programId: "${world.bx.program}", scope: ALL }, ` +
      'idempotencyKey: "verify")',
    "VerificationRunOk",
    "run { id }",
  );
  await world.clicks(world.bx, clicksAt(new Date(world.clock.now).toISOString(), 10), {
    test: true,
    landingPage: "https://www.amazon.com/dp/B0TESTTEST",
    destinationHost: "www.amazon.com",
  });
  // An order older than the first click proves nothing of it.
  const date = new Date(world.clock.now).toISOString().slice(0, 10);
  await world.sale(world.bx, { date, orders: 1, amount: "20.00", test: true });
  await run(
    brandB,
    `recheckVerification(programId: "${world.bx.program}")`,
    "RecheckVerificationOk",
    "changed",
  );
  expect(await of(brandB, world.bx.program)).toEqual({
    ...done,
    asked: 1,
    accepted: 1,
    verified: 1,
  });
  // Clicks and sales came, and nobody set out to verify them.
  expect(await of(brandA, world.ax.program)).toMatchObject({ asked: 2, accepted: 2, verified: 0 });
  expect(await of(brandA, world.bx.program)).toBeNull();
  const { id: program } = await makeProgram(await world.signIn(world.brandB.email), "Sales first");
  const terms = await makeTerms(await world.signIn(world.brandB.email), program, "Sales", [
    { event: "SALE", rate: "8%", limits: [] },
  ]);
  expect(await of(brandB, program)).toEqual({
    ...done,
    termsReady: false,
    asked: 0,
    accepted: 0,
    verified: 0,
  });
  const both = await makeTerms(await world.signIn(world.brandB.email), program, "Both");
  await propose(await world.signIn(world.brandB.email), both, world.partnerX.accountId);
  expect(await of(brandB, program), terms).toEqual({ ...done, asked: 1, accepted: 0, verified: 0 });
});
