import { expect, test } from "vitest";
import { parseProductRow, productMetrics } from "./attributed-products.ts";

const row = {
  date: "20260610",
  campaignId: "prog",
  adGroupId: "partner",
  productAsin: "B0ABCDEFGH",
  productName: "Tent",
  productConversionType: "Promoted",
  attributedPurchases14d: "2",
  unitsSold14d: "3",
  attributedSales14d: "191.95999999999998",
  attributedNewToBrandPurchases14d: "1",
};
const read = (given: unknown) => parseProductRow(given, 2);

test("[D149] what is promoted and what is of the brand's others are read apart", () => {
  const of = {
    date: "2026-06-10",
    campaignId: "prog",
    adGroupId: "partner",
    asin: "B0ABCDEFGH",
    name: "Tent",
  };
  const promoted = {
    ...of,
    kind: "PROMOTED",
    orders: 2n,
    units: 3n,
    amount: 191_960_000n,
    newOrders: 1n,
    newUnits: 0n,
    newAmount: 0n,
  };
  expect(read(row)).toEqual({ ok: true, value: [promoted] });
  const both = { ...row, brandHaloAttributedPurchases14d: "1", brandHaloAttributedSales14d: "5.0" };
  expect(read(both)).toMatchObject({
    value: [promoted, { ...of, kind: "HALO", orders: 1n, amount: 5_000_000n, newOrders: 0n }],
  });
  expect(read({ ...row, brandHaloUnitsSold14d: "0" })).toEqual({ ok: true, value: [promoted] });
  const zero = { ...row, ...Object.fromEntries(productMetrics.map((name) => [name, "0"])) };
  expect(read(zero)).toMatchObject({ value: [{ kind: "PROMOTED", orders: 0n }] });
  const silent = Object.fromEntries(productMetrics.map((name) => [name, ""]));
  expect(read({ ...row, ...silent })).toEqual({ ok: true, value: [] });
});

test("a row that cannot be read names what it is", () => {
  for (const [change, field] of [
    [{ date: "soon" }, "date"],
    [{ adGroupId: null }, "adGroupId"],
    [{ campaignId: 7 }, "campaignId"],
    [{ productAsin: "a b" }, "productAsin"],
    [{ attributedSales14d: "-1" }, "attributedSales14d"],
    [{ unitsSold14d: "1.5" }, "unitsSold14d"],
    [{ unitsSold14d: "3000000000" }, "unitsSold14d"],
    [{ productName: "a\0b" }, "text"],
  ] as const)
    expect(read({ ...row, ...change }), field).toMatchObject({ ok: false, path: [field] });
  expect(read("text")).toMatchObject({ ok: false, path: ["shape"] });
});
