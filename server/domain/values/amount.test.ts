/** Amounts, rates and counts as people write them: what is read, and what each fault says. */
import { expect, test } from "vitest";
import type { Result } from "../result.ts";
import { commaFault, gateAmount, gateCount, gateDecimal, gateRate, gateWhole } from "./amount.ts";

const told = (read: Result<unknown>): unknown =>
  read.ok ? read.value : `${read.code} ${read.path.join(".")}: ${read.message}`;
const bad = (message: string): string => `BAD_AMOUNT at: ${message}`;

test.each<[string, Parameters<typeof gateAmount>[1], bigint | string]>([
  ["0.0333", {}, 33_300n],
  ["007.50", {}, 7_500_000n],
  ["1.2345678", {}, bad('"1.2345678" has more than 6 decimals')],
  ["1.2345670000", {}, 1_234_567n],
  ["1000000000000", {}, 1_000_000_000_000_000_000n],
  ["1000000000000.000001", {}, bad('"1000000000000.000001" is larger than 1000000000000')],
  ["5", { max: 5n }, 5_000_000n],
  ["1.005", { currency: "USD" }, bad('"1.005" has more decimals than USD, which has 2')],
  ["1.50", { currency: "JPY" }, bad('"1.50" has more decimals than JPY, which has none')],
  ["1.500", { currency: "USD" }, 1_500_000n],
  ["1.005", { currency: "KWD" }, 1_005_000n],
  ["1.005", { currency: "USD", decimals: 3 }, 1_005_000n],
  ["-1.5", {}, bad('"-1.5" is negative: an amount here is 0 or more')],
  ["-1.5", { negative: true }, -1_500_000n],
  ["-0", {}, 0n],
  [" 2 ", {}, 2_000_000n],
  ["", {}, bad("An amount is missing: write one such as 0.12")],
  ["1e3", {}, bad('"1e3" is written with an exponent: write it out, such as 1000')],
  ["-1.5E+12", {}, bad('"-1.5E+12" is written with an exponent: write it out, such as 1000')],
  ["+1e-3", {}, bad('"+1e-3" is written with an exponent: write it out, such as 1000')],
  ["x1e3", {}, bad('"x1e3" is not a decimal number such as 0.12')],
  ["1e3x", {}, bad('"1e3x" is not a decimal number such as 0.12')],
  ["+5", {}, bad('"+5" has a plus sign: leave it out')],
  ["5+", {}, bad('"5+" is not a decimal number such as 0.12')],
  ["٣", {}, bad('"٣" is not written in plain digits: use 0 to 9 and a point')],
  ["1,000", {}, bad('"1,000" may be 1000 or 1.000: write the one that is meant')],
  ["49,90", {}, bad('"49,90" has more than digits and a point: write 49.90')],
  ["1'000", {}, bad('"1\'000" has more than digits and a point: write 1000')],
  ["1 000.5", {}, bad('"1 000.5" has more than digits and a point: write 1000.5')],
  ["1.000.000", {}, bad('"1.000.000" has more than digits and a point: write 1000000')],
  ["1.000,50", {}, bad('"1.000,50" has more than digits and a point: write 1000.50')],
  ["x1.000.000", {}, bad('"x1.000.000" is not a decimal number such as 0.12')],
  ["x1.000,50", {}, bad('"x1.000,50" is not a decimal number such as 0.12')],
  ["1.000,50x", {}, bad('"1.000,50x" is not a decimal number such as 0.12')],
  ["five", {}, bad('"five" is not a decimal number such as 0.12')],
])("the amount %j with %o", (text, bounds, expected) =>
  expect(told(gateAmount(text, bounds, "at"))).toBe(expected),
);

test("a decimal number has as many digits as can be written", () => {
  expect(told(gateDecimal("1".repeat(100)))).toBe("1".repeat(100));
  expect(gateDecimal("1".repeat(101)).ok).toBe(false);
});

test.each<[string, string | null]>([
  // Where commas separate, few write one number so, and more digits than three are no group.
  ["1,000", '"1,000" may be one number or several: write 1000 or 1.000, or each number by itself'],
  ["49,90", '"49,90" may be one number or several: write 49.90, or each number by itself'],
  ["-49,90", '"-49,90" may be one number or several: write -49.90, or each number by itself'],
  ['"1,5"', '"1,5" may be one number or several: write 1.5, or each number by itself'],
  ["1,2000", null],
  ["-1,2000", null],
  ["1000,2000", null],
  ["15,25000", null],
  ["1000,200", null],
  ["-1000,200", null],
  ["1000,20", '"1000,20" may be one number or several: write 1000.20, or each number by itself'],
  ["1'000", null],
  ["1.000.000", null],
  [
    "1,000,200.5",
    '"1,000,200.5" may be one number or several: write 1000200.5, or each number by itself',
  ],
  [
    "1 000,5000",
    '"1 000,5000" may be one number or several: write 1000.5000, or each number by itself',
  ],
  ["1,2,3", null],
])("in a list %j may be one number", (text, fault) =>
  expect(commaFault(text, { inList: true })).toBe(fault),
);

const badShare = "BAD_RATE at: A percentage lies between 0% and 100% and has at most four decimals";
test.each<[string, object | string]>([
  ["0.12", { kind: "AMOUNT", micros: 120_000n }],
  ["8%", { kind: "PERCENT", millionths: 80_000n }],
  ["100%", { kind: "PERCENT", millionths: 1_000_000n }],
  ["0.0001%", { kind: "PERCENT", millionths: 1n }],
  ["100.0001%", badShare],
  ["101%", badShare],
  ["", 'BAD_RATE at: A payout is an amount such as 0.12 or, for sales, a share such as "8%"'],
  ["0.12345", bad('"0.12345" has more than 4 decimals')],
  ["0.12345%", bad('"0.12345" has more than 4 decimals')],
  ["11", bad('"11" is larger than 10')],
  ["x%", bad('"x" is not a decimal number such as 0.12')],
])("the payout %j", (text, expected) => expect(told(gateRate(text, 10n, "at"))).toEqual(expected));

test("whole numbers lie within their bounds, both included", () => {
  const whole = (value: number) =>
    told(gateWhole("BAD_DAYS", "A trial has 1 to 9 days", value, { min: 1, max: 9 }, "days"));
  expect([1, 9, 0, 10, 1.5, NaN].map(whole)).toEqual([
    1,
    9,
    ...["0", "10", "1.5", "NaN"].map(
      (text) => `BAD_DAYS days: A trial has 1 to 9 days, not ${text}`,
    ),
  ]);
  const counted = (text: string) =>
    told(gateCount("BAD_LIMIT", "A number of clicks", text, { min: 0n, max: 9n }, "max"));
  const refused = (text: string) =>
    `BAD_LIMIT max: A number of clicks is a whole number from 0 to 9, not "${text}"`;
  expect(["0", "9", " 7 ", "-0", "007"].map(counted)).toEqual([0n, 9n, 7n, 0n, 7n]);
  for (const text of ["10", "-1", "1.5", "", "x1", "1x", "0000000000000001", "-01"])
    expect(counted(text)).toBe(refused(text));
  const from5 = gateCount("BAD_LIMIT", "A number", "4", { min: 5n, max: 9n });
  expect(from5.ok).toBe(false);
});
