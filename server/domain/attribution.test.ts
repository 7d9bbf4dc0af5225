import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  groupings,
  figureFault,
  isMasked,
  type MaskedBut,
  maxReportAmount,
  maxReportCount,
  parseNoisyAmount,
  parseRow,
  performanceMetrics,
  rowKey,
  sameTotals,
  type Grouping,
  type ReportRow,
  type RowTotals,
} from "./attribution.ts";

describe("amounts with the noise of floating-point numbers", () => {
  test.each<[string, number, bigint | null]>([
    ["191.95999999999998", 2, 191_960_000n],
    ["191.96", 2, 191_960_000n],
    ["7", 2, 7_000_000n],
    ["0.1", 2, 100_000n],
    ["1.004999", 2, 1_000_000n],
    ["1.005001", 2, 1_010_000n],
    // Half to even, and only where it is exactly half.
    ["1.005", 2, 1_000_000n],
    ["1.015", 2, 1_020_000n],
    ["1.0150", 2, 1_020_000n],
    ["1.0050000000000001", 2, 1_010_000n],
    ["1.00499999999999999", 2, 1_000_000n],
    ["9.999", 2, 10_000_000n],
    ["149.5", 0, 150_000_000n],
    ["150.5", 0, 150_000_000n],
    ["1.2345", 3, 1_234_000n],
    ["9999999999999.99", 2, 9_999_999_999_999_990_000n],
    [`0.${"1".repeat(30)}`, 2, 110_000n],
    ["10000000000000", 2, null],
    ["9999999999999.995", 2, null],
    [`0.${"1".repeat(60)}`, 2, 110_000n],
    [`0.${"1".repeat(61)}`, 2, null],
    ["1", 6, 1_000_000n],
    // As Java and JavaScript write floats.
    ["9.99999999E8", 2, 999_999_999_000_000n],
    ["1.9196E2", 2, 191_960_000n],
    ["19196e-2", 2, 191_960_000n],
    ["1.42E-14", 2, 0n],
    ["1.5e+1", 2, 15_000_000n],
    ["1e3", 2, 1_000_000_000n],
    ["-0.0", 2, 0n],
    ["-1.42E-14", 2, 0n],
    ["0E999", 2, 0n],
    ["5E-3", 2, 0n],
    ["15E-3", 2, 20_000n],
    ["5.01E-3", 2, 10_000n],
    ["1E13", 2, null],
    ["9.999999999999E12", 2, 9_999_999_999_999_000_000n],
    ["1E14", 2, null],
    ["1E40", 2, null],
    ["1E999", 2, null],
    ["1E-999", 2, 0n],
    ["1E1000", 2, null],
    ["-0.01", 2, null],
    ["-1", 2, null],
    ["+1", 2, null],
    ["1e", 2, null],
    ["1.", 2, null],
    [".5", 2, null],
    ["1".repeat(41), 2, null],
    [`${"0".repeat(39)}1`, 2, 1_000_000n],
    ["x1", 2, null],
    ["1.5 USD", 2, null],
    ["$1.5", 2, null],
    ["", 2, null],
  ])("%s with %d decimals", (text, digits, micros) =>
    expect(parseNoisyAmount(text, digits)).toBe(micros),
  );
  test("what is read is whole units, never farther off than half of one", () => {
    const part = fc.integer({ min: 0, max: 999_999 });
    fc.assert(
      fc.property(part, part, fc.constantFrom(0, 2, 3), (units, millionths, digits) => {
        const exact = BigInt(units) * 1_000_000n + BigInt(millionths);
        const read = parseNoisyAmount(`${units}.${String(millionths).padStart(6, "0")}`, digits);
        const unit = 10n ** BigInt(6 - digits);
        const off = 2n * ((read ?? -1n) - exact);
        expect((read ?? 1n) % unit).toBe(0n);
        expect(off <= unit && off >= -unit).toBe(true);
      }),
    );
  });
});

const row: ReportRow = {
  date: "20261118",
  advertiserName: "Brand",
  publisher: "Counterfoil",
  campaignId: "c",
  adGroupId: "g",
  creativeId: "t",
  "Click-throughs": "12",
  attributedPurchases14d: "1",
  attributedTotalPurchases14d: "3",
  unitsSold14d: "2",
  totalUnitsSold14d: "4.0",
  attributedSales14d: "10",
  totalAttributedSales14d: "49.99999999999999",
};
type Changes = Partial<Record<keyof ReportRow, string | null | undefined>>;
const read = (changes: Changes = {}, grouping: Grouping = "CREATIVE") =>
  parseRow({ ...row, ...changes } as ReportRow, grouping, 2);
