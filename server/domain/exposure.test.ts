import { expect, test } from "vitest";
import { clickBound, monthShape } from "./exposure.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft } from "./terms-draft.ts";

// Begins on a Sunday: 21 weekdays, 9 days of weekends, in six weeks.
const november = monthShape(Date.parse("2026-11-15T12:00:00Z"), {
  zone: "Europe/Berlin",
  yearStartMonth: 1,
});
const bound = (more: Partial<EventPayoutDraft>) => {
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "0.20", limits: [], ...more }],
  });
  if (!parsed.ok) throw new Error(parsed.message);
  const found = clickBound(parsed.value, november);
  return found && [found.limit?.reset ?? null, Number(found.amount) / 1_000_000];
};

test("a month by its days and weeks in the account's zone", () => {
  expect(november).toEqual({ month: "2026-11", weekdays: 21n, weekendDays: 9n, weeks: 6n });
  expect(
    monthShape(Date.parse("2026-11-30T23:30:00Z"), { zone: "Europe/Berlin", yearStartMonth: 1 })
      .month,
  ).toBe("2026-12");
});

test.each<[string, Partial<EventPayoutDraft>, unknown]>([
  [
    "a month's payout",
    { limits: [{ kind: "PAYOUT", reset: "MONTH", max: "500" }] },
    ["MONTH", 500],
  ],
  [
    "a day's payout, with another on weekends",
    { limits: [{ kind: "PAYOUT", reset: "DAY", max: "10", weekendMax: "1" }] },
    ["DAY", 219],
  ],
  ["a week's payout", { limits: [{ kind: "PAYOUT", reset: "WEEK", max: "10" }] }, ["WEEK", 60]],
  [
    "a quarter's may all be used in one month",
    { limits: [{ kind: "PAYOUT", reset: "QUARTER", max: "900" }] },
    ["QUARTER", 900],
  ],
  [
    "a number of clicks at the highest rate of any group",
    {
      limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }],
      groups: [
        {
          id: "g",
          name: "G",
          rate: "0.50",
          rules: [{ variable: "DEVICE", operator: "IS", values: ["PHONE"] }],
        },
      ],
    },
    ["DAY", 150],
  ],
  [
    "the tightest of several",
    {
      limits: [
        { kind: "PAYOUT", reset: "MONTH", max: "500" },
        { kind: "CLICKS", reset: "MONTH", max: "100" },
      ],
    },
    ["MONTH", 20],
  ],
  [
    "each visitor's own bounds nothing",
    { limits: [{ kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "1" }] },
    null,
  ],
  ["no limit", {}, null],
  ["clicks that earn nothing", { rate: "0" }, [null, 0]],
])("found 81: %s", (_name, more, expected) => expect(bound(more)).toEqual(expected));
