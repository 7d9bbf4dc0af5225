import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  allot,
  applyRate,
  divideHalfEven,
  formatMicros,
  parseDecimal,
  readMicros,
  toMinorUnits,
} from "./money.ts";

const micros = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

describe("text", () => {
  test("every amount survives being written and read", () => {
    fc.assert(
      fc.property(micros, (amount) => {
        expect(parseDecimal(formatMicros(amount), "x")).toEqual({ ok: true, value: amount });
      }),
      { numRuns: 2000 },
    );
  });
  test("a sum is read whatever its size, and nothing else is", () => {
    for (const sum of ["2239999999997.76", "-99999999999999999999.000001"])
      expect(formatMicros(readMicros(sum))).toBe(sum);
    expect(() => readMicros("1e3")).toThrow("exponent");
  });
  test.each([
    ["0.0333", 33_300n, "0.0333"],
    ["-1.5", -1_500_000n, "-1.50"],
    ["7", 7_000_000n, "7.00"],
    ["0.1000000", 100_000n, "0.10"],
    ["1000000000000", 10n ** 18n, "1000000000000.00"],
  ])("%s", (text, value, written) => {
    expect(parseDecimal(text, "x")).toEqual({ ok: true, value });
    expect(formatMicros(value)).toBe(written);
  });
  test("a refusal quotes what was written, cut short, and says what is wrong with it", () => {
    const message = (text: string, decimals?: number) => {
      const read = parseDecimal(text, "rate", decimals);
      return read.ok ? null : read.message;
    };
    expect(message("x".repeat(60))).toBe(
      `"${"x".repeat(40)}…" is not a decimal number such as 0.12`,
    );
    expect(message(`0.${"1".repeat(60)}`, 4)).toBe(
      `"0.${"1".repeat(38)}…" has more than 4 decimals`,
    );
    expect(message(`9999999999999.${"0".repeat(60)}`)).toBe(
      `"9999999999999.${"0".repeat(26)}…" is larger than 1000000000000`,
    );
    expect(parseDecimal("0.100000000", "rate")).toEqual({ ok: true, value: 100_000n });
    expect(formatMicros(0n)).toBe("0.00");
  });
  test("no decimals are written when none are asked for", () =>
    expect(formatMicros(5_000_000n, 0)).toBe("5"));
  test.each([
    "",
    "1,5",
    "1.",
    ".5",
    "1e3",
    "+1",
    "--1",
    "0x1",
    "1 1",
    "12345678901234",
    "NaN",
    "1000000000001",
  ])("%j is refused with its path", (text) => {
    expect(parseDecimal(text, "rate")).toMatchObject({
      ok: false,
      code: "BAD_AMOUNT",
      path: ["rate"],
    });
  });
  test("more decimals than allowed are refused, trailing zeros are not decimals", () => {
    expect(parseDecimal("0.03333", "rate", 4).ok).toBe(false);
    expect(parseDecimal("0.03330", "rate", 4).ok).toBe(true);
  });
});

describe("rounding", () => {
  test.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [6n, 4n, 2n],
    [10n, 4n, 2n],
    [14n, 4n, 4n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [0n, 9n, 0n],
  ])("%s / %s = %s, half to even", (dividend, divisor, quotient) =>
    expect(divideHalfEven(dividend, divisor)).toBe(quotient),
  );
  test("never off by more than half, and odd", () => {
    fc.assert(
      fc.property(micros, fc.bigInt({ min: 1n, max: 10n ** 9n }), (dividend, divisor) => {
        const quotient = divideHalfEven(dividend, divisor);
        const rest = dividend - quotient * divisor;
        expect(2n * (rest < 0n ? -rest : rest) <= divisor).toBe(true);
        expect(divideHalfEven(-dividend, divisor)).toBe(-quotient);
      }),
    );
  });
  test("a divisor of 0 or less is a bug", () => {
    for (const divisor of [0n, -1n])
      expect(() => divideHalfEven(1n, divisor)).toThrow(
        new RangeError("divideHalfEven: divisor must be positive"),
      );
  });
  test("8 % of 191.96 is exact", () => expect(applyRate(191_960_000n, 80_000n)).toBe(15_356_800n));
  test("0.0333 three times is 0.0999 in the ledger; the statement rounds once [D90]", () => {
    expect(toMinorUnits(33_300n * 3n, 2)).toEqual({ minor: 10n, carryMicros: -100n });
    expect(toMinorUnits(1_234_567n, 0)).toEqual({ minor: 1n, carryMicros: 234_567n });
    expect(toMinorUnits(1_234_567n, 3)).toEqual({ minor: 1235n, carryMicros: -433n });
    expect(toMinorUnits(7n, 6)).toEqual({ minor: 7n, carryMicros: 0n });
    expect(toMinorUnits(7n, 8)).toEqual({ minor: 7n, carryMicros: 0n });
  });
  test("carrying the rest loses nothing over any number of statements", () => {
    fc.assert(
      fc.property(fc.array(micros, { maxLength: 50 }), (amounts) => {
        let carry = 0n;
        let paid = 0n;
        for (const amount of amounts) {
          const line = toMinorUnits(amount + carry, 2);
          paid += line.minor * 10_000n;
          carry = line.carryMicros;
        }
        expect(paid + carry).toBe(amounts.reduce((a, b) => a + b, 0n));
      }),
    );
  });
});

describe("allot", () => {
  test("the parts sum to the total and no part is off by a micro or more", () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 30 })
      .filter((list) => list.some((w) => w > 0n));
    fc.assert(
      fc.property(micros, weights, (total, list) => {
        const parts = allot(total, list);
        const sum = list.reduce((a, b) => a + b, 0n);
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
        for (const [i, part] of parts.entries()) {
          const off = part * sum - total * (list[i] ?? 0n);
          expect((off < 0n ? -off : off) < sum).toBe(true);
        }
      }),
    );
  });
  test("the rest goes to the largest remainder, ties by position", () => {
    expect(allot(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allot(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
    expect(allot(10n, [1n, 2n])).toEqual([3n, 7n]);
    // The greater weight has the smaller remainder.
    expect(allot(3n, [5n, 2n])).toEqual([2n, 1n]);
    expect(allot(5n, [2n, 0n, 2n, 2n])).toEqual([2n, 0n, 2n, 1n]);
  });
  test("no weight or a negative one is a bug", () => {
    for (const weights of [[], [0n], [2n, -1n]])
      expect(() => allot(1n, weights)).toThrow(
        new RangeError("allot: weights must be ≥ 0 with a positive sum"),
      );
  });
});
