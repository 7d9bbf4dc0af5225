import { expect, test } from "vitest";
import {
  conversionEvents,
  conversionStates,
  dispositions,
  faultsOf,
  judge,
  maxModifications,
  modificationReasons,
  nextState,
  returnsLeft,
  takesBack,
  transitions,
  type ConversionStanding,
  type RequestKind,
} from "./conversion.ts";

const pending: ConversionStanding = {
  state: "PENDING",
  isTest: false,
  outsideOfTerms: false,
  outsideApproved: false,
  hasTerms: true,
  modifications: 0,
  returns: null,
};
const codeOf = (conversion: ConversionStanding, kind: RequestKind, code: string | null = null) => {
  const judged = judge(conversion, kind, code);
  return judged.ok ? judged.value : judged.code;
};

test("[D161] the table of transitions proves itself, and the proof can fail", () => {
  expect(faultsOf(transitions)).toEqual([]);
  expect(
    faultsOf({ ...transitions, APPROVED: { ADJUST: "APPROVED", REVERSE: "REVERSED" } }),
  ).toEqual(["APPROVED does not refuse REVERSE", "APPROVED can be left"]);
  expect(faultsOf({ ...transitions, REVERSED: {} })).toEqual([
    "RESTATE_FROM_NOTHING changes nothing anywhere",
  ]);
  expect(faultsOf({ PENDING: {}, APPROVED: {}, REVERSED: {} })).toContain(
    "APPROVED is never reached",
  );
});

test("[D161] pending is approved or reversed, modified stays pending; both refuse people", () => {
  expect([
    nextState("PENDING", "APPROVE"),
    nextState("PENDING", "REVERSE"),
    nextState("PENDING", "MODIFY"),
  ]).toEqual(["APPROVED", "REVERSED", "PENDING"]);
  for (const kind of ["APPROVE", "APPROVE_OUTSIDE", "MODIFY", "REVERSE"] as const) {
    expect(codeOf({ ...pending, state: "APPROVED" }, kind)).toBe("ALREADY_APPROVED");
    expect(codeOf({ ...pending, state: "REVERSED" }, kind)).toBe("ALREADY_REVERSED");
  }
  for (const state of conversionStates)
    for (const event of conversionEvents)
      expect(nextState(state, event) ?? state).toMatch(/^(PENDING|APPROVED|REVERSED)$/);
});

test("[D165] no 1,001st modification; [D167] TEST_ACTION reverses; [D169] no approval", () => {
  expect(codeOf({ ...pending, modifications: maxModifications - 1 }, "MODIFY")).toBe("PENDING");
  expect(codeOf({ ...pending, modifications: maxModifications }, "MODIFY")).toBe(
    "TOO_MANY_MODIFICATIONS",
  );
  expect(codeOf({ ...pending, isTest: true }, "REVERSE", "OTHER")).toBe("TEST_ACTION_REASON");
  expect(codeOf({ ...pending, isTest: true }, "REVERSE", "TEST_ACTION")).toBe("REVERSED");
  expect(codeOf({ ...pending, isTest: true }, "APPROVE")).toBe("TEST_CONVERSION_NEVER_PAYS");
  expect(codeOf({ ...pending, isTest: true, outsideOfTerms: true }, "APPROVE_OUTSIDE")).toBe(
    "TEST_CONVERSION_NEVER_PAYS",
  );
});

test("[D104] outside of terms comes before approval, and only where it applies", () => {
  const outside = { ...pending, outsideOfTerms: true };
  expect(codeOf(outside, "APPROVE")).toBe("OUTSIDE_OF_TERMS");
  expect(codeOf(outside, "APPROVE_OUTSIDE")).toBe("PENDING");
  expect(codeOf({ ...outside, outsideApproved: true }, "APPROVE")).toBe("APPROVED");
  expect(codeOf({ ...outside, outsideApproved: true }, "APPROVE_OUTSIDE")).toBe(
    "NOT_OUTSIDE_OF_TERMS",
  );
  expect(codeOf(pending, "APPROVE_OUTSIDE")).toBe("NOT_OUTSIDE_OF_TERMS");
  expect(codeOf({ ...pending, hasTerms: false }, "APPROVE")).toBe("NOTHING_TO_APPROVE");
});

test("no more is taken back than the contract lets of the month's sales", () => {
  const returns = { percent: 20, month: "2026-11", sales: 9, reversed: 0 };
  expect(codeOf({ ...pending, returns }, "REVERSE", "OTHER")).toBe("REVERSED");
  const reached = { ...returns, reversed: 1 };
  expect(judge({ ...pending, returns: reached }, "REVERSE", "OTHER")).toMatchObject({
    code: "RETURN_SHARE_REACHED",
    message:
      "The contract lets at most 20 % of a month's sales be taken back: of 9 in 2026-11, " +
      "1 is taken back, and no more can be",
  });
  expect([returnsLeft({ ...reached, sales: 10 }), returnsLeft({ ...reached, percent: 0 })]).toEqual(
    [1, 0],
  );
  expect([
    takesBack("REVERSE", null, 5n),
    takesBack("MODIFY", 0n, 5n),
    takesBack("MODIFY", 1n, 5n),
    takesBack("MODIFY", 0n, 0n),
    takesBack("APPROVE", null, 5n),
  ]).toEqual([true, true, false, false, false]);
});

test("the lists of reasons are the vendor's", () => {
  expect([modificationReasons.length, dispositions.length]).toEqual([13, 14]);
});
