import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLedger } from "../proofs/verify-ledger.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createLog } from "../../platform/log.ts";
import type { ReportRow } from "../../domain/attribution.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import {
  addContract,
  addLink,
  addPartner,
  createSalesWorld,
  type SalesWorld,
} from "../../testing/worlds/sales-world.ts";
import { bookPair, type PairReport } from "../../testing/money/report-pair.ts";

const now = Date.parse("2026-06-20T12:00:00Z");
let database: TestDatabase;
let owner: pg.Pool;
let worker: pg.Pool;
let worlds = 0;
/** Codes are unique in the whole database. */
const name = () => `${(worlds += 1)}x${"0".repeat(4)}`;
let polls = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createPool(database.url, "owner");
  worker = createPool(database.url, "worker");
});
afterAll(async () => {
  await Promise.all([owner.end(), worker.end()]);
  await database.drop();
});

const row = (world: SalesWorld, partner: string, sale: Partial<ReportRow> = {}): ReportRow => ({
  date: "20260610",
  advertiserName: "Brand",
  publisher: "P",
  campaignId: world.programCode,
  adGroupId: partner,
  creativeId: world.adCode,
  "Click-throughs": "12",
  attributedTotalPurchases14d: "2",
  totalUnitsSold14d: "3",
  totalAttributedSales14d: "191.95999999999998",
  ...sale,
});
const book = (world: SalesWorld, rows: unknown[], more: Partial<PairReport> = {}) =>
  bookPair({
    pool: worker,
    programId: world.program,
    advertiserId: world.advertiserId,
    simulated: false,
    rows,
    startedAt: now + (polls += 1),
    clock: () => now,
    newId: uuidv7,
    log: createLog("silent", "test"),
    ...more,
  });
const all = async (sql: string, ...values: unknown[]) =>
  (await owner.query(sql, values)).rows as Record<string, unknown>[];
const conversions = (world: SalesWorld) =>
  all("select * from conversion where program_id = $1 order by order_id", world.program);

async function worldWith(
  saleRate: string | null,
  more: { currency?: string; marketplace?: string } = {},
) {
  const world = await createSalesWorld(owner, {
    name: name(),
    ...(more.marketplace ? { marketplace: more.marketplace } : {}),
  });
  const partner = await addPartner(owner, world, `part${world.programCode}`);
  const contract = await addContract(owner, world, partner, {
    startsAt: "2026-01-01T00:00:00Z",
    saleRate,
    ...(more.currency ? { currency: more.currency } : {}),
  });
  const link = await addLink(owner, world, partner);
  return { world, partner, contract, link };
}

/** Deltas, day cells, decisions and ledger all add up to the conversions. */
async function expectBalanced(world: SalesWorld): Promise<void> {
  const sums = `coalesce(sum(%o), 0)::bigint as orders,
      coalesce(sum(%u), 0)::bigint as units,
      coalesce(sum(%a), 0)::bigint as amount,
      coalesce(sum(%p), 0)::bigint as payout`;
  const of = (o: string, u: string, a: string, p: string) =>
    sums.replace("%o", o).replace("%u", u).replace("%a", a).replace("%p", p);
  const id = world.program;
  const [total] = await all(
    `select ${of("orders", "units", "amount_micros", "payout_micros")}
      from conversion
      where program_id = $1`,
    id,
  );
  const [cells] = await all(
    `select ${of("orders", "units", "amount_micros", "payout_micros")}
      from sales_daily
      where program_id = $1`,
    id,
  );
  expect(cells).toEqual(total);
  const perConversion = await all(
    `select a.orders = sum(u.delta_orders)
        and a.units = sum(u.delta_units)
        and a.amount_micros = sum(u.delta_amount_micros)
        and a.payout_micros = sum(u.delta_payout_micros)
        and a.updates = count(*) as same
      from conversion a
      join conversion_update u on u.conversion_id = a.id
      where a.program_id = $1
      group by a.id`,
    id,
  );
  expect(perConversion.every(({ same }) => same === true)).toBe(true);
  const dayCells = (from: string) => `select
      date,
      partner_account_id,
      contract_id,
      link_id,
      outcome,
      reason,
      is_test,
      sum(orders),
      sum(units),
      sum(amount_micros),
      sum(payout_micros)
    from ${from}
    where program_id = $1 and (orders, units, amount_micros, payout_micros) <> (0, 0, 0, 0)
    group by 1, 2, 3, 4, 5, 6, 7`;
  const [made, kept] = [dayCells("conversion"), dayCells("sales_daily")];
  const wrongCells = await all(`(${made} except ${kept}) union all (${kept} except ${made})`, id);
  expect(wrongCells).toEqual([]);
  const [ledger] = await all(
    `select coalesce(
        sum(case debit when 'BRAND_BUDGET' then amount_micros else -amount_micros end), 0
      )::bigint as payout
      from ledger_transfer
      where event <> 'APPROVAL' and program_id = $1`,
    id,
  );
  expect(ledger?.payout).toBe(total?.payout);
  const [decided] = await all(
    "select coalesce(sum(amount_micros), 0)::bigint as payout from decision where program_id = $1",
    id,
  );
  expect(decided?.payout).toBe(total?.payout);
  expect((await verifyLedger(worker, { program: world.program })).firstDifference).toBeNull();
}

