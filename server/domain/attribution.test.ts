import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseNoisyAmount,
  parseRow,
  rowKey,
  sameTotals,
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
    [`0.${"1".repeat(31)}`, 2, null],
    ["-1", 2, null],
    ["1.", 2, null],
    [".5", 2, null],
    ["1e3", 2, null],
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
const read = (changes: Partial<Record<keyof ReportRow, string | undefined>> = {}) =>
  parseRow({ ...row, ...changes } as ReportRow, 2);

describe("a row of the report", () => {
  test("has the totals with brand halo, else the promoted ones, else nothing", () => {
    const parsed = {
      date: "2026-11-18",
      campaignId: "c",
      adGroupId: "g",
      creativeId: "t",
      clickThroughs: 12n,
      orders: 3n,
      units: 4n,
      amount: 50_000_000n,
    };
    expect(read()).toEqual({ ok: true, value: parsed });
    const promoted = {
      attributedTotalPurchases14d: undefined,
      totalUnitsSold14d: undefined,
      totalAttributedSales14d: undefined,
    };
    expect(read(promoted)).toEqual({
      ok: true,
      value: { ...parsed, orders: 1n, units: 2n, amount: 10_000_000n },
    });
    const none = { attributedPurchases14d: "", unitsSold14d: undefined, attributedSales14d: "" };
    expect(read({ ...promoted, ...none, "Click-throughs": undefined })).toEqual({
      ok: true,
      value: { ...parsed, clickThroughs: 0n, orders: 0n, units: 0n, amount: 0n },
    });
  });
  test.each<[keyof ReportRow, (string | undefined)[]]>([
    ["date", ["2026-11-18", "20261131", "202611181", "x20261118", "", undefined]],
    ["campaignId", [undefined, "x".repeat(301)]],
    ["adGroupId", [undefined, "x".repeat(301)]],
    ["creativeId", [undefined, "x".repeat(301)]],
    ["Click-throughs", ["-1", "1.5", "1.", "many", "1234567890123", "1x", "x1"]],
    ["attributedTotalPurchases14d", ["-1", "1.01", "1e3"]],
    ["totalUnitsSold14d", ["-1", "0.5", "NaN"]],
    ["totalAttributedSales14d", ["-1", "1,000", "$5"]],
  ])("is refused by name for its %s", (field, faults) => {
    for (const fault of faults)
      expect([fault, read({ [field]: fault })]).toMatchObject([
        fault,
        {
          ok: false,
          code: "BAD_REPORT_ROW",
          message: `The report row's ${field} cannot be read`,
          path: [field],
        },
      ]);
  });
  test("what is just read", () => {
    expect(
      read({ campaignId: "x".repeat(300), "Click-throughs": "123456789012.00" }),
    ).toMatchObject({ ok: true, value: { clickThroughs: 123_456_789_012n } });
  });
});

test("no two rows share a key, whatever their ids hold", () => {
  const key = (campaignId: string, adGroupId: string, creativeId = "t") =>
    rowKey("a", { date: "2026-11-18", campaignId, adGroupId, creativeId });
  expect(key("c", "g")).toBe("a|2026-11-18|c|g|t");
  expect(key("c|1", "50%|")).toBe("a|2026-11-18|c%7C1|50%25%7C|t");
  expect(
    new Set([key("c|g", "x"), key("c", "g|x"), key("c%7Cg", "x"), key("c", "g", "x|")]).size,
  ).toBe(4);
});

test("totals are the same where each of the four is", () => {
  const totals: RowTotals = { clickThroughs: 1n, orders: 2n, units: 3n, amount: 4n };
  expect(sameTotals(totals, { ...totals })).toBe(true);
  for (const field of ["clickThroughs", "orders", "units", "amount"] as const)
    expect(sameTotals(totals, { ...totals, [field]: 9n })).toBe(false);
});
