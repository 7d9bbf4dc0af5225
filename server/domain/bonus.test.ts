import fc from "fast-check";
import { expect, test } from "vitest";
import { bonusBeside, type BonusDraft } from "./bonus-input.ts";
import { bonusOf, bonusReason } from "./bonus.ts";
import { formatMicros } from "./money.ts";
import { priceOf, termsFromJson, termsToJson, type Bonus, type Rate } from "./terms.ts";
import type { EventPayoutDraft } from "./terms-draft.ts";
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
  // Of a version whose tiers are fewer now.
  expect(bonusReason(bonus, defaultRate, { ...locked, orders: 1n }, 2, "USD")).toBe(
    "500.00 USD in 1 order locked in the month",
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

test.each<[string, Partial<EventPayoutDraft>, object, string, string]>([
  [
    "a share on conversions past each tier",
    {},
    { basis: "CONVERSIONS", tiers: [{ from: "2", rate: "6%" }] },
    ".tiers.0.rate",
    "Past each tier, revenue earns a share and conversions earn an amount each",
  ],
  [
    "an amount on revenue past each tier",
    { rate: "4" },
    { tiers: [{ from: "2", rate: "6" }] },
    ".tiers.0.rate",
    "Past each tier, revenue earns a share and conversions earn an amount each",
  ],
  [
    "a rate of another kind than the default",
    {},
    { kind: "ALL_CONVERSIONS", tiers: [{ from: "2", rate: "6" }] },
    ".tiers.0.rate",
    "A tier pays the difference to the default payout: both are shares, or both are amounts",
  ],
  [
    "a rate not above the default",
    {},
    { tiers: [{ from: "200", rate: "4%" }] },
    ".tiers.0.rate",
    "A tier pays more than the default payout",
  ],
  [
    "a rate of nothing",
    {},
    { tiers: [{ from: "200", rate: "0%" }] },
    ".tiers.0.rate",
    'A tier pays an amount such as 2.50 or a share such as "6%"',
  ],
  [
    "tiers out of order",
    {},
    { tiers: tiers.toReversed() },
    ".tiers.1.from",
    "Each tier begins above the one before",
  ],
  [
    "two tiers from one amount on",
    {},
    { tiers: ["6%", "8%"].map((rate) => ({ from: "200", rate })) },
    ".tiers.1.from",
    "Each tier begins above the one before",
  ],
  [
    "a higher tier that pays no more",
    {},
    { tiers: ["200", "400"].map((from) => ({ from, rate: "6%" })) },
    ".tiers.1.rate",
    "Each tier pays more than the one before",
  ],
  ["no tier", {}, { tiers: [] }, ".tiers", "A bonus has 1 to 10 tiers"],
  [
    "eleven tiers",
    {},
    { tiers: Array.from({ length: 11 }, (_, i) => ({ from: `${i + 1}`, rate: `${i + 5}%` })) },
    ".tiers",
    "A bonus has 1 to 10 tiers",
  ],
  [
    "a tier from nothing on",
    {},
    { tiers: [{ from: "0", rate: "6%" }] },
    ".tiers.0.from",
    "A tier of revenue begins with an amount above 0, such as 200",
  ],
  ...["0", "1.5", "1234567890", "x1", "1x"].map(
    (from): [string, Partial<EventPayoutDraft>, object, string, string] => [
      `a tier from ${from} orders on`,
      {},
      { kind: "ALL_CONVERSIONS", basis: "CONVERSIONS", tiers: [{ from, rate: "6%" }] },
      ".tiers.0.from",
      "A tier of conversions begins with a whole number of orders, such as 20",
    ],
  ),
  [
    "a fixed bonus that is a share",
    {},
    { kind: "FIXED" },
    ".tiers.0.rate",
    "A fixed bonus is an amount",
  ],
  [
    "a kind that is none",
    {},
    { kind: "WEEKLY" },
    ".kind",
    "A bonus is paid past each tier, on all conversions, or fixed",
  ],
  [
    "a basis that is none",
    {},
    { basis: "CLICKS" },
    ".basis",
    "A bonus goes by revenue or by conversions",
  ],
  [
    "amounts for each item",
    { level: "ITEM", rate: "4" },
    { kind: "ALL_CONVERSIONS", tiers: [{ from: "2", rate: "6" }] },
    ".kind",
    "A bonus on amounts for each item is fixed: orders are counted, items are not",
  ],
  ["clicks", { event: "CLICK", rate: "1" }, {}, "", "A performance bonus is paid on sales alone"],
])("%s: refused at its field", (_name, payout, bonus, path, message) => {
  const made = { event: "SALE" as const, rate: "4%", limits: [], ...payout };
  expect(
    parseTerms({
      currency: "USD",
      eventPayouts: [{ ...made, bonus: { ...example, ...bonus } }],
    }),
  ).toMatchObject({
    ok: false,
    code: "BAD_BONUS",
    path: [`eventPayouts.0.bonus${path}`],
    message,
  });
});

test("a tier's amount and rate are read as all are, and refused in the bonus's name", () => {
  const read = (tier: { from: string; rate: string }) =>
    parseTerms({
      currency: "USD",
      eventPayouts: [
        { event: "SALE", rate: "4%", limits: [], bonus: { ...example, tiers: [tier] } },
      ],
    });
  expect(read({ from: "many", rate: "6%" })).toMatchObject({
    code: "BAD_BONUS",
    path: ["eventPayouts.0.bonus.tiers.0.from"],
  });
  expect(read({ from: "200", rate: "much" })).toMatchObject({
    code: "BAD_BONUS",
    path: ["eventPayouts.0.bonus.tiers.0.rate"],
  });
});

test("what is just allowed: ten tiers, one order, amounts beside fixed ones for each item", () => {
  const read = (payout: Partial<EventPayoutDraft>, bonus: object) =>
    parseTerms({
      currency: "USD",
      eventPayouts: [
        { event: "SALE", rate: "4%", limits: [], ...payout, bonus: { ...example, ...bonus } },
      ],
    }).ok;
  const ten = Array.from({ length: 10 }, (_, i) => ({ from: `${i + 1}`, rate: `${i + 5}%` }));
  expect([
    read({}, { tiers: ten }),
    read({ rate: "4" }, { basis: "CONVERSIONS", tiers: [{ from: "1", rate: "6" }] }),
    read({}, { kind: "ALL_CONVERSIONS", basis: "CONVERSIONS", tiers: [{ from: "1", rate: "6%" }] }),
    read({ level: "ITEM", rate: "4" }, { kind: "FIXED", tiers: [{ from: "200", rate: "25" }] }),
    read({ level: "ITEM" }, {}),
  ]).toEqual([true, true, true, true, true]);
});

test("what brings nothing is no bonus; a tier begins at its amount to the micro", () => {
  const made = (of: Partial<BonusDraft>, revenue: bigint, orders: bigint) => {
    const { bonus, defaultRate } = saleWith({ ...example, ...of });
    return bonusOf(bonus, defaultRate, { revenue, orders });
  };
  expect(made({}, 199_000_000n, 9n)).toEqual([]);
  expect(made({}, 200_000_000n, 9n)).toEqual([]);
  // 2 % of 25 micros is half of one, which goes to the even 0; of 26 it is more.
  expect(made({}, 200_000_025n, 9n)).toEqual([]);
  expect(made({}, 200_000_026n, 9n)).toEqual([{ tier: 0, amount: 1n }]);
  const all: Partial<BonusDraft> = {
    kind: "ALL_CONVERSIONS",
    basis: "CONVERSIONS",
    tiers: [{ from: "2", rate: "6%" }],
  };
  expect([
    made(all, 0n, 3n),
    made(all, -5_000_000n, 3n),
    made(all, 9_000_000n, 1n),
    made(all, 9_000_000n, 2n),
  ]).toEqual([[], [], [], [{ tier: 0, amount: 180_000n }]]);
});

test("a tier of another kind than the default is a bug: terms refuse it", () => {
  const { bonus } = saleWith(example);
  expect(() =>
    bonusOf(bonus, { kind: "AMOUNT", micros: 1n }, { revenue: 500_000_000n, orders: 1n }),
  ).toThrow("bonusOf: a tier and the default are of two kinds");
});

test("beside another default payout those tiers are left that pay more than it", () => {
  const share = (percent: bigint): Rate => ({ kind: "PERCENT", millionths: percent * 10_000n });
  const amount: Rate = { kind: "AMOUNT", micros: 4_000_000n };
  const { bonus } = saleWith(example);
  const left = (of: Bonus | null, defaultRate: Rate, level: "ORDER" | "ITEM" = "ORDER") =>
    bonusBeside(of, { level, defaultRate })?.tiers.length ?? null;
  expect([3n, 5n, 6n, 7n, 8n].map((percent) => left(bonus, share(percent)))).toEqual([
    2,
    2,
    1,
    1,
    null,
  ]);
  expect([left(bonus, amount), left(null, share(3n)), left(bonus, share(3n), "ITEM")]).toEqual([
    null,
    null,
    2,
  ]);
  const fixed = saleWith({ ...example, kind: "FIXED", tiers: [{ from: "9", rate: "25" }] }).bonus;
  expect([left(fixed, amount, "ITEM"), left(fixed, share(99n))]).toEqual([1, 1]);
  const tier = { from: "9", rate: "25" };
  const all = saleWith({ ...example, kind: "ALL_CONVERSIONS", tiers: [tier] }, "4").bonus;
  expect([left(all, amount), left(all, amount, "ITEM")]).toEqual([1, null]);
  expect(bonusBeside(bonus, { level: "ORDER", defaultRate: share(7n) })).toEqual({
    ...bonus,
    tiers: bonus.tiers.slice(1),
  });
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
