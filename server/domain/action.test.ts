import { expect, test } from "vitest";
import {
  actionEvents,
  actionStates,
  dispositions,
  faultsOf,
  judge,
  maxModifications,
  modificationReasons,
  nextState,
  transitions,
  type ActionStanding,
  type RequestKind,
} from "./action.ts";

const pending: ActionStanding = {
  state: "PENDING",
  isTest: false,
  outsideOfTerms: false,
  outsideApproved: false,
  hasTerms: true,
  modifications: 0,
};
const codeOf = (action: ActionStanding, kind: RequestKind, code: string | null = null) => {
  const judged = judge(action, kind, code);
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
  for (const state of actionStates)
    for (const event of actionEvents)
      expect(nextState(state, event) ?? state).toMatch(/^(PENDING|APPROVED|REVERSED)$/);
});

test("[D165] no 1,001st modification; [D167] TEST_ACTION reverses; [D169] no approval", () => {
  expect(codeOf({ ...pending, modifications: maxModifications - 1 }, "MODIFY")).toBe("PENDING");
  expect(codeOf({ ...pending, modifications: maxModifications }, "MODIFY")).toBe(
    "TOO_MANY_MODIFICATIONS",
  );
  expect(codeOf({ ...pending, isTest: true }, "REVERSE", "OTHER")).toBe("TEST_ACTION_REASON");
  expect(codeOf({ ...pending, isTest: true }, "REVERSE", "TEST_ACTION")).toBe("REVERSED");
  expect(codeOf({ ...pending, isTest: true }, "APPROVE")).toBe("TEST_ACTION_NEVER_PAYS");
  expect(codeOf({ ...pending, isTest: true, outsideOfTerms: true }, "APPROVE_OUTSIDE")).toBe(
    "TEST_ACTION_NEVER_PAYS",
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

test("the lists of reasons are the vendor's", () => {
  expect([modificationReasons.length, dispositions.length]).toEqual([13, 14]);
});
