import { describe, expect, test } from "vitest";
import fc from "fast-check";
import {
  addressOf,
  allowedGrains,
  daysOf,
  fromSearchParams,
  keptAddress,
  keptPlain,
  openedIn,
  savedAddress,
  variablesOf,
  viewKeys,
} from "./view-state.ts";

const partner = "01a14ddf-d7d8-7bda-b093-19b16427c516";

describe("the view is its address", () => {
  test("without parameters: the last 14 days, live, nothing misunderstood", () => {
    const { view, misunderstood } = fromSearchParams({});
    expect(misunderstood).toBe(0);
    expect(variablesOf("p", view)).toEqual({
      program: "p",
      range: { last: "14d" },
      grain: null,
      timeZone: null,
      filter: { mode: "LIVE" },
      compare: null,
    });
  });
  test("everything at once reaches the API", () => {
    const { view, misunderstood } = fromSearchParams({
      from: "2026-10-23",
      to: "2026-11-22",
      grain: "week",
      tz: "Asia/Tokyo",
      mode: "both",
      partner,
      country: "US,n/a",
      decision: "UNPAID",
      reason: "DUPLICATE_CLICK",
      device: "PHONE",
      ad: partner,
      source: "SOCIAL",
      referrer: "t.co,n/a",
      group: `${partner}+${partner},n/a`,
      shared: "spring",
      weekday: "1,7",
      compare: "weekdays",
      sub1: "a%2Cb",
    });
    expect(misunderstood).toBe(0);
    expect(variablesOf("p", view)).toEqual({
      program: "p",
      range: { from: "2026-10-23", to: "2026-11-22" },
      grain: "WEEK",
      timeZone: "Asia/Tokyo",
      filter: {
        mode: "BOTH",
        partnerIds: [partner],
        countries: ["US", "n/a"],
        devices: ["PHONE"],
        outcomes: ["UNPAID"],
        reasons: ["DUPLICATE_CLICK"],
        adIds: [partner],
        trafficSources: ["SOCIAL"],
        referrers: ["t.co", "n/a"],
        partnerGroups: [`${partner}+${partner}`, "n/a"],
        sharedIds: ["spring"],
        weekdays: [1, 7],
        subId1: ["a,b"],
      },
      compare: { with: "SAME_WEEKDAYS" },
    });
  });
  test.each<[Record<string, string>, string]>([
    [{ last: "soon" }, "range"],
    [{ grain: "minute" }, "grain"],
    [{ tz: "Mars/Olympus" }, "zone"],
    [{ tz: "+02:00" }, "an offset is no zone"],
    [{ mode: "prod" }, "mode"],
    [{ partner: `!${partner}` }, "is not"],
    [{ country: "us" }, "country"],
    [
      { from: "2026-02-30", to: "2026-03-01" },
      "date that does not exist, and the half that is left",
    ],
    [{ from: "1969-12-01", to: "1969-12-31" }, "before the years that the API takes"],
    [{ from: "3000-01-01", to: "3000-01-31" }, "after them"],
    [{ from: "2026-11-02", to: "2026-11-01" }, "wrong way round"],
    [{ from: "2024-01-01", to: "2026-11-01" }, "longer than 366 days"],
    [{ last: "400d" }, "longer than 366 days, relative"],
    [{ last: "90d", grain: "5m" }, "more than 400 buckets"],
    [{ sort: "name" }, "order"],
  ])("%j falls back and is counted: %s", (params: Record<string, string>) => {
    const { view, misunderstood } = fromSearchParams(params);
    expect(misunderstood).toBeGreaterThan(0);
    expect(variablesOf("p", view)).toEqual({
      program: "p",
      range: { last: params.last === "90d" ? "90d" : "14d" },
      grain: null,
      timeZone: null,
      filter: { mode: "LIVE" },
      compare: null,
    });
  });
  test("no address breaks the page", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...viewKeys), fc.oneof(fc.string(), fc.array(fc.string()))),
        (params) => {
          const { view } = fromSearchParams(params);
          expect(daysOf(view)).toBeLessThanOrEqual(366);
          expect(
            fromSearchParams(Object.fromEntries(new URLSearchParams(addressOf(view))))
              .misunderstood,
          ).toBe(0);
        },
      ),
    );
  });
});

test("the plain view keeps its range in the address where an empty one shows a saved view", () => {
  const { view } = fromSearchParams({ country: "US", view: "by" });
  expect(keptPlain(view, { country: null })).toBeNull();
  expect(keptPlain(view, { country: null, view: "table" })).toBeNull();
  expect(keptPlain(view, { country: null, view: "pair" })).toEqual({
    country: null,
    view: null,
    last: "14d",
  });
  const { view: range } = fromSearchParams({ last: "30d" });
  expect(keptPlain(range, { last: null })).toEqual({ last: "14d" });
  expect(savedAddress("/explore", "country=US")).toBe("/explore?country=US");
  expect(savedAddress("/explore", "")).toBe("/explore?last=14d");
  expect(["?", "/explore", "/explore?view=by"].map(keptAddress)).toEqual([
    "?last=14d",
    "/explore?last=14d",
    "/explore?view=by",
  ]);
});

test("what is open on top is read for itself, and what is wrong in it is counted", () => {
  const read = (bucket: string | null, click: string | null) =>
    openedIn((key) => ({ bucket, click })[key]);
  const day = "2026-11-02";
  expect(read(null, null)).toEqual({ bucket: null, click: null, misunderstood: 0 });
  expect(read(day, partner)).toEqual({ bucket: day, click: partner, misunderstood: 0 });
  expect(read("x", "y")).toEqual({ bucket: null, click: null, misunderstood: 2 });
});

test("grains of a range: at most 400 buckets, also with a day of 25 hours", () => {
  expect(allowedGrains(1)).toEqual(["5m", "15m", "hour", "day"]);
  expect(allowedGrains(14)).toEqual(["hour", "day", "week"]);
  expect(allowedGrains(90)).toEqual(["day", "week", "month"]);
  expect(allowedGrains(366)).toEqual(["day", "week", "month"]);
});
