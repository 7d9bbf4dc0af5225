import fc from "fast-check";
import { expect, test } from "vitest";
import { resets } from "./calendar.ts";
import { eventKinds, eventRecords } from "./event-kinds.ts";
import {
  currencyOf,
  hasMany,
  holderOf,
  kindRecords,
  unitOf,
  limitId,
  limitKinds,
  limitScopes,
  nobody,
  programLimitName,
  resetRecords,
  scopeRecords,
  takersOf,
  termsScopes,
  type LimitName,
} from "./limit-scopes.ts";
import { limitNameIn } from "./stored-use.ts";

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
        expect(limitNameIn(limitId(named))).toEqual(named);
      },
    ),
  );
  const own = { event: "CLICK", kind: "PAYOUT", reset: "MONTH", currency: "EUR" } as const;
  expect(limitNameIn(programLimitName(own).id)).toEqual({
    event: "CLICK",
    kind: "PAYOUT",
    scope: "PROGRAM",
    reset: "MONTH",
    groupId: null,
    currency: "EUR",
  });
});

test("whose counters an event takes from, by what a limit counts together", () => {
  const taker = { partner: "p", program: "g", visitor: "v", visitorPrevious: "w", link: "l" };
  const told = limitScopes.map((scope) => {
    const takers = (["MONTH", "CONTRACT"] as const).map(
      (reset) => takersOf({ scope, reset }, "c", taker).join("+") || "none",
    );
    return `${scope}: ${takers.join(", ")}; ${holderOf({ scope }, "p") === nobody ? "all" : "p"}`;
  });
  expect(told).toEqual([
    "CONTRACT: p, c; p",
    "CUSTOMER: v+w, v+w; p",
    "LINK: l, l; p",
    "EVENT: none, none; p",
    "PROGRAM: g, g; all",
  ]);
  // Without yesterday's salt a visitor is known by one hash.
  const known = { ...taker, visitorPrevious: null };
  expect(takersOf({ scope: "CUSTOMER", reset: "DAY" }, "c", known)).toEqual(["v"]);
  expect(holderOf({ scope: "LINK" }, "q")).toBe("q");
  expect(nobody).toBe("00000000-0000-0000-0000-000000000000");
});

test("money of one currency never counts for another; counts of terms have none", () => {
  const of = (kind: LimitName["kind"], currency: string | null) =>
    currencyOf({ kind, currency }, "USD");
  expect([
    of("PAYOUT", null),
    of("CLICKS", null),
    of("CLICKS", "EUR"),
    of("PAYOUT", "EUR"),
  ]).toEqual(["USD", "", "EUR", "EUR"]);
});

test("what each scope may have, and how it is shown", () => {
  expect(
    limitScopes.map((scope) => {
      const { resets: own, isPassing, isShown, setIn, unlessClick } = scopeRecords[scope];
      const flags = [hasMany({ scope }) && "many", isPassing && "passing", isShown && "shown"];
      return [scope, setIn, own.length, ...flags.filter(Boolean), ...(unlessClick?.kinds ?? [])];
    }),
  ).toEqual([
    ["CONTRACT", "TERMS", 5, "shown"],
    ["CUSTOMER", "TERMS", 1, "many", "passing", "CONVERSIONS", "PAYOUT"],
    ["LINK", "TERMS", 5, "many", "shown", "CONVERSIONS", "PAYOUT"],
    ["EVENT", "TERMS", 0, "CONVERSIONS"],
    ["PROGRAM", "PROGRAM", 5, "shown"],
  ]);
  expect(termsScopes).toEqual(["CONTRACT", "CUSTOMER", "LINK", "EVENT"]);
  expect(
    eventKinds.map((event) => [
      eventRecords[event].limitKind,
      ...limitKinds.map((kind) => unitOf(kind, event)),
    ]),
  ).toEqual([
    ["CLICKS", "click", "click", null],
    ["CONVERSIONS", "order", "order", null],
    ["CONVERSIONS", "lead", "lead", null],
  ]);
  expect(limitScopes.map((scope) => scopeRecords[scope].words)).toEqual([
    "",
    " for each customer",
    " for each link",
    " for each",
    " for the whole program",
  ]);
  expect(limitScopes.map((scope) => scopeRecords[scope].phrase)).toEqual([
    "for the contract",
    "for each customer",
    "for each link",
    "for each event",
    "for the program",
  ]);
  expect(resets.map((reset) => resetRecords[reset].words)).toEqual([
    "a day",
    "a week",
    "a month",
    "a quarter",
    "in all",
  ]);
});

test("each scope, kind and period says what it is, and each refusal why", () => {
  const records = [
    ...limitScopes.map((scope) => scopeRecords[scope]),
    ...limitKinds.map((kind) => kindRecords[kind]),
    ...resets.map((reset) => resetRecords[reset]),
  ];
  for (const { about } of records) expect(about).toMatch(/^[A-Z].*\.$/);
  for (const { whyNoOther, unlessClick } of limitScopes.map((scope) => scopeRecords[scope])) {
    expect(whyNoOther).toMatch(/^A limit /);
    expect(
      unlessClick === null || /^[A-Z].* [a-z]+$/.test(unlessClick.why(eventRecords.LEAD)),
    ).toBe(true);
    expect(unlessClick?.field ?? "scope").toMatch(/^(scope|kind)$/);
  }
  expect(
    limitId({
      ...programLimitName({ event: "SALE", kind: "PAYOUT", reset: null, currency: "EUR" }),
    }),
  ).toBe("PROGRAM:SALE:PAYOUT:NONE:EUR");
});
