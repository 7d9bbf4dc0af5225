import { describe, expect, test } from "vitest";
import { checksOf, type CheckKey, type LinkEvidence } from "./checks.ts";

const clicked: LinkEvidence = {
  state: "ACTIVE",
  adActive: true,
  page: "www.amazon.com/dp/B0",
  hasTag: true,
  tagMissing: [],
  clicks: 2,
  lastClickAt: "2026-11-20T10:00:00.000Z",
  landedOn: "www.amazon.com/dp/B0",
  orders: 0,
  discardedOrders: 0,
  sentenceKey: "CLICKS_ONLY_WAITING",
  hasContract: true,
};
const check = (key: CheckKey, facts: Partial<LinkEvidence> = {}) =>
  checksOf({ ...clicked, ...facts }, (instant) => new Date(instant).toISOString()).find(
    (each) => each.key === key,
  );

describe("the short verification of a test link", () => {
  test("a fresh link waits for its click and says what to do", () => {
    const fresh = { clicks: 0, lastClickAt: null, landedOn: null, sentenceKey: "NO_CLICKS" };
    expect(check("link", fresh)).toMatchObject({ state: "PASSED" });
    expect(check("click", fresh)).toMatchObject({ state: "WAITING", step: "open" });
    expect(check("redirect", fresh)).toMatchObject({ state: "WAITING" });
    expect(check("sale", fresh)).toMatchObject({ state: "WAITING", reason: "saleAfterClick" });
  });
  test("a paused link and a switched-off ad fail", () => {
    expect(check("link", { state: "PAUSED" })).toMatchObject({ state: "FAILED", step: "resume" });
    expect(check("link", { adActive: false })).toMatchObject({
      state: "FAILED",
      step: "switchAdOn",
    });
  });
  test("a click that landed elsewhere fails with both addresses", () => {
    expect(check("redirect", { landedOn: "www.amazon.com" })).toMatchObject({
      state: "FAILED",
      values: { page: "www.amazon.com/dp/B0", landedOn: "www.amazon.com" },
    });
  });
  test("a missing part of the tag is named", () =>
    expect(check("tag", { tagMissing: ["aa_adgroupid"] })).toMatchObject({
      state: "FAILED",
      values: { parts: "aa_adgroupid" },
    }));
  test("[D127] a program that is not connected has no tag to be whole", () => {
    expect(check("tag")).toMatchObject({ state: "PASSED", reason: "tagWhole" });
    expect(check("tag", { hasTag: false })).toMatchObject({ state: "FAILED", reason: "tagNone" });
  });
  test("a sale waits until 48 hours after the newest click, and only then fails", () => {
    expect(check("sale")).toMatchObject({
      state: "WAITING",
      values: { until: "2026-11-22T10:00:00.000Z" },
      step: "placeOrder",
    });
    expect(check("sale", { sentenceKey: "CLICKS_ONLY_LATE" })).toMatchObject({
      state: "FAILED",
      reason: "saleLate",
    });
  });
  test("where no sale can come it fails at once, with the reason", () => {
    expect(check("sale", { sentenceKey: "NO_ATTRIBUTION" })).toMatchObject({
      state: "FAILED",
      reason: "saleNoAttribution",
      step: null,
    });
    expect(check("sale", { sentenceKey: "NOT_CONNECTED" })).toMatchObject({
      state: "FAILED",
      reason: "saleNotConnected",
      step: "connect",
    });
  });
  test("a sale that came passes, a discarded one fails with the way out", () => {
    expect(check("sale", { orders: 1, sentenceKey: "BOTH_ARRIVE" })).toMatchObject({
      state: "PASSED",
      values: { orders: 1 },
    });
    expect(check("sale", { discardedOrders: 1, sentenceKey: "SALES_DISCARDED" })).toMatchObject({
      state: "FAILED",
      step: "addSale",
    });
  });
  test("without a contract the sale fails, unless it came", () => {
    expect(check("sale", { hasContract: false })).toMatchObject({
      state: "FAILED",
      step: "propose",
    });
    expect(
      check("sale", { hasContract: false, orders: 1, sentenceKey: "BOTH_ARRIVE" }),
    ).toMatchObject({ state: "PASSED" });
  });
});
