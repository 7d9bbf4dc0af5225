/** What a report says about figures that are not there: why there are none, and whether they may still come. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../auth/rights.ts";
import { createClient, type Client } from "../test/client.ts";
import { createWorld, type Pair, type World } from "../test/world.ts";

const hourMs = 3_600_000;
const query = `query ($program: ID!, $range: RangeInput!, $filter: ReportFilter) {
  report(scope: { programId: $program }, range: $range, grain: DAY, timeZone: "UTC", filter: $filter) {
    meta { emptyReason salesEmptyReason salesSettledUntil } buckets { key salesState sales { orders } } } }`;
interface Report {
  meta: { emptyReason: string | null; salesEmptyReason: string | null; salesSettledUntil: string };
  buckets: { key: string; salesState: string; sales: { orders: number } }[];
}

let world: World;
let brandA: Client;
let brandB: Client;
const report = async (client: Client, pair: Pair, range: object, filter: object = { mode: "LIVE" }): Promise<Report> =>
  (await client.data<{ report: Report }>(query, { program: pair.program, range, filter })).report;
const reasons = async (...asked: Parameters<typeof report>) => {
  const { meta } = await report(...asked);
  return { clicks: meta.emptyReason, sales: meta.salesEmptyReason };
};
const clicksAt = (time: string, count: number): number[] => Array.from({ length: count }, (_, index) => Date.parse(time) + index * 60_000);

beforeAll(async () => {
  world = await createWorld({ start: "2026-02-27T00:00:00Z", now: "2026-04-10T12:00:00Z" });
  brandA = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  brandB = createClient(world.url, { key: await world.keyOf(world.brandB, keyScopes) });
  await world.clicks(world.ax, clicksAt("2026-03-10T12:00:00Z", 12));
  await world.sale(world.ax, { date: "2026-03-11", orders: 2, amount: "50.00" });
  await world.clicks(world.ax, clicksAt("2026-03-20T12:00:00Z", 2), { test: true });
  await world.sale(world.ax, { date: "2026-03-20", orders: 1, amount: "20.00", test: true });
}, 120_000);
afterAll(() => world?.close());

describe("nothing is explained for clicks and sales each, by what lies in the range and outside of it", () => {
  const none = "NONE_IN_RANGE";
  test.each([
    ["both are there", "2026-03-10", "2026-03-11", { mode: "LIVE" }, null, null],
    ["clicks in it, sales only outside of it", "2026-03-10", "2026-03-10", { mode: "LIVE" }, null, none],
    ["sales in it, clicks only outside of it", "2026-03-11", "2026-03-11", { mode: "LIVE" }, none, null],
    ["both outside of it", "2026-03-12", "2026-03-13", { mode: "LIVE" }, none, none],
    ["both outside of it, under a filter", "2026-03-12", "2026-03-13", { mode: "LIVE", countries: ["AQ"] }, none, none],
    ["both in it, but for a filter", "2026-03-10", "2026-03-11", { mode: "LIVE", countries: ["AQ"] }, "FILTERED_OUT", "FILTERED_OUT"],
    ["test data in it, switched off", "2026-03-20", "2026-03-20", { mode: "LIVE" }, "TEST_HIDDEN", "TEST_HIDDEN"],
    ["test data in it, asked for", "2026-03-20", "2026-03-20", { mode: "TEST" }, null, null],
    ["test data outside of it, asked for", "2026-03-10", "2026-03-11", { mode: "TEST" }, none, none],
    ["today, with nothing in the last two days", "2026-04-10", "2026-04-10", { mode: "LIVE" }, none, none],
  ])("%s", async (_name, from, to, filter, clicks, sales) => {
    expect(await reasons(brandA, world.ax, { from, to }, filter)).toEqual({ clicks, sales });
  });

  test("from the first link to a settled day without sales", async () => {
    const today = { from: "2026-04-10", to: "2026-04-10" };
    expect(await reasons(brandB, world.bx, today)).toEqual({ clicks: "NO_CLICKS_YET", sales: "NO_CLICKS_YET" });
    await world.clicks(world.bx, clicksAt("2026-04-10T11:00:00Z", 9));
    expect(await reasons(brandB, world.bx, today)).toEqual({ clicks: null, sales: "BELOW_10_CLICKS" });
    await world.clicks(world.bx, clicksAt("2026-04-10T11:30:00Z", 1));
    expect(await reasons(brandB, world.bx, today)).toEqual({ clicks: null, sales: "WITHIN_DELAY" });
    const before = world.clock.now;
    world.clock.now = Date.parse("2026-04-13T00:00:00Z");
    expect(await reasons(brandB, world.bx, today)).toEqual({ clicks: null, sales: "NO_SALES_YET" });
    world.clock.now = before;
  });
});

test("[U4] a day leaves 'still arriving' 48 hours after its end, and keeps its sales", async () => {
  await world.sale(world.ax, { date: "2026-04-09", orders: 3, amount: "90.00" });
  const before = world.clock.now;
  const dayAt = async (now: string) => {
    world.clock.now = Date.parse(now);
    const { meta, buckets } = await report(brandA, world.ax, { from: "2026-04-09", to: "2026-04-10" });
    expect(Date.parse(meta.salesSettledUntil)).toBe(world.clock.now - 48 * hourMs);
    return buckets.map(({ key, salesState, sales }) => `${key} ${salesState} ${sales.orders}`);
  };
  expect(await dayAt("2026-04-10T12:00:00Z")).toEqual(["2026-04-09 ARRIVING 3", "2026-04-10 ARRIVING 0"]);
  expect(await dayAt("2026-04-11T23:59:59.999Z")).toEqual(["2026-04-09 ARRIVING 3", "2026-04-10 ARRIVING 0"]);
  expect(await dayAt("2026-04-12T00:00:00Z")).toEqual(["2026-04-09 SETTLED 3", "2026-04-10 ARRIVING 0"]);
  expect(await dayAt("2026-04-13T00:00:00Z")).toEqual(["2026-04-09 SETTLED 3", "2026-04-10 SETTLED 0"]);
  world.clock.now = before;
});