test("a sale is booked with its payout; noise is rounded [D136], no bonus [D137]", async () => {
  const { world, partner, contract, link } = await worldWith("10%");
  expect(await book(world, [row(world, partner.code)])).toMatchObject({
    booked: 1,
    unchanged: 0,
    bad: 0,
    stale: 0,
    foreign: 0,
  });
  const [conversion] = await conversions(world);
  expect(conversion).toMatchObject({
    order_id: `AMZ-${world.programCode}-20260610-${partner.code}/${world.adCode}`,
    orders: 2n,
    units: 3n,
    amount_micros: 191_960_000n,
    payout_micros: 19_196_000n,
    outcome: "PAID",
    reason: null,
    state: "PENDING",
    currency: "USD",
    contract_id: contract,
    link_id: link.id,
    partner_account_id: partner.id,
    date: "2026-06-10",
    is_test: false,
    simulated: false,
    // The date's last millisecond in Los Angeles.
    occurred_at: new Date("2026-06-11T06:59:59.999Z"),
  });
  expect(
    await all(
      `select debit, credit, amount_micros, contract_id, effective_at
        from ledger_transfer
        where program_id = $1`,
      world.program,
    ),
  ).toEqual([
    {
      debit: "BRAND_BUDGET",
      credit: "CLEARING",
      amount_micros: 19_196_000n,
      contract_id: contract,
      effective_at: new Date("2026-06-11T06:59:59.999Z"),
    },
  ]);
  await expectBalanced(world);
});

test("the same report again changes nothing [D139]", async () => {
  const { world, partner } = await worldWith("10%");
  await book(world, [row(world, partner.code)]);
  const state = () =>
    all(
      `select
          (select count(*) from conversion_update) as u,
          (select count(*) from report_row_version) as v,
          (select count(*) from ledger_transfer) as l`,
    );
  const before = await state();
  expect(await book(world, [row(world, partner.code), row(world, partner.code)])).toMatchObject({
    booked: 0,
    unchanged: 1,
  });
  expect(await state()).toEqual(before);
});

test("a return restates the row: negative delta, reversed transfer, totals [D140]", async () => {
  const { world, partner } = await worldWith("10%");
  await book(world, [row(world, partner.code)]);
  await book(world, [
    row(world, partner.code, {
      attributedTotalPurchases14d: "1",
      totalUnitsSold14d: "1",
      totalAttributedSales14d: "50.00",
    }),
  ]);
  expect((await conversions(world))[0]).toMatchObject({
    orders: 1n,
    units: 1n,
    amount_micros: 50_000_000n,
    payout_micros: 5_000_000n,
    updates: 2,
    state: "PENDING",
  });
  const [, second] = await all(
    `select u.*
      from conversion_update u
      join conversion a on a.id = u.conversion_id
      where a.program_id = $1
      order by number`,
    world.program,
  );
  expect(second).toMatchObject({
    delta_orders: -1n,
    delta_units: -2n,
    delta_amount_micros: -141_960_000n,
    delta_payout_micros: -14_196_000n,
  });
  expect(
    await all(
      "select debit from ledger_transfer where program_id = $1 order by debit",
      world.program,
    ),
  ).toEqual([{ debit: "BRAND_BUDGET" }, { debit: "CLEARING" }]);
  expect(
    await all(
      `select version
        from report_row_version v
        join report_row r using (row_key, version)
        where r.program_id = $1 and grouping = 'CREATIVE'`,
      world.program,
    ),
  ).toEqual([{ version: 2 }]);
  await expectBalanced(world);
});