const tag = { date: "2026-11-18", campaignId: "c", adGroupId: "g", creativeId: "t" };
const totals: RowTotals = { clickThroughs: 12n, orders: 3n, units: 4n, amount: 50_000_000n };
const nowhere = [undefined, null, ""];

describe("a row of the report", () => {
  test("has the totals with brand halo, else the promoted ones", () => {
    expect(read()).toEqual({ ok: true, value: { tag, totals } });
    for (const not of nowhere)
      expect(
        read({
          attributedTotalPurchases14d: not,
          totalUnitsSold14d: not,
          totalAttributedSales14d: not,
        }),
      ).toEqual({
        ok: true,
        value: { tag, totals: { ...totals, orders: 1n, units: 2n, amount: 10_000_000n } },
      });
  });
  test("that tells no metric, or empty ones, tells nothing: not zero", () => {
    for (const not of nowhere)
      expect(read(Object.fromEntries(performanceMetrics.map((metric) => [metric, not])))).toEqual({
        ok: true,
        value: { tag, totals: null },
      });
    const zeros = Object.fromEntries(performanceMetrics.map((metric) => [metric, "0"]));
    expect(read(zeros)).toEqual({
      ok: true,
      value: { tag, totals: { clickThroughs: 0n, orders: 0n, units: 0n, amount: 0n } },
    });
  });
  test("without a creative tells of none, whatever its figures", () => {
    for (const creativeId of nowhere)
      expect(read({ creativeId })).toEqual({
        ok: true,
        value: { tag: { ...tag, creativeId: "" }, totals: null },
      });
  });
  test("of a coarser grouping has no finer ids, whatever it says of them", () => {
    expect(read({}, "ADGROUP")).toEqual({
      ok: true,
      value: { tag: { ...tag, creativeId: "" }, totals },
    });
    for (const finer of nowhere)
      expect(read({ adGroupId: finer, creativeId: finer }, "CAMPAIGN")).toEqual({
        ok: true,
        value: { tag: { ...tag, adGroupId: "", creativeId: "" }, totals },
      });
    expect(read({ adGroupId: "x".repeat(301) }, "CAMPAIGN").ok).toBe(true);
    expect(read({ creativeId: "x".repeat(301) }, "ADGROUP").ok).toBe(true);
    expect(read({ adGroupId: null }, "ADGROUP")).toMatchObject({ path: ["adGroupId"] });
  });
  test.each<[keyof ReportRow, (keyof ReportRow)[]]>([
    ["Click-throughs", []],
    ["attributedTotalPurchases14d", ["attributedPurchases14d"]],
    ["totalUnitsSold14d", ["unitsSold14d"]],
    ["totalAttributedSales14d", ["attributedSales14d"]],
  ])("that tells others and no %s cannot be read", (field, and) => {
    for (const not of nowhere)
      expect(
        read(Object.fromEntries([field, ...and].map((metric) => [metric, not]))),
      ).toMatchObject({
        ok: false,
        message: `The report row's ${field} is not told, though others of its figures are`,
        path: [field],
      });
  });
  test("that tells one metric alone, of those that are not booked, cannot be read", () => {
    const none = Object.fromEntries(performanceMetrics.map((metric) => [metric, null]));
    expect(read({ ...none, attributedAddToCartClicks14d: "1" })).toMatchObject({
      ok: false,
      path: ["Click-throughs"],
    });
  });
  test.each<[keyof ReportRow, (string | undefined)[]]>([
    ["date", ["2026-11-18", "20261131", "202611181", "x20261118", "", undefined]],
    ["campaignId", [undefined, "x".repeat(301)]],
    ["adGroupId", [undefined, "x".repeat(301)]],
    ["creativeId", ["x".repeat(301)]],
    [
      "Click-throughs",
      ["-1", "1.5", "1.", "many", "1000000001", "3E9", "1E12", "1x", "x1", "1.01", "0.99", "-0.5"],
    ],
    ["attributedTotalPurchases14d", ["-1", "1.01", "1.002", "1.998", "2e-3", "3000000000"]],
    ["totalUnitsSold14d", ["-1", "0.5", "NaN"]],
    ["totalAttributedSales14d", ["-1", "1,000", "$5", "1000000000.01"]],
  ])("is refused by name for its %s, with what it is", (field, faults) => {
    const sentence = '".*" (is (no|below|more)|has too many).*';
    for (const fault of faults)
      expect([fault, read({ [field]: fault })]).toMatchObject([
        fault,
        {
          ok: false,
          code: "BAD_REPORT_ROW",
          message: expect.stringMatching(
            new RegExp(`^The report row's ${field} cannot be read(: ${sentence}|$)`),
          ),
          path: [field],
        },
      ]);
  });
  test.each<[string, bigint]>([
    ["1000000000.00", maxReportCount],
    ["9.99999999E8", 999_999_999n],
    ["2.9999999996", 3n],
    ["1.001", 1n],
    ["1.999", 2n],
    ["1.42E-14", 0n],
    ["-0.0", 0n],
  ])("counts %s", (text, count) =>
    expect(read({ "Click-throughs": text, campaignId: "x".repeat(300) })).toMatchObject({
      ok: true,
      value: { totals: { clickThroughs: count } },
    }),
  );
});

