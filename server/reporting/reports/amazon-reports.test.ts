/** What Amazon tells besides sales, as a brand reads it. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bookTold } from "../../money/attribution/conversions.ts";
import { tellProducts } from "../../money/attribution/product-rows.ts";
import { tellReport } from "../../money/attribution/telling.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";

let world: World;
let worker: pg.Pool;
let brand: Client;
beforeAll(async () => {
  world = await createWorld({ now: "2026-11-12T12:00:00Z" });
  worker = createPool(world.people.url, "worker", 4);
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, readScopes) });
});
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

const reportOf = (pair: Pair, rows: unknown[]) => ({
  pool: worker,
  clock: () => world.clock.now,
  newId: world.people.deps.newId,
  log: world.people.deps.log,
  programId: pair.program,
  advertiserId: `SIM${pair.programCode}`,
  simulated: true,
  startedAt: (world.clock.now += 1_000),
  rows,
});
const tag = (pair: Pair, adGroupId = pair.partnerCode) => ({
  date: "20261110",
  advertiserName: "A",
  publisher: "P",
  campaignId: pair.programCode,
  adGroupId,
});
const sold = (pair: Pair, more: Record<string, string> = {}, adGroupId = pair.partnerCode) => ({
  ...tag(pair, adGroupId),
  "Click-throughs": "50",
  attributedTotalPurchases14d: "10",
  totalUnitsSold14d: "12",
  totalAttributedSales14d: "500.00",
  attributedPurchases14d: "7",
  unitsSold14d: "8",
  attributedSales14d: "380.00",
  ...more,
});
const part = "orders units amount { amount }";
const sums = `
  sold { ${part} }
  promoted { ${part} }
  halo { ${part} }
  newToBrand { ${part} }
  bonus { amount }
  payout { amount }
  ordersWithoutBonus
  netCost { amount }`;
interface Sums {
  bonus: { amount: string } | null;
  payout: { amount: string }[];
  ordersWithoutBonus: number;
  netCost: { amount: string } | null;
}
interface Report {
  total: Sums;
  partners: { partnerName: string; sums: Sums }[];
  products: { asin: string; newToBrand: { units: number } | null }[];
}
const ask = async (client: Client, more = "", pair = world.ax): Promise<Report | null> =>
  (
    await client.data<{ amazonReport: Report | null }>(
      `{
        amazonReport(
          programId: "${pair.program}", range: { from: "2026-11-10", to: "2026-11-10" }${more}
        ) {
          from to timeZone simulated
          total { ${sums} }
          partnerCount
          partners { partnerName sums { ${sums} } }
          productCount
          products { asin name kind partners sold { ${part} } newToBrand { ${part} } }
        }
      }`,
    )
  ).amazonReport;

test("[D149, D137] promoted and halo add up; bonus and net cost where they are told", async () => {
  await tellReport({
    ...reportOf(world.ax, [
      sold(world.ax, { brb_bonus_amount: "49.999999999" }),
      sold(world.ax, {}, `${world.ax.partnerCode}-test`),
    ]),
    grouping: "ADGROUP",
  });
  await bookTold(reportOf(world.ax, []), world.ax.program);
  await tellProducts(
    reportOf(world.ax, [
      {
        ...tag(world.ax),
        productAsin: "B0TENT",
        productName: "Tent",
        productConversionType: "Promoted",
        attributedPurchases14d: "7",
        unitsSold14d: "8",
        attributedSales14d: "380.00",
        attributedNewToBrandPurchases14d: "3",
        attributedNewToBrandUnitsSold14d: "3",
        attributedNewToBrandSales14d: "150.00",
      },
      {
        ...tag(world.ax, `${world.ax.partnerCode}-test`),
        productAsin: "B0TENT",
        productName: "Tent",
        productConversionType: "Promoted",
        attributedPurchases14d: "1",
        unitsSold14d: "1",
        attributedSales14d: "20.00",
      },
      {
        ...tag(world.ax),
        productAsin: "B0STOVE",
        productName: "Stove",
        productConversionType: "Brand Halo",
        brandHaloAttributedPurchases14d: "3",
        brandHaloUnitsSold14d: "4",
        brandHaloAttributedSales14d: "120.00",
        brandHaloNewToBrandPurchases14d: "1",
        brandHaloNewToBrandUnitsSold14d: "1",
        brandHaloNewToBrandSales14d: "40.00",
      },
    ]),
  );
  const report = (await ask(brand)) ?? expect.fail("no report");
  const [{ amount: paid } = { amount: "" }] = report.total.payout;
  expect(Number(paid)).toBeGreaterThan(0);
  const whole = {
    sold: { orders: 10, units: 12, amount: { amount: "500.00" } },
    promoted: { orders: 7, units: 8, amount: { amount: "380.00" } },
    halo: { orders: 3, units: 4, amount: { amount: "120.00" } },
    newToBrand: { orders: 4, units: 4, amount: { amount: "190.00" } },
    bonus: { amount: "50.00" },
    ordersWithoutBonus: 0,
    netCost: { amount: (Number(paid) - 50).toFixed(2) },
  };
  expect(report).toMatchObject({
    from: "2026-11-10",
    to: "2026-11-10",
    timeZone: "America/Los_Angeles",
    simulated: true,
    total: whole,
    partnerCount: 1,
    partners: [{ partnerName: "Partner X", sums: whole }],
    productCount: 2,
    products: [
      { asin: "B0TENT", name: "Tent", kind: "PROMOTED", partners: 1, sold: whole.promoted },
      { asin: "B0STOVE", kind: "HALO", sold: whole.halo, newToBrand: { orders: 1 } },
    ],
  });
  // Told in total, it is booked once: of what stands besides, nothing.
  const [booked] = await world.people.sql<{ orders: string }>(
    "select sum(orders) as orders from conversion where program_id = $1 and not is_test",
    [world.ax.program],
  );
  expect(Number(booked?.orders)).toBe(10);
});

test("what is told again without bonus and promoted keeps those that were told", async () => {
  const before = await ask(brand);
  expect(before?.total).toMatchObject({ promoted: { orders: 7 }, bonus: { amount: "50.00" } });
  const silent = { attributedPurchases14d: "", unitsSold14d: "", attributedSales14d: "" };
  const again = { ...reportOf(world.ax, [sold(world.ax, silent)]), grouping: "ADGROUP" } as const;
  expect(await tellReport(again)).toMatchObject({ unchanged: 1, changed: 0 });
  expect(await ask(brand)).toEqual(before);
});

test("where a part of the bonus is not told, the net cost is not", async () => {
  const before = await ask(brand);
  const silent = { attributedTotalPurchases14d: "3", date: "20261111" };
  await tellReport({
    ...reportOf(world.ax, [{ ...sold(world.ax), ...silent }]),
    grouping: "ADGROUP",
    fromFile: true,
  });
  const more = `{
    amazonReport(
      programId: "${world.ax.program}", range: { from: "2026-11-10", to: "2026-11-11" }
    ) { total { ${sums} } }
  }`;
  const { amazonReport } = await brand.data<{ amazonReport: Pick<Report, "total"> }>(more);
  expect(amazonReport.total).toMatchObject({
    sold: { orders: 13 },
    bonus: { amount: "50.00" },
    ordersWithoutBonus: 3,
    netCost: null,
  });
  expect(await ask(brand), "of the other day it is").toEqual(before);
});

test("while Amazon hides most of its report, all that shows its figures says so", async () => {
  const { program } = world.ax;
  const days = 'from: "2026-11-10", to: "2026-11-10"';
  const told = async () => {
    const { amazonReport, reconciliation, report } = await brand.data<
      Record<"amazonReport" | "reconciliation", { salesHidden: boolean }> & {
        report: { meta: { salesHidden: boolean } };
      }
    >(
      `{
        amazonReport(programId: "${program}", range: { ${days} }) { salesHidden }
        reconciliation(input: { programId: "${program}", ${days} }) { salesHidden }
        report(scope: { programId: "${program}" }, range: { ${days} }) { meta { salesHidden } }
      }`,
    );
    return [amazonReport, reconciliation, report.meta].map(({ salesHidden }) => salesHidden);
  };
  expect(await told()).toEqual([false, false, false]);
  await world.people.sql(
    `insert into attribution_run (
        program_id, grouping, brand_account_id, rows_read, rows_known, rows_hidden
      )
      values ($1, 'CREATIVE', $2, 10, 10, 8)`,
    [program, world.brandA.accountId],
  );
  expect(await told()).toEqual([true, true, true]);
  await world.people.sql("delete from attribution_run where program_id = $1", [program]);
});

test("a product of which one figure alone changes is kept as it is told last", async () => {
  const told = (units: string) =>
    tellProducts(
      reportOf(world.ax, [
        {
          ...tag(world.ax),
          productAsin: "B0TENT",
          productName: "Tent",
          productConversionType: "Promoted",
          attributedPurchases14d: "7",
          unitsSold14d: "8",
          attributedSales14d: "380.00",
          attributedNewToBrandPurchases14d: "3",
          attributedNewToBrandUnitsSold14d: units,
          attributedNewToBrandSales14d: "150.00",
        },
      ]),
    );
  const newUnits = async () =>
    (await ask(brand))?.products.find(({ asin }) => asin === "B0TENT")?.newToBrand?.units;
  await told("4");
  expect(await newUnits()).toBe(4);
  await told("3");
  expect(await newUnits()).toBe(3);
});

test("what is not told is absent, never zero; nobody but the brand reads it", async () => {
  const silent = { attributedPurchases14d: "", unitsSold14d: "", attributedSales14d: "" };
  const rows = [sold(world.ay, silent)];
  await tellReport({ ...reportOf(world.ay, rows), grouping: "ADGROUP" });
  const report = await ask(brand, "", world.ay);
  const ofY = report?.partners.find(({ partnerName }) => partnerName === "Partner Y");
  expect(ofY?.sums).toMatchObject({
    sold: { orders: 10 },
    promoted: null,
    halo: null,
    newToBrand: null,
    bonus: null,
    netCost: null,
  });
  const ofPartner = (id: string) => ask(brand, `, partnerId: "${id}"`, world.ay);
  expect(await ofPartner(world.partnerY.accountId)).toMatchObject({ partnerCount: 1 });
  expect(await ofPartner(world.brandB.accountId)).toMatchObject({ partnerCount: 0 });
  const ofX = (id: string) => ask(brand, `, partnerId: "${id}"`);
  expect(await ofX(world.partnerX.accountId)).toMatchObject({ partnerCount: 1, productCount: 2 });
  expect(await ofX(world.partnerY.accountId)).toMatchObject({ products: [], productCount: 0 });
  for (const account of [world.partnerX, world.brandB]) {
    const other = createClient(world.url, { key: await world.keyOf(account, readScopes) });
    expect(await ask(other)).toBeNull();
  }
});
