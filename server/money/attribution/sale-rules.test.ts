import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "../../platform/clock.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { settleProgram } from "./conversion-job.ts";
import { createSalesBench, type SalesBench, type Stage } from "../../testing/money/sales-bench.ts";

let bench: SalesBench;
beforeAll(async () => {
  bench = await createSalesBench();
});
afterAll(() => bench.close());

const rule = (variable: string, operator: string, ...values: string[]) => ({
  variable,
  operator,
  values,
});
const group = (rate: string, ...rules: ReturnType<typeof rule>[]) => ({ name: rate, rate, rules });
const micros = async (stage: Stage) =>
  (await stage.conversions()).map(({ payout_micros }) => payout_micros);

/** What one sale of 100.00 is paid by a group of 50 % with this rule, else 10 %. */
async function paidWith(
  rules: ReturnType<typeof rule>[],
  traits: SaleTraits | undefined,
  orders = 1,
): Promise<string> {
  const stage = await bench.stage({ groups: [group("50%", ...rules)] });
  await stage.report({ amount: "100", orders, ...(traits ? { traits } : {}) });
  await stage.balanced();
  const [payout] = await micros(stage);
  if (payout === 50_000_000n) return "group";
  if (payout === 10_000_000n) return "default";
  return String(payout);
}

test.each([
  ["ITEM_SKU", "IS", "b0test0001", { sku: "B0TEST0001" }, { sku: "B0OTHER" }],
  ["ITEM_CATEGORY", "IS", "Shoes", { category: "shoes" }, { category: "hats" }],
  ["PROMO_CODE", "STARTS_WITH", "summer", { promoCode: "SUMMER10" }, { promoCode: "WINTER10" }],
  ["CUSTOMER_STATUS", "IS", "NEW", { customerStatus: "new" }, { customerStatus: "RETURNING" }],
  ["CUSTOMER_COUNTRY", "IN", "US, CA", { customerCountry: "CA" }, { customerCountry: "MX" }],
  ["CUSTOMER_REGION", "IS", "Ontario", { customerRegion: "Ontario" }, { customerRegion: "Quebec" }],
  ["CUSTOMER_CITY", "IS", "Toronto", { customerCity: "Toronto" }, { customerCity: "Ottawa" }],
  [
    "CUSTOMER_POSTCODE",
    "STARTS_WITH",
    "902",
    { customerPostcode: "90210" },
    { customerPostcode: "10001" },
  ],
] as const)(
  "[D81] rules on sales: %s is true, false, and equals nothing where the row does not say",
  async (variable, operator, value, yes, no) => {
    const rules = [rule(variable, operator, value)];
    expect([
      await paidWith(rules, yes),
      await paidWith(rules, no),
      await paidWith(rules, undefined),
    ]).toEqual(["group", "default", "default"]);
    expect([
      await paidWith([rule(variable, "EXISTS")], yes),
      await paidWith([rule(variable, "EXISTS")], undefined),
      await paidWith([rule(variable, "NOT_EXISTS")], undefined),
    ]).toEqual(["group", "default", "group"]);
  },
);

test("[D81] an order's total is known of one order alone, a currency of all sales", async () => {
  expect(await paidWith([rule("ORDER_TOTAL", "GT", "99.99")], undefined)).toBe("group");
  expect(await paidWith([rule("ORDER_TOTAL", "GT", "100")], undefined)).toBe("default");
  // Found 3: the sale's 100.00 is 100.
  expect(await paidWith([rule("ORDER_TOTAL", "IS", "100")], undefined)).toBe("group");
  expect(await paidWith([rule("ORDER_TOTAL", "NOT_IN", "100", "7")], undefined)).toBe("default");
  expect(await paidWith([rule("ORDER_TOTAL", "EXISTS")], undefined, 2)).toBe("default");
  expect(await paidWith([rule("CURRENCY", "IS", "usd")], undefined)).toBe("group");
});