test("everything returned reverses the conversion; a restatement reopens it [D166]", async () => {
  const { world, partner } = await worldWith("10%");
  const none = {
    attributedTotalPurchases14d: "0",
    totalUnitsSold14d: "0",
    totalAttributedSales14d: "0.0",
  };
  await book(world, [row(world, partner.code)]);
  await book(world, [row(world, partner.code, none)]);
  expect((await conversions(world))[0]).toMatchObject({
    state: "REVERSED",
    orders: 0n,
    amount_micros: 0n,
    payout_micros: 0n,
    outcome: "PAID",
  });
  expect(await all("select * from sales_daily where program_id = $1", world.program)).toEqual([]);
  await expectBalanced(world);
  await book(world, [row(world, partner.code)]);
  expect((await conversions(world))[0]).toMatchObject({
    state: "PENDING",
    payout_micros: 19_196_000n,
  });
  await expectBalanced(world);
});

test("no sale terms: discarded [D144]; rate 0: kept [D145]; no contract: unpaid", async () => {
  const discarded = await worldWith(null);
  await book(discarded.world, [row(discarded.world, discarded.partner.code)]);
  expect((await conversions(discarded.world))[0]).toMatchObject({
    outcome: "DISCARDED",
    reason: "ACTIONTERMS_NOT_FOUND",
    payout_micros: 0n,
    amount_micros: 191_960_000n,
  });
  const zero = await worldWith("0%");
  await book(zero.world, [row(zero.world, zero.partner.code)]);
  expect((await conversions(zero.world))[0]).toMatchObject({
    outcome: "PAID_ZERO",
    reason: "ZERO_RATE",
    payout_micros: 0n,
    orders: 2n,
  });
  await book(zero.world, [row(zero.world, zero.partner.code, { date: "20251230" })]);
  expect((await conversions(zero.world))[0]).toMatchObject({
    outcome: "UNPAID",
    reason: "CONTRACT_NOT_FOUND",
    contract_id: null,
  });
  for (const { world } of [discarded, zero]) await expectBalanced(world);
  expect(
    await all("select * from ledger_transfer where program_id = any($1)", [
      discarded.world.program,
      zero.world.program,
    ]),
  ).toEqual([]);
});

test("an unknown ad group counts for the program and for no partner [D146]", async () => {
  const { world } = await worldWith("10%");
  // A partner of another brand is unknown here.
  const other = await worldWith("10%");
  await book(world, [row(world, "nobody"), row(world, other.partner.code), row(world, "")]);
  for (const conversion of await conversions(world))
    expect(conversion).toMatchObject({
      partner_account_id: null,
      outcome: "UNPAID",
      reason: "UNATTRIBUTED",
      orders: 2n,
      payout_micros: 0n,
    });
  expect(
    await all(
      "select orders, partner_account_id from sales_daily where program_id = $1",
      world.program,
    ),
  ).toEqual([{ orders: 6n, partner_account_id: null }]);
  await expectBalanced(world);
});

test("the contract is that at the date's end; another currency pays nothing", async () => {
  const { world, partner } = await worldWith("10%");
  await owner.query(
    "update contract set ends_at = '2026-06-11T06:59:59.999Z' where program_id = $1",
    [world.program],
  );
  const second = await addContract(owner, world, partner, {
    startsAt: "2026-06-11T06:59:59.999Z",
    saleRate: "20%",
  });
  await book(world, [row(world, partner.code), row(world, partner.code, { date: "20260609" })]);
  expect(
    (await conversions(world)).map(({ payout_micros, contract_id }) => [
      payout_micros,
      contract_id === second,
    ]),
  ).toEqual([
    [19_196_000n, false],
    [38_392_000n, true],
  ]);
  const euro = await worldWith("10%", { currency: "EUR" });
  await book(euro.world, [row(euro.world, euro.partner.code)]);
  expect((await conversions(euro.world))[0]).toMatchObject({
    outcome: "UNPAID",
    reason: "CURRENCY_MISMATCH",
    payout_micros: 0n,
    currency: "USD",
  });
  await expectBalanced(euro.world);
});

