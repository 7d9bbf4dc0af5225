import fc from "fast-check";
import { expect, test } from "vitest";
import {
  alertFigure,
  alertLine,
  alertMeasureNames,
  alertsOf,
  readAlertLine,
  daysRead,
  type DayOfPartner,
  type PartnerTraffic,
  type SalesWeek,
} from "./alerts.ts";

const day = (clicks: number, more: Partial<DayOfPartner> = {}): DayOfPartner => ({
  clicks,
  robots: 0,
  payout: BigInt(clicks) * 120_000n,
  ...more,
});
const steady = (clicks = 40): DayOfPartner[] => Array.from({ length: daysRead }, () => day(clicks));
const weeks = (last: SalesWeek): SalesWeek[] => [
  last,
  ...Array.from({ length: 4 }, () => ({ unique: 500, orders: 25 })),
];
const found = (traffic: PartnerTraffic) => alertsOf(traffic, {}).map(({ measure }) => measure);

test("what is usual stands out of nothing", () => {
  expect(found({ days: steady(), weeks: weeks({ unique: 500, orders: 25 }) })).toEqual([]);
  expect(found({ days: steady(0), weeks: weeks({ unique: 0, orders: 0 }) })).toEqual([]);
});

test("a surge of 200 times yesterday's clicks is told, with what it costs", () => {
  const surge = { days: [day(8_000), ...steady().slice(1)], weeks: null };
  expect(alertsOf(surge, {})).toEqual([
    { measure: "CLICKS_ABOVE", seen: 8_000n, bound: 40n },
    { measure: "SPEND_ABOVE", seen: 960_000_000n, bound: 4_800_000n },
  ]);
  // Of whom little is known nothing is called unusual.
  const fresh = [day(8_000), ...steady(0).slice(1)];
  expect(found({ days: fresh, weeks: null })).toEqual([]);
});

test("fewer clicks, robots, and clicks without orders", () => {
  const fallen = steady().map((each, n) => (n >= 1 && n <= 7 ? day(3) : each));
  expect(found({ days: fallen, weeks: null })).toEqual(["CLICKS_BELOW"]);
  const robots = [day(60, { robots: 30, payout: 0n }), ...steady().slice(1)];
  expect(found({ days: robots, weeks: null })).toEqual(["ROBOTS_ABOVE"]);
  expect(found({ days: steady(), weeks: weeks({ unique: 500, orders: 8 }) })).toEqual([
    "CONVERSION_BELOW",
  ]);
  expect(found({ days: steady(), weeks: weeks({ unique: 500, orders: 0 }) })).toEqual(["NO_SALES"]);
  // Three orders were to be expected: none may be chance.
  expect(found({ days: steady(), weeks: weeks({ unique: 60, orders: 0 }) })).toEqual([]);
});

test("a line of the brand's takes the usual's place, and OFF watches nothing", () => {
  const traffic = { days: [day(70), ...steady().slice(1)], weeks: null };
  const line = { mode: "LINE", line: 60n } as const;
  expect(alertsOf(traffic, { CLICKS_ABOVE: line })).toEqual([
    { measure: "CLICKS_ABOVE", seen: 70n, bound: 60n },
  ]);
  expect(alertsOf(traffic, { CLICKS_ABOVE: { mode: "LINE", line: 70n } })).toEqual([]);
  const surge = { ...traffic, days: [day(8_000), ...steady().slice(1)] };
  const off = { mode: "OFF" } as const;
  expect(alertsOf(surge, { CLICKS_ABOVE: off, SPEND_ABOVE: off })).toEqual([]);
});

test("any traffic is judged, each measure once at most", () => {
  const days = fc.array(
    fc.record({
      clicks: fc.nat(5_000),
      robots: fc.nat(5_000),
      payout: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    }),
    { maxLength: daysRead },
  );
  const sales = fc.option(
    fc.array(fc.record({ unique: fc.nat(900), orders: fc.nat(90) }), { maxLength: 5 }),
  );
  fc.assert(
    fc.property(days, sales, (each, past) => {
      const measures = found({ days: each, weeks: past });
      expect(new Set(measures).size).toBe(measures.length);
      expect(measures.every((measure) => alertMeasureNames.includes(measure))).toBe(true);
    }),
  );
});

test("figures and lines are in the words of people", () => {
  expect(alertFigure(1_250n, "SHARE")).toBe("12.5");
  fc.assert(
    fc.property(
      fc.constantFrom("CLICKS" as const, "ORDERS" as const, "SHARE" as const, "MONEY" as const),
      fc.bigInt({ min: 0n, max: 10_000n }),
      (unit, value) => {
        expect(readAlertLine(alertFigure(value, unit), unit)).toMatchObject({ ok: true, value });
      },
    ),
  );
  const about = { isLine: false, name: "Northwind", currency: "USD" };
  expect(alertLine({ measure: "CLICKS_ABOVE", seen: 8_000n, bound: 40n }, about)).toBe(
    "Northwind: 8000 clicks today; usual is 40 clicks",
  );
  expect(
    alertLine({ measure: "NO_SALES", seen: 0n, bound: 300n }, { ...about, isLine: true }),
  ).toBe("Northwind: 0 orders in the last week whose sales are in; your line is 300 clicks");
});
