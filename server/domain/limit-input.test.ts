import { expect, test } from "vitest";
import { parseLimit } from "./limit-input.ts";
import type { LimitDraft } from "./terms-draft.ts";
import type { EventKind } from "./terms.ts";

test.each<[string, EventKind, Partial<LimitDraft>, string]>([
  ["a period on a limit for each click", "CLICK", { scope: "EVENT", reset: "DAY" }, "limit.reset"],
  ["no period on a limit of the contract", "CLICK", { reset: null }, "limit.reset"],
  ["a customer's week", "CLICK", { scope: "CUSTOMER", reset: "WEEK" }, "limit.reset"],
  [
    "a customer of sales",
    "SALE",
    { kind: "PAYOUT", scope: "CUSTOMER", reset: "DAY" },
    "limit.scope",
  ],
  ["a link of sales", "SALE", { kind: "PAYOUT", scope: "LINK" }, "limit.scope"],
  ["no period on a limit for each link", "CLICK", { scope: "LINK", reset: null }, "limit.reset"],
  [
    "a number of orders for each order",
    "SALE",
    { kind: "CONVERSIONS", scope: "EVENT", reset: null },
    "limit.kind",
  ],
  ["a program's budget in terms", "CLICK", { scope: "PROGRAM" }, "limit.scope"],
  ["weekends of a month", "CLICK", { reset: "MONTH", weekendMax: "3" }, "limit.weekendMax"],
  ["half a click at weekends", "CLICK", { weekendMax: "0.5" }, "limit.weekendMax"],
])("[D99] refused: %s", (_, event, changes, path) => {
  expect(
    parseLimit(
      { event, currency: "USD" },
      { kind: "CLICKS", reset: "DAY", max: "10", ...changes },
      "limit",
    ),
  ).toMatchObject({ ok: false, code: "BAD_LIMIT", path: [path] });
});
const ofClicks = { event: "CLICK", currency: "USD" } as const;
const ofGroup = { ...ofClicks, groupId: "g1" };
test("[D99] allowed: a limit for each customer and day, and for each click", () => {
  expect(
    parseLimit(ofClicks, { kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "3" }, "limit"),
  ).toMatchObject({ ok: true, value: { id: "CLICK:CLICKS:CUSTOMER:DAY" } });
  expect(
    parseLimit(ofGroup, { kind: "PAYOUT", scope: "EVENT", max: "0.25" }, "limit"),
  ).toMatchObject({
    ok: true,
    value: { id: "CLICK:PAYOUT:EVENT:NONE:g1", reset: null, max: 250_000n },
  });
});
