import { expect, test } from "vitest";
import type { PartnerGrid_PartnerFragment } from "../../../gql/graphql.ts";
import { orderPartners, stateOf } from "./partner-order.ts";

const partner = (
  partnerName: string,
  raw: number,
  orders: number,
  payout: string,
): PartnerGrid_PartnerFragment => ({
  partnerAccountId: partnerName,
  partnerName,
  lastClickAt: null,
  clickSpark: [],
  salesSpark: [],
  clicks: { raw, paid: raw, paidZero: 0, unpaid: 0 },
  sales: { orders, amount: [] },
  leads: { leads: 0, discardedLeads: 0 },
  payout: { clicks: [{ amount: payout, currency: "USD" }], sales: [], leads: [] },
  // As if each earned the less the more it does.
  wouldPay: {
    clicks: [{ amount: `${9 - Number(payout)}`, currency: "USD" }],
    sales: [],
    leads: [],
  },
});
const cast = [
  partner("Both", 50, 3, "9"),
  partner("Silent", 0, 0, "0"),
  partner("Waiting", 20, 0, "2"),
  partner("Alpha", 80, 1, "1"),
];
const names = (sort: Parameters<typeof orderPartners>[1]) =>
  orderPartners(cast, sort, "payout").map(({ partnerName }) => partnerName);

test("what needs attention stands first", () =>
  expect(names("attention")).toEqual(["Waiting", "Silent", "Both", "Alpha"]));
test("by payout, clicks and name", () => {
  expect(names("byPayout")).toEqual(["Both", "Waiting", "Alpha", "Silent"]);
  expect(names("byClicks")).toEqual(["Alpha", "Both", "Waiting", "Silent"]);
  expect(names("byName")).toEqual(["Alpha", "Both", "Silent", "Waiting"]);
});
test("[found 94] of test data by what each would earn", () =>
  expect(orderPartners(cast, "byPayout", "wouldPay").map((one) => one.partnerName)).toEqual([
    "Silent",
    "Alpha",
    "Waiting",
    "Both",
  ]));
test("chips", () =>
  expect(cast.map(stateOf)).toEqual(["bothArrive", "noClicksBadge", "waitingSale", "bothArrive"]));