test("each figure is refused for what it is", () => {
  expect(figureFault("3000000000", null)).toBe(
    '"3000000000" is more than the 1,000,000,000 that one row can tell',
  );
  expect(figureFault("1.5", null)).toBe('"1.5" is no whole number');
  expect(figureFault("-1", null)).toContain("below zero");
  expect(figureFault("many", null)).toBe('"many" is no number');
  expect(figureFault("1E13", 2)).toContain("is more than the 1,000,000,000 that");
});

test("no sum of counts that rows can tell passes what the API's figures hold", () => {
  const rows = { partners: 5_000n, days: 2n * 366n };
  expect(maxReportCount * rows.partners * rows.days).toBeLessThan(2n ** 53n);
  expect(maxReportAmount * rows.partners).toBeLessThan(2n ** 63n);
});

test("no two rows share a key, whatever their ids hold", () => {
  const key = (campaignId: string, adGroupId: string, creativeId = "t") =>
    rowKey("a", "CREATIVE", { date: "2026-11-18", campaignId, adGroupId, creativeId });
  expect(key("c", "g")).toBe("a|2026-11-18|c|g|t");
  expect(key("c|1", "50%|")).toBe("a|2026-11-18|c%7C1|50%25%7C|t");
  expect(
    new Set([key("c|g", "x"), key("c", "g|x"), key("c%7Cg", "x"), key("c", "g", "x|")]).size,
  ).toBe(4);
});

test("no row of one grouping has the key of another", () => {
  const of = (grouping: Grouping, changes = {}) => rowKey("a|b", grouping, { ...tag, ...changes });
  expect(groupings.map((grouping) => of(grouping))).toEqual([
    "a%7Cb|2026-11-18|c",
    "a%7Cb|2026-11-18|c|g",
    "a%7Cb|2026-11-18|c|g|t",
  ]);
  expect(of("ADGROUP", { adGroupId: "g|t" })).not.toBe(of("CREATIVE"));
  expect(of("CREATIVE", { adGroupId: "", creativeId: "" })).not.toBe(of("CAMPAIGN"));
});

test("totals are the same where each of the four is", () => {
  expect(sameTotals(totals, { ...totals })).toBe(true);
  for (const field of ["clickThroughs", "orders", "units", "amount"] as const)
    expect(sameTotals(totals, { ...totals, [field]: 9n })).toBe(false);
});

const none: RowTotals = { clickThroughs: 0n, orders: 0n, units: 0n, amount: 0n };
test.each<[string, Partial<RowTotals>, boolean]>([
  ["comes back as zeros", none, true],
  ["loses clicks and orders", { clickThroughs: 11n, orders: 2n }, true],
  ["loses orders and no click", { orders: 0n, units: 0n, amount: 0n }, false],
  ["loses orders and gains clicks", { clickThroughs: 13n, orders: 2n }, false],
  ["loses clicks and no order", { clickThroughs: 11n }, false],
  ["loses clicks and gains orders", { clickThroughs: 11n, orders: 4n }, false],
  ["is as it was", {}, false],
  ["keeps its clicks alone", { ...none, clickThroughs: 12n }, false],
])("a row that %s: is it masked?", (_, now, masked) =>
  expect(isMasked(totals, { ...totals, ...now })).toBe(masked),
);
test("what mends a row is masked as zeros alone, what takes it back not even so", () => {
  const less = { ...totals, clickThroughs: 11n, orders: 2n };
  const by = (now: RowTotals) =>
    [null, "FIGURES", "ALL"].map((mends) => isMasked(totals, now, mends as MaskedBut));
  expect(by(less)).toEqual([true, false, false]);
  expect(by(none)).toEqual([true, true, false]);
});
test("zeros hide clicks; where there were none, the orders are returned", () => {
  expect(isMasked(none, none)).toBe(false);
  expect(isMasked({ ...none, clickThroughs: 1n }, none)).toBe(true);
  expect(isMasked({ ...none, orders: 1n, units: 1n, amount: 1n }, none)).toBe(false);
  for (const field of ["orders", "units", "amount"] as const)
    expect(isMasked({ ...none, clickThroughs: 2n }, { ...none, [field]: 1n })).toBe(false);
  expect(isMasked({ ...none, clickThroughs: 2n }, { ...none, clickThroughs: 1n })).toBe(false);
});