test("another contract on restatement: taken back under the old, booked under new", async () => {
  const { world, partner, contract } = await worldWith("10%");
  await book(world, [row(world, partner.code)]);
  await owner.query("update contract set ends_at = '2026-06-05T00:00:00Z' where id = $1", [
    contract,
  ]);
  const second = await addContract(owner, world, partner, {
    startsAt: "2026-06-05T00:00:00Z",
    saleRate: "20%",
  });
  await book(world, [row(world, partner.code, { totalAttributedSales14d: "200" })]);
  const perContract = await all(
    `select
        contract_id,
        sum(
          case debit when 'BRAND_BUDGET' then amount_micros else -amount_micros end
        )::bigint as payout
      from ledger_transfer
      where program_id = $1
      group by 1
      order by 2`,
    world.program,
  );
  expect(perContract).toEqual([
    { contract_id: contract, payout: 0n },
    { contract_id: second, payout: 40_000_000n },
  ]);
  expect((await conversions(world))[0]).toMatchObject({
    updates: 4,
    payout_micros: 40_000_000n,
    contract_id: second,
  });
  await expectBalanced(world);
});

test("what was owed stays owed when program or partner is stopped later", async () => {
  const { world, partner } = await worldWith("10%");
  await book(world, [row(world, partner.code)]);
  await owner.query("update account set state = 'SUSPENDED' where id = $1", [partner.id]);
  await owner.query("update event_type set state = 'INACTIVE' where program_id = $1", [
    world.program,
  ]);
  await book(world, [
    row(world, partner.code, { totalAttributedSales14d: "100" }),
    row(world, partner.code, { date: "20260611" }),
  ]);
  expect(
    (await conversions(world)).map(({ outcome, reason, payout_micros }) => [
      outcome,
      reason,
      payout_micros,
    ]),
  ).toEqual([
    ["PAID", null, 10_000_000n],
    ["UNPAID", "PARTNER_NOT_ACTIVE", 0n],
  ]);
});

test("a test link's sale is decided in full and pays nothing [D169]", async () => {
  const { world, partner } = await worldWith("10%");
  const link = await addLink(owner, world, partner, {
    isTest: true,
    adCode: `test${world.programCode}`,
    sharedId: "spring",
  });
  await book(
    world,
    [
      row(world, partner.code, { creativeId: link.adCode }),
      row(world, partner.code, { creativeId: "spring" }),
    ],
    { simulated: true },
  );
  for (const conversion of await conversions(world))
    expect(conversion).toMatchObject({
      is_test: true,
      simulated: true,
      outcome: "UNPAID",
      reason: "TEST_ACTION",
      payout_micros: 0n,
      would_pay_micros: 19_196_000n,
      link_id: link.id,
    });
  expect(await all("select * from ledger_transfer where program_id = $1", world.program)).toEqual(
    [],
  );
  expect(
    await all("select orders, is_test from sales_daily where program_id = $1", world.program),
  ).toEqual([{ orders: 4n, is_test: true }]);
});

test("tags of both forms are credited, test links by their ad group [D128, D146]", async () => {
  const { world, partner, link } = await worldWith("10%");
  const shared = await addLink(owner, world, partner, {
    adCode: `shar${world.programCode}`,
    sharedId: "spring",
  });
  const test = await addLink(owner, world, partner, {
    isTest: true,
    adCode: `test${world.programCode}`,
  });
  const tests = `${partner.code}-test`;
  const tags = [
    [partner.code, world.adCode, link.id, false],
    [partner.code, `${world.adCode}-Any1`, link.id, false],
    [partner.code, `${world.adCode}_off`, link.id, false],
    [partner.code, `${world.adCode}_off-Any1`, link.id, false],
    [partner.code, "spring", shared.id, false],
    [partner.code, `${shared.adCode}-spring`, shared.id, false],
    [partner.code, test.adCode, test.id, true],
    [tests, test.adCode, test.id, true],
    [tests, `${test.adCode}-Any1`, test.id, true],
    [tests, world.adCode, null, true],
  ] as const;
  await book(
    world,
    tags.map(([adGroupId, creativeId]) => row(world, adGroupId, { creativeId })),
  );
  const booked = await all(
    `select a.ad_group_id, a.creative_id, c.link_id, c.is_test, c.partner_account_id
      from conversion c
      join attribution_row a on a.row_key = c.row_key
      where c.program_id = $1`,
    world.program,
  );
  for (const [adGroupId, creativeId, linkId, isTest] of tags)
    expect(
      booked.find((each) => each.ad_group_id === adGroupId && each.creative_id === creativeId),
      `${adGroupId} ${creativeId}`,
    ).toMatchObject({ link_id: linkId, is_test: isTest, partner_account_id: partner.id });
  expect(await book(world, [row(world, `${tests}-test`)])).toMatchObject({ booked: 1 });
  expect(
    await all(
      "select partner_account_id from attribution_row where ad_group_id = $1",
      `${tests}-test`,
    ),
  ).toEqual([{ partner_account_id: null }]);
});