test("rows of one tag and day that name different things are sales of their own", async () => {
  const stage = await bench.stage({
    groups: [group("50%", rule("ITEM_SKU", "IS", "A"))],
    restrictions: [{ name: "no gifts", rules: [rule("ITEM_CATEGORY", "IS", "gift card")] }],
  });
  await stage.report(
    { amount: "100" },
    { amount: "10", traits: { sku: "A" } },
    { amount: "20", traits: { sku: "B" } },
    { amount: "40", traits: { sku: "A", category: "Gift card" } },
  );
  const booked = async () =>
    (await stage.conversions()).map(({ traits, payout_micros, reason }) => [
      (traits as SaleTraits | null)?.sku ?? null,
      payout_micros,
      reason,
    ]);
  const asBooked = [
    [null, 10_000_000n, null],
    ["A", 0n, "RESTRICTED"],
    ["A", 5_000_000n, null],
    ["B", 2_000_000n, null],
  ];
  expect((await booked()).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual(
    asBooked.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
  );
  expect(new Set((await stage.conversions()).map(({ order_id }) => order_id)).size).toBe(4);
  await stage.report({ amount: "4", traits: { sku: "A" } });
  expect((await micros(stage)).toSorted((a, b) => Number(a - b))).toEqual([
    0n,
    2_000_000n,
    2_000_000n,
    10_000_000n,
  ]);
  await stage.balanced();
});

test.each([
  ["a share of the amount", "10%", "ORDER", 20_000_000n],
  ["a share of the amount, whatever the level", "10%", "ITEM", 20_000_000n],
  ["a flat amount for each order", "3", "ORDER", 6_000_000n],
  ["a flat amount for each item", "3", "ITEM", 15_000_000n],
] as const)("two orders of five items worth 200.00 earn %s", async (_name, rate, level, payout) => {
  const stage = await bench.stage({ level, rate });
  await stage.report({ orders: 2, units: 5, amount: "200" });
  expect(await micros(stage)).toEqual([payout]);
  const grouped = await bench.stage(
    { level, groups: [group(rate, rule("CURRENCY", "IS", "USD"))] },
    "1",
  );
  await grouped.report({ orders: 2, units: 5, amount: "200" });
  expect(await micros(grouped)).toEqual([payout]);
});

async function listOf(
  stage: Stage,
  kind: string,
  versions: { since: string; items: string[] }[],
  deactivatedAt: string | null = null,
): Promise<string> {
  const id = uuidv7();
  await bench.owner.query(
    `insert into exception_list (
        id, brand_account_id, kind, name, state, created_by, created_at, deactivated_at
      )
      values ($1, $2, $3, $7, $4, $5, '2026-01-01', $6)`,
    [
      id,
      stage.world.brand,
      kind,
      deactivatedAt === null ? "ACTIVE" : "DEACTIVATED",
      stage.world.user,
      deactivatedAt,
      `List ${id}`,
    ],
  );
  for (const [n, { since, items }] of versions.entries())
    await bench.owner.query("insert into exception_list_version values ($1, $2, $3, $4, $5, $6)", [
      id,
      n + 1,
      stage.world.brand,
      items,
      since,
      stage.world.user,
    ]);
  return id;
}
/**
 * Terms name a list that must exist first, and the list belongs to the brand of the terms: they are
 * given the list afterwards.
 */
async function stageWithList(
  kind: string,
  variable: string,
  versions: { since: string; items: string[] }[],
  deactivatedAt: string | null = null,
): Promise<Stage> {
  const placeholder = uuidv7();
  const stage = await bench.stage({ groups: [group("50%", rule(variable, "IS", placeholder))] });
  const id = await listOf(stage, kind, versions, deactivatedAt);
  await bench.owner.query(
    `update terms_version
      set body = replace(body::text, $2, $3)::jsonb
      where id = (select terms_version_id from contract where id = $1)`,
    [stage.contract, placeholder, id],
  );
  return stage;
}

test("a sale is looked up in the list as it was at the sale's instant, without case", async () => {
  const stage = await stageWithList("SKU", "ITEM_SKU_LIST", [
    { since: "2026-01-01T00:00:00Z", items: ["a", "b"] },
    { since: "2026-06-12T00:00:00Z", items: ["c"] },
  ]);
  const on = (date: string, sku: string) => ({ date, traits: { sku } });
  await stage.report(
    on("2026-06-10", "A"),
    on("2026-06-10", "c"),
    on("2026-06-13", "C"),
    on("2026-06-13", "a"),
    { date: "2026-06-13" },
  );
  const paid = (await stage.conversions()).map(({ date, traits, payout_micros }) => [
    date,
    (traits as SaleTraits | null)?.sku ?? null,
    payout_micros,
  ]);
  expect(paid.filter(([, , payout]) => payout === 50_000_000n)).toEqual([
    ["2026-06-10", "A", 50_000_000n],
    ["2026-06-13", "C", 50_000_000n],
  ]);
  expect(paid).toHaveLength(5);
  // Priced anew, it is looked up as of then.
  await bench.owner.query("update contract set ends_at = '2027-01-01' where id = $1", [
    stage.contract,
  ]);
  await stage.ask((await stage.conversions())[0]?.id ?? "", "MODIFY", {
    amount: 40_000_000n,
    code: "ORDER_UPDATE",
  });
  await settleProgram(bench.desk, stage.world.program);
  expect(
    (await stage.conversions())
      .filter(({ traits }) => (traits as SaleTraits | null)?.sku === "A")
      .map(({ payout_micros }) => payout_micros),
  ).toEqual([20_000_000n]);
  await stage.balanced();
});

test.each([
  ["CATEGORY", "ITEM_CATEGORY_LIST", { category: "Shoes" }],
  ["PROMO_CODE", "PROMO_CODE_LIST", { promoCode: "shoes" }],
])(
  "a list of %s holds what it names; deactivated, it holds nothing from then on",
  async (kind, variable, traits) => {
    const versions = [{ since: "2026-01-01T00:00:00Z", items: ["shoes"] }];
    const stage = await stageWithList(kind, variable, versions, "2026-06-12T00:00:00Z");
    await stage.report({ date: "2026-06-10", traits }, { date: "2026-06-13", traits });
    expect(await micros(stage)).toEqual([50_000_000n, 10_000_000n]);
  },
);
