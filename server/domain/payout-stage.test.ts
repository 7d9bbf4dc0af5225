import { expect, test } from "vitest";
import { clickStage, lineStage, payoutStages, saleStage } from "./payout-stage.ts";

test("found 82: a click that earns is approved at once, a sale only with its state", () => {
  expect(["PAID", "PAID_ZERO", "UNPAID", null].map(clickStage)).toEqual([
    "APPROVED",
    null,
    null,
    null,
  ]);
  const states = ["PENDING", "APPROVED", "REVERSED"] as const;
  expect(states.map((state) => saleStage({ outcome: "PAID", state }))).toEqual([
    "PENDING",
    "APPROVED",
    null,
  ]);
  for (const outcome of ["PAID_ZERO", "UNPAID", "DISCARDED"])
    expect(states.map((state) => saleStage({ outcome, state }))).toEqual([null, null, null]);
  expect([lineStage("OPEN"), lineStage("CLOSED")]).toEqual(["APPROVED", "DUE"]);
  expect(payoutStages).toEqual(["PENDING", "APPROVED", "DUE", "PAID"]);
});