test("a row that cannot be read is skipped alone, rows of other campaigns are left", async () => {
  const { world, partner } = await worldWith("10%");
  const bad = [
    null,
    7,
    [],
    {},
    row(world, partner.code, { date: "20261301" }),
    row(world, partner.code, { date: "20990101" }),
    row(world, partner.code, { totalAttributedSales14d: "1e999" }),
    row(world, "a\0b"),
    row(world, "\ud800"),
    row(world, "x".repeat(301)),
    { ...row(world, partner.code), "Click-throughs": 5 },
    row(world, partner.code, { totalUnitsSold14d: "" }),
    row(world, partner.code, { totalAttributedSales14d: "9999999999999" }),
  ];
  const result = await book(world, [
    ...bad,
    row(world, partner.code, { campaignId: "other" }),
    row(world, partner.code),
  ]);
  expect(result).toMatchObject({ booked: 1, bad: bad.length, foreign: 1 });
  expect(result.firstFault).toContain("no object");
});

test("[D138] what is masked books nothing; orders falling beside clicks are returns", async () => {
  const { world, partner } = await worldWith("10%");
  const own = (sale: Partial<ReportRow>) => row(world, partner.code, sale);
  await book(world, [own({}), own({ creativeId: "c2" })]);
  const nothing = {
    "Click-throughs": "",
    attributedTotalPurchases14d: null,
    totalUnitsSold14d: "",
    totalAttributedSales14d: "",
  };
  const zeros = Object.fromEntries(Object.keys(nothing).map((metric) => [metric, "0"]));
  const before = await conversions(world);
  for (const masked of [
    nothing,
    { ...nothing, creativeId: null },
    zeros,
    { "Click-throughs": "11", attributedTotalPurchases14d: "1", totalAttributedSales14d: "9" },
  ])
    expect(await book(world, [own(masked), own({ creativeId: "c2" })])).toMatchObject({
      booked: 0,
      masked: 1,
      unchanged: 1,
      bad: 0,
    });
  expect(await conversions(world)).toEqual(before);
  const returned = { attributedTotalPurchases14d: "1", totalAttributedSales14d: "9" };
  expect(await book(world, [own(returned)])).toMatchObject({ booked: 1, masked: 0 });
  expect((await conversions(world)).map(({ orders }) => orders)).toEqual([1n, 2n]);
  await expectBalanced(world);
});

test("ids from address bars never collide; a tag of two advertisers stays two", async () => {
  const { world, partner } = await worldWith("10%");
  const rows = [
    row(world, "a-b", { creativeId: "c" }),
    row(world, "a", { creativeId: "b-c" }),
    row(world, "a|b", { creativeId: "c" }),
    row(world, "a", { creativeId: "b|c" }),
    row(world, partner.code),
  ];
  expect(await book(world, rows)).toMatchObject({ booked: 5 });
  expect(await book(world, rows, { advertiserId: "REAL1" })).toMatchObject({ booked: 5 });
  expect(await conversions(world)).toHaveLength(10);
  await expectBalanced(world);
});

test("clicks without a sale are a row alone; Amazon's stay its own [D150]", async () => {
  const { world, partner } = await worldWith("10%");
  const none = {
    attributedTotalPurchases14d: "0",
    totalUnitsSold14d: "0",
    totalAttributedSales14d: "0",
  };
  expect(await book(world, [row(world, partner.code, none)])).toMatchObject({
    changed: 1,
    booked: 0,
  });
  expect(await conversions(world)).toEqual([]);
  expect(
    await all(
      `select click_throughs, orders
        from report_row
        where program_id = $1 and grouping = 'CREATIVE'`,
      world.program,
    ),
  ).toEqual([{ click_throughs: 12n, orders: 0n }]);
  expect(await all("select * from click_rollup where program_id = $1", world.program)).toEqual([]);
});

