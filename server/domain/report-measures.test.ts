import fc from "fast-check";
import { expect, test } from "vitest";
import { measured, type MeasuredFigures } from "./report-measures.ts";

const none: MeasuredFigures = {
  raw: 0,
  unique: 0,
  newVisitors: 0,
  payable: 0,
  paid: 0,
  orders: 0,
  units: 0,
  leads: 0,
  clickPayout: new Map(),
  wouldPay: new Map(),
  conversionPayout: new Map(),
  saleAmount: new Map(),
  totalRaw: 0,
};

test("measures are fractions of what is shown, rounded half to even to a millionth", () => {
  const figures: MeasuredFigures = {
    ...none,
    raw: 8,
    unique: 3,
    payable: 4,
    orders: 2,
    clickPayout: new Map([["USD", 10_000_010n]]),
    wouldPay: new Map([["USD", 7n]]),
    conversionPayout: new Map([
      ["USD", 5_000_000n],
      ["EUR", 4n],
    ]),
    saleAmount: new Map([
      ["USD", 30_000_020n],
      ["GBP", 1_000_000n],
    ]),
    totalRaw: 12,
  };
  expect(measured(figures)).toEqual({
    wouldPay: new Map([["USD", 7n]]),
    payout: new Map([
      ["USD", 15_000_010n],
      ["EUR", 4n],
    ]),
    share: 666_667n,
    conversionRate: 666_667n,
    cpc: new Map([["USD", 2_500_002n]]),
    // 4 of 8 millionths are half of one, which goes to the even 0.
    epc: new Map([
      ["USD", 1_875_001n],
      ["EUR", 0n],
    ]),
    roas: new Map([["USD", 2_000_000n]]),
  });
});

test("nothing is divided by nothing, and sales that nobody can tell are no zero", () => {
  expect(measured(none)).toEqual({
    wouldPay: new Map(),
    payout: new Map(),
    share: null,
    conversionRate: null,
    cpc: new Map(),
    epc: new Map(),
    roas: new Map(),
  });
  const unknown = {
    ...none,
    raw: 5,
    unique: 5,
    clickPayout: new Map([["USD", 5n]]),
    orders: null,
    conversionPayout: null,
    saleAmount: null,
    totalRaw: 5,
  };
  expect(measured(unknown)).toMatchObject({ share: 1_000_000n, conversionRate: null });
  expect([measured(unknown).epc.size, measured(unknown).roas.size]).toEqual([0, 0]);
});

test("a cost per click is never off by more than half a millionth a click", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), fc.integer({ min: 1, max: 1_000_000 }), (paid, n) => {
      const cpc = measured({ ...none, payable: n, clickPayout: new Map([["USD", paid]]) }).cpc;
      const off = (cpc.get("USD") ?? -1n) * BigInt(n) - paid;
      expect((off < 0n ? -off : off) * 2n <= BigInt(n)).toBe(true);
    }),
  );
});
