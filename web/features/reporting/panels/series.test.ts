import { describe, expect, test } from "vitest";
import type { Freshness_MetaFragment } from "../../../gql/graphql.ts";
import { chartedIn, measuresIn, type ShownBucket } from "./click-measures.ts";
import { clickBars, extremesOf, salesBars, sortedIndexes } from "./series.ts";

const meta = {
  grain: "DAY",
  generatedAt: "2026-11-03T12:00:00Z",
  salesSettledUntil: "2026-11-01T12:00:00Z",
} as Freshness_MetaFragment;
const noMoney = { clicks: [], sales: [], leads: [] };
const bucket = (
  day: number,
  clicks: [number, number, number],
  sales: number | null,
  more: Partial<ShownBucket> = {},
): ShownBucket => ({
  key: `2026-11-0${day}`,
  start: `2026-11-0${day}T00:00:00Z`,
  end: `2026-11-0${day + 1}T00:00:00Z`,
  isOpen: false,
  isPartial: false,
  salesState: "SETTLED",
  clicks: {
    raw: clicks[0] + clicks[1] + clicks[2],
    paid: clicks[0],
    paidZero: clicks[1],
    unpaid: clicks[2],
    hidden: 0,
    filtered: 0,
    payable: clicks[0] + clicks[1],
    unique: clicks[0] + clicks[1],
    newVisitors: clicks[0],
  },
  sales:
    sales === null
      ? null
      : {
          orders: sales,
          units: sales * 2,
          discardedOrders: 0,
          amount: [{ amount: `${sales}.50`, currency: "USD" }],
        },
  leads: sales === null ? null : { leads: 0, discardedLeads: 0 },
  payout: noMoney,
  wouldPay: noMoney,
  ...more,
});
const days = [
  bucket(1, [5, 1, 2], 3),
  bucket(2, [0, 0, 0], 0, { salesState: "ARRIVING" }),
  bucket(3, [9, 0, 1], 1, { salesState: "ARRIVING", isOpen: true, isPartial: true }),
  bucket(4, [0, 0, 0], null, { salesState: "NONE_EXPECTED", clicks: null, payout: null }),
];

describe("clicks", () => {
  test("stack to raw, the open bucket is marked, found 10: the unmeasured has no value", () => {
    const { bars, axis } = clickBars(days, "clicks");
    expect(bars.map(({ values }) => values)).toEqual([[5, 1, 2], [0, 0, 0], [9, 0, 1], null]);
    expect(bars.map(({ isOpen }) => isOpen)).toEqual([false, false, true, false]);
    expect(axis.top).toBe(10);
  });
  test("new visitors are bars and a column of their own; partners have none", () => {
    expect(clickBars(days, "newVisitors").bars.map(({ values }) => values)).toEqual([
      [5],
      [0],
      [9],
      null,
    ]);
    expect(sortedIndexes(days, "-newVisitors")).toEqual([2, 0, 1, 3]);
    const { clicks } = days[0] ?? {};
    if (!clicks) throw new Error("The first day has no clicks");
    expect(chartedIn(clicks)).toEqual(["clicks", "newVisitors"]);
    const ofPartner = { ...clicks, newVisitors: null };
    expect(chartedIn(ofPartner)).toEqual(["clicks"]);
    expect(measuresIn(ofPartner)).toEqual(["clicks", "paid", "paidZero", "unpaid"]);
  });
});

describe("sales", () => {
  test("arriving buckets lie in a zone; a 0 that is expected differs from nothing expected", () => {
    const { bars, zone, isUneven } = salesBars(days, meta, [], "orders");
    expect(bars.map(({ values }) => values)).toEqual([[3], [0], [1], null]);
    expect(bars.map(({ isOpen }) => isOpen)).toEqual([false, true, true, false]);
    expect(zone).toEqual({ from: 1, to: 3 });
    expect(isUneven).toBe(false);
  });
  test("units and amount are other heights of the same bars", () => {
    expect(salesBars(days, meta, [], "units").bars[0]?.values).toEqual([6]);
    expect(salesBars(days, meta, [], "amount").bars[0]?.values).toEqual([3.5]);
  });
  test("under hours a day of sales is one band over its hours", () => {
    const hours = Array.from({ length: 48 }, (_, index) => ({
      ...bucket(2, [0, 0, 0], null),
      start: new Date(Date.parse("2026-11-02T00:00:00Z") + index * 3_600_000).toISOString(),
      end: new Date(Date.parse("2026-11-02T01:00:00Z") + index * 3_600_000).toISOString(),
    }));
    const sold = { orders: 4, units: 4, discardedOrders: 0, amount: [] };
    const { bars, zone, isUneven } = salesBars(
      hours,
      { ...meta, grain: "HOUR" },
      [
        {
          date: "2026-11-02",
          start: "2026-11-02T07:00:00Z",
          end: "2026-11-03T07:00:00Z",
          sales: sold,
          leads: { leads: 0 },
        },
        {
          date: "2026-11-04",
          start: "2026-11-04T07:00:00Z",
          end: "2026-11-05T07:00:00Z",
          sales: sold,
          leads: { leads: 0 },
        },
      ],
      "orders",
    );
    expect(bars).toEqual([{ from: 7, to: 31, values: [4], isOpen: true }]);
    expect(zone).toEqual({ from: 0, to: 36 });
    expect(isUneven).toBe(true);
  });
});

test("highest and lowest leave out what has no value", () => {
  expect(extremesOf([3, null, 9, 1])).toEqual({ highest: 9, highestAt: 2, lowest: 1, lowestAt: 3 });
  expect(extremesOf([null])).toBeNull();
});

test("the table's order", () => {
  expect(sortedIndexes(days, "time")).toEqual([0, 1, 2, 3]);
  expect(sortedIndexes(days, "-time")).toEqual([3, 2, 1, 0]);
  expect(sortedIndexes(days, "-clicks")).toEqual([2, 0, 1, 3]);
  expect(sortedIndexes(days, "sales")).toEqual([3, 1, 2, 0]);
});
