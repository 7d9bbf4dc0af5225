import { expect, test } from "vitest";
import { reversalReasonsFor } from "./reasons.ts";
import { meaningOf, stepsFor, teller, waitsOutside } from "./standing.ts";

const pending = {
  kind: "SALE",
  state: "PENDING",
  isTest: false,
  outcome: "PAID",
  outsideOfTerms: false,
  outsideApprovedAt: null,
  contractId: "c",
} as const;

test.each([
  ["a pending sale", pending, ["approve", "modify", "reverse"]],
  [
    "outside of terms",
    { ...pending, outcome: "UNPAID", outsideOfTerms: true },
    ["outside", "modify", "reverse"],
  ],
  [
    "approved past the limit",
    { ...pending, outsideOfTerms: true, outsideApprovedAt: "2026-11-02T00:00:00Z" },
    ["approve", "modify", "reverse"],
  ],
  ["a test sale", { ...pending, isTest: true, outcome: "UNPAID" }, ["modify", "reverse"]],
  ["a sale that earns nothing", { ...pending, outcome: "UNPAID" }, ["modify", "reverse"]],
  ["a discarded sale", { ...pending, outcome: "DISCARDED" }, ["modify", "reverse"]],
  [
    "a sale without a contract",
    { ...pending, outcome: "UNPAID", contractId: null },
    ["modify", "reverse"],
  ],
  ["a lead", { ...pending, kind: "LEAD" }, ["approve", "reverse"]],
  ["an approved sale", { ...pending, state: "APPROVED" }, []],
  ["a reversed sale", { ...pending, state: "REVERSED" }, []],
] as const)("what may be done to %s [D161]", (_words, sale, steps) => {
  expect(stepsFor(sale)).toEqual(steps);
});

test("what may still happen is said of what it earns, and by who told it", () => {
  const said = (more: object) => meaningOf({ ...pending, locksAt: "2027-01-01", ...more });
  expect([
    said({}),
    said({ locksAt: null }),
    said({ outcome: "UNPAID" }),
    said({ outcome: "UNPAID", locksAt: null }),
    said({ outcome: "UNPAID", outsideOfTerms: true }),
    said({ outcome: "DISCARDED", locksAt: null }),
    said({ state: "REVERSED" }),
  ]).toEqual([
    "PENDING_UNTIL",
    "PENDING",
    "UNPAID_UNTIL",
    "UNPAID",
    "OUTSIDE",
    "DISCARDED",
    "REVERSED",
  ]);
  expect([
    teller({ kind: "SALE", source: "REPORT" }),
    teller({ kind: "SALE", source: "CSV" }),
    teller({ kind: "LEAD", source: "API" }),
  ]).toEqual(["AMAZON", "SHOP", "LEAD"]);
});

test("only pending sales wait outside of terms [D104]", () => {
  expect(waitsOutside({ ...pending, outsideOfTerms: true })).toBe(true);
  expect(waitsOutside({ ...pending, outsideOfTerms: true, state: "REVERSED" })).toBe(false);
});

test("a lead is reversed with no reason of goods, a test with its own", () => {
  const sold = reversalReasonsFor({ isTest: false, kind: "SALE" });
  const lead = reversalReasonsFor({ isTest: false, kind: "LEAD" });
  expect(sold.filter((reason) => !lead.includes(reason))).toEqual([
    "ITEM_RETURNED",
    "ITEM_OUT_OF_STOCK",
    "ORDER_ERROR",
    "MP_RETURNED",
  ]);
  expect(reversalReasonsFor({ isTest: true, kind: "LEAD" })).toEqual(["TEST_ACTION"]);
});
