import fc from "fast-check";
import { expect, test } from "vitest";
import type { BonusDraft } from "./bonus-input.ts";
import { bonusOf, bonusReason } from "./bonus.ts";
import { formatMicros } from "./money.ts";
import { priceOf, termsFromJson, termsToJson, type Bonus, type Rate } from "./terms.ts";
import { parseTerms } from "./terms-input.ts";

const tiers = [
  { from: "200", rate: "6%" },
  { from: "400", rate: "8%" },
];
const example: BonusDraft = { kind: "PAST_EACH_TIER", basis: "REVENUE", tiers };
function saleWith(bonus: BonusDraft, rate = "4%"): { bonus: Bonus; defaultRate: Rate } {
  const terms = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate, limits: [], bonus }],
  });
  if (!terms.ok) throw new Error(`${terms.code} at ${terms.path.join(".")}: ${terms.message}`);
  const [sale] = termsFromJson(termsToJson(terms.value)).eventPayouts;
  if (!sale?.bonus) throw new Error("no bonus");
  return { bonus: sale.bonus, defaultRate: sale.defaultRate };
}
const units = (amount: string): bigint => BigInt(Math.round(Number(amount) * 1_000_000));
function paid(bonus: BonusDraft, revenue: string, orders = 1n, rate = "4%"): string {
  const { bonus: of, defaultRate } = saleWith(bonus, rate);
  return formatMicros(
    bonusOf(of, defaultRate, { revenue: units(revenue), orders }).reduce(
      (sum, { amount }) => sum + amount,
      0n,
    ),
  );
}

test("[D190] the field's example: 500.00 earn 4%, +2 points on 200–399, +4 points above", () => {
  const { bonus, defaultRate } = saleWith(example);
  const locked = { revenue: 500_000_000n, orders: 9n };
  expect(bonusOf(bonus, defaultRate, locked)).toEqual([
    { tier: 0, amount: 4_000_000n },
    { tier: 1, amount: 4_000_000n },
  ]);
  expect(formatMicros(priceOf(defaultRate, 9n, locked.revenue) + 8_000_000n)).toBe("28.00");
  expect(bonusReason(bonus, defaultRate, locked, 1, "USD")).toBe(
    "500.00 USD in 9 orders locked in the month: Bonus each month: what is locked past " +
      "400.00 USD of sales earns 8% instead of 4%",
  );
});

test.each([
  ["0", "0.00"],
  ["199", "0.00"],
  ["200", "0.00"],
  ["200.01", "0.0002"],
  ["399", "3.98"],
  ["400", "4.00"],
  ["400.01", "4.0004"],
])("[D190] boundaries: %s of revenue bring a bonus of %s", (revenue, bonus) =>
  expect(paid(example, revenue)).toBe(bonus),
);

test("[D190] all conversions: past the tier every sale of the month earns its rate", () => {
  const all: BonusDraft = { ...example, kind: "ALL_CONVERSIONS" };
  expect(["199.99", "200", "399.99", "400"].map((revenue) => paid(all, revenue))).toEqual([
    "0.00",
    "4.00",
    "7.9998",
    "16.00",
  ]);
});

test("a fixed bonus is that of the highest tier reached", () => {
  const fixed: BonusDraft = {
    kind: "FIXED",
    basis: "CONVERSIONS",
    tiers: [
      { from: "10", rate: "25" },
      { from: "20", rate: "60" },
    ],
  };
  expect([9n, 10n, 19n, 20n].map((orders) => paid(fixed, "1000", orders))).toEqual([
    "0.00",
    "25.00",
    "25.00",
    "60.00",
  ]);
});

test("past each tier by conversions: the order that reaches it is the first that earns it", () => {
  const counted: BonusDraft = {
    kind: "PAST_EACH_TIER",
    basis: "CONVERSIONS",
    tiers: [
      { from: "3", rate: "2" },
      { from: "5", rate: "5" },
    ],
  };
  expect([2n, 3n, 4n, 5n, 6n].map((orders) => paid(counted, "0", orders, "1"))).toEqual([
    "0.00",
    "1.00",
    "2.00",
    "6.00",
    "10.00",
  ]);
});

test.each([
  [
    "a share on conversions past each tier",
    { ...example, basis: "CONVERSIONS" as const, tiers: [{ from: "2", rate: "6%" }] },
    "bonus.tiers.0.rate",
  ],
  [
    "a rate of another kind than the default",
    { ...example, kind: "ALL_CONVERSIONS" as const, tiers: [{ from: "2", rate: "6" }] },
    "bonus.tiers.0.rate",
  ],
  [
    "a rate not above the default",
    { ...example, tiers: [{ from: "200", rate: "4%" }] },
    "bonus.tiers.0.rate",
  ],
  ["tiers out of order", { ...example, tiers: tiers.toReversed() }, "bonus.tiers.1.from"],
  ["no tier", { ...example, tiers: [] }, "bonus.tiers"],
  [
    "a tier from nothing on",
    { ...example, tiers: [{ from: "0", rate: "6%" }] },
    "bonus.tiers.0.from",
  ],
  ["a fixed bonus that is a share", { ...example, kind: "FIXED" as const }, "bonus.tiers.0.rate"],
])("%s is refused at its field", (_name, bonus, path) => {
  const read = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate: "4%", limits: [], bonus }],
  });
  expect(read.ok ? null : [read.code, read.path.join(".")]).toEqual([
    "BAD_BONUS",
    `eventPayouts.0.${path}`,
  ]);
});

test("clicks have no bonus", () => {
  const read = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "1", limits: [], bonus: example }],
  });
  expect(read.ok ? null : read.code).toBe("BAD_BONUS");
});

const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n });
test("locking more never brings less, and past each tier pays what single cents would", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("PAST_EACH_TIER" as const, "ALL_CONVERSIONS" as const),
      amounts,
      amounts,
      (kind, revenue, more) => {
        const { bonus, defaultRate } = saleWith({ ...example, kind });
        const total = (of: bigint) =>
          bonusOf(bonus, defaultRate, { revenue: of, orders: 1n }).reduce(
            (sum, { amount }) => sum + amount,
            0n,
          );
        expect(total(revenue + more)).toBeGreaterThanOrEqual(total(revenue));
        if (kind === "PAST_EACH_TIER") {
          const rate = (of: bigint): bigint => {
            if (of >= 400_000_000n) return 4n;
            if (of >= 200_000_000n) return 2n;
            return 0n;
          };
          const cents = [0n, 200_000_000n, 400_000_000n, revenue]
            .filter((edge) => edge <= revenue)
            .toSorted((a, b) => (a < b ? -1 : 1));
          const byPart = cents.reduce(
            (sum, from, i) => sum + ((cents[i + 1] ?? revenue) - from) * rate(from),
            0n,
          );
          const [low, high] = [byPart / 100n - 2n, byPart / 100n + 2n];
          expect(total(revenue) >= low && total(revenue) <= high).toBe(true);
        }
      },
    ),
  );
});