test("promoted and halo figures are stored apart; the total is their sum [D149]", async () => {
  const { world, partner } = await worldWith("10%");
  await book(world, [
    row(world, partner.code, {
      attributedPurchases14d: "1",
      unitsSold14d: "1",
      attributedSales14d: "91.95999999999999",
    }),
  ]);
  const [version] = await all(
    `select body
      from report_row_version v
      join report_row r using (row_key)
      where r.program_id = $1 and grouping = 'CREATIVE'`,
    world.program,
  );
  expect(version?.body).toMatchObject({
    promoted: { orders: "1", units: "1", amountMicros: "91960000" },
    halo: { orders: "1", units: "2", amountMicros: "100000000" },
  });
});

test("an older poll that finishes later changes nothing, even after an empty one", async () => {
  const { world, partner } = await worldWith("10%");
  const amount = (text: string) => row(world, partner.code, { totalAttributedSales14d: text });
  await book(world, [amount("40")], { startedAt: now + 1_000_000 });
  await book(world, [amount("40")], { startedAt: now + 3_000_000 });
  expect(await book(world, [amount("50")], { startedAt: now + 2_000_000 })).toMatchObject({
    booked: 0,
    stale: 1,
  });
  expect((await conversions(world))[0]).toMatchObject({ amount_micros: 40_000_000n });
});

test("two workers booking the same rows at once book them once", async () => {
  const { world, partner } = await worldWith("10%");
  const rows = Array.from({ length: 20 }, (_, i) =>
    row(world, partner.code, { creativeId: `c${i}` }),
  );
  const results = await Promise.all(
    [1, 2, 3, 4].map(() => book(world, rows, { startedAt: now + 9_000_000 })),
  );
  expect(results.reduce((sum, { booked }) => sum + booked, 0)).toBe(20);
  expect(
    await all(
      `select count(*) as n
        from conversion_update u
        join conversion a on a.id = u.conversion_id
        where a.program_id = $1`,
      world.program,
    ),
  ).toEqual([{ n: 20n }]);
  await expectBalanced(world);
});

test("however reports arrive, the newest one per row is what is booked [D139, D140]", async () => {
  // Four orders are taken back at most: of more than five the report is held.
  const restated = fc.record({ orders: fc.nat(1), units: fc.nat(9), cents: fc.nat(100_000) });
  const nothing = { orders: 0, units: 0, cents: 0 };
  const size = { minLength: 4, maxLength: 4 };
  const poll = fc.array(fc.option(restated, { nil: null, freq: 4 }), size);
  await fc.assert(
    fc.asyncProperty(
      fc.array(poll, { minLength: 1, maxLength: 5 }),
      fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 12 }),
      async (polled, order) => {
        const { world, partner } = await worldWith("7.5%");
        const tags = [partner.code, "nobody", partner.code, partner.code];
        const rowsOf = (index: number) =>
          (polled[index] ?? []).map(
            (sale, tag) =>
              sale &&
              row(world, tags[tag] ?? "", {
                creativeId: `tag${tag}`,
                attributedTotalPurchases14d: `${sale.orders}`,
                totalUnitsSold14d: `${sale.units}`,
                totalAttributedSales14d: `${sale.cents / 100}`,
              }),
          );
        // Some deliveries of one row alone, in any order, then every poll whole, newest first: the
        // newest per row must win.
        for (const [index, tag] of order)
          await book(
            world,
            [rowsOf(index)[tag]].filter((one) => one),
            { startedAt: now + index },
          );
        for (let index = polled.length - 1; index >= 0; index--)
          await book(
            world,
            rowsOf(index).filter((one) => one),
            { startedAt: now + index },
          );
        const booked = new Map(
          (
            await all(
              `select creative_id, orders, units, amount_micros
                from attribution_row
                where program_id = $1`,
              world.program,
            )
          ).map((one) => [one.creative_id, one]),
        );
        for (let tag = 0; tag < 4; tag++) {
          const newest = polled.findLast((rows) => rows[tag])?.[tag];
          // What was never told but as nothing books nothing.
          const none = { orders: 0n, units: 0n, amount_micros: 0n };
          if (newest)
            expect(booked.get(`tag${tag}`) ?? none).toMatchObject({
              orders: BigInt(newest.orders),
              units: BigInt(newest.units),
              amount_micros: BigInt(newest.cents) * 10_000n,
            });
          else expect(booked.has(`tag${tag}`)).toBe(false);
        }
        await expectBalanced(world);
      },
    ),
    // Told as nothing is rare by chance. Making a failure smaller takes longer than the test may.
    { numRuns: 25, examples: [[[[null, null, nothing, null]], []]], endOnFailure: true },
  );
});
