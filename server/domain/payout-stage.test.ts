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
  const line = (state: "OPEN" | "CLOSED", dueOn: string) => lineStage(state, dueOn, "2026-12-16");
  // An open month is not due, whatever its days say; a closed one from its due date on.
  expect([line("OPEN", "2026-12-01"), line("CLOSED", "2026-12-17")]).toEqual([
    "APPROVED",
    "APPROVED",
  ]);
  expect(line("CLOSED", "2026-12-16")).toBe("DUE");
  expect(payoutStages).toEqual(["PENDING", "APPROVED", "DUE", "PAID"]);
});
