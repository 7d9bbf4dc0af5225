import fc from "fast-check";
import { expect, test } from "vitest";
import { limitId, programLimitName, type LimitName } from "./limit-scopes.ts";
import { nameIn } from "./stored-use.ts";

test("an id of a limit says again what it was made of, whatever its group is called", () => {
  const reset = fc.constantFrom("DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT", null);
  const kind = fc.constantFrom("CLICKS", "CONVERSIONS", "PAYOUT");
  const event = fc.constantFrom("CLICK", "SALE");
  fc.assert(
    fc.property(
      event,
      kind,
      fc.constantFrom("CONTRACT", "CUSTOMER", "EVENT"),
      reset,
      fc.constantFrom(undefined, "us", "DAY", "PROGRAM"),
      (ofEvent, ofKind, scope, ofReset, group) => {
        const named: LimitName = {
          event: ofEvent,
          kind: ofKind,
          scope,
          reset: ofReset,
          groupId: group ?? null,
          currency: null,
        };
        expect(nameIn(limitId(named))).toEqual(named);
      },
    ),
  );
  const own = { event: "CLICK", kind: "PAYOUT", reset: "MONTH", currency: "EUR" } as const;
  expect(nameIn(programLimitName(own).id)).toEqual({
    event: "CLICK",
    kind: "PAYOUT",
    scope: "PROGRAM",
    reset: "MONTH",
    groupId: null,
    currency: "EUR",
  });
});
