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
  returnsText,
  takesBack,
  transitions,
  type ConversionStanding,
  type RequestKind,
} from "./conversion.ts";

const pending: ConversionStanding = {
  kind: "SALE",
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

test("[D161] what each event makes of a sale, and what it leaves alone", () => {
  const told = conversionStates.map(
    (state) =>
      `${state}: ${conversionEvents.map((event) => nextState(state, event) ?? "-").join(" ")}`,
  );
  expect(conversionEvents.join(" ")).toBe(
    "APPROVE APPROVE_OUTSIDE MODIFY REVERSE LOCK RESTATE RESTATE_TO_NOTHING " +
      "RESTATE_FROM_NOTHING REPRICE ADJUST",
  );
  expect(told).toEqual([
    "PENDING: APPROVED PENDING PENDING REVERSED APPROVED PENDING REVERSED - PENDING -",
    "APPROVED: - - - - - - - - - APPROVED",
    "REVERSED: - - - - - - - PENDING - -",
  ]);
});

test.each<[string, Partial<ConversionStanding>, RequestKind, string]>([
  [
    "an approved one",
    { state: "APPROVED" },
    "MODIFY",
    "ALREADY_APPROVED: This sale is approved, so its figures are final: the change is not made, " +
      "and nothing of it is booked",
  ],
  [
    "a reversed one",
    { state: "REVERSED" },
    "MODIFY",
    "ALREADY_REVERSED: This sale is reversed and final",
  ],
  [
    "a test",
    { isTest: true },
    "APPROVE",
    "TEST_CONVERSION_NEVER_PAYS: A test sale is never approved: it pays nothing",
  ],
  [
    "a test taken back",
    { isTest: true },
    "REVERSE",
    "TEST_ACTION_REASON: A test sale is reversed with the reason TEST_ACTION at reason",
  ],
  [
    "one past a limit",
    { outsideOfTerms: true },
    "APPROVE",
    "OUTSIDE_OF_TERMS: This sale is past a limit of its contract: approve it in the list " +
      "outside of terms first",
  ],
  [
    "one that waits for nothing",
    {},
    "APPROVE_OUTSIDE",
    "NOT_OUTSIDE_OF_TERMS: This sale does not wait outside of terms",
  ],
  [
    "one without terms",
    { hasTerms: false },
    "APPROVE",
    "NOTHING_TO_APPROVE: No contract with a sale event type applies to this sale",
  ],
  [
    "one changed too often",
    { modifications: maxModifications },
    "MODIFY",
    "TOO_MANY_MODIFICATIONS: A sale is changed at most 1000 times",
  ],
  [
    "a lead that is changed",
    { kind: "LEAD" },
    "MODIFY",
    "LEAD_HAS_NO_AMOUNT: A lead has no amount that could change: reverse it to take it back",
  ],
  [
    "a lead of which no more may be taken back",
    {
      kind: "LEAD",
      returns: { kind: "LEAD", percent: 20, month: "2026-11", sales: 4, reversed: 0 },
    },
    "REVERSE",
    "RETURN_SHARE_REACHED: The contract lets at most 20 % of a month's leads be taken back: of " +
      "4 in 2026-11, 0 are taken back, and no more can be",
  ],
  [
    "one of which no more may be taken back",
    { returns: { kind: "SALE" as const, percent: 20, month: "2026-11", sales: 14, reversed: 2 } },
    "REVERSE",
    "RETURN_SHARE_REACHED: The contract lets at most 20 % of a month's sales be taken back: of " +
      "14 in 2026-11, 2 are taken back, and no more can be",
  ],
])("refused in words: %s", (_, standing, kind, told) => {
  const judged = judge({ ...pending, ...standing }, kind, "OTHER");
  const at = judged.ok || judged.path.length === 0 ? "" : ` at ${judged.path.join(".")}`;
  expect(judged.ok ? judged.value : `${judged.code}: ${judged.message}${at}`).toBe(told);
});

test("what of a month's sales may still be taken back is said with the rule and its use", () => {
  expect(
    returnsText({ kind: "SALE" as const, percent: 20, month: "2026-11", sales: 15, reversed: 1 }),
  ).toBe(
    "The contract lets at most 20 % of a month's sales be taken back: of 15 in 2026-11, " +
      "1 is taken back, and 2 more can be",
  );
  // More than the share, of a contract that was kinder.
  expect(
    returnsLeft({ kind: "SALE" as const, percent: 20, month: "2026-11", sales: 15, reversed: 9 }),
  ).toBe(0);
});

test("what others do not stand in the way of", () => {
  const allowed: [Partial<ConversionStanding>, RequestKind, string | null][] = [
    [{ hasTerms: false }, "REVERSE", "OTHER"],
    [{ hasTerms: false }, "MODIFY", "OTHER"],
    [{ outsideOfTerms: true }, "REVERSE", "OTHER"],
    [{ outsideOfTerms: true }, "MODIFY", "OTHER"],
    [{ isTest: true }, "MODIFY", "OTHER"],
    [{ modifications: maxModifications }, "REVERSE", "OTHER"],
    [{ modifications: maxModifications }, "APPROVE", null],
  ];
  expect(
    allowed.map(([standing, kind, code]) => codeOf({ ...pending, ...standing }, kind, code)),
  ).toEqual(["REVERSED", "PENDING", "REVERSED", "PENDING", "PENDING", "REVERSED", "APPROVED"]);
});

test("a lead is taken back with no reason of goods", () => {
  const lead = { ...pending, kind: "LEAD" } as const;
  expect(
    ["ITEM_RETURNED", "ITEM_OUT_OF_STOCK", "ORDER_ERROR", "MP_RETURNED"].map((code) =>
      codeOf(lead, "REVERSE", code),
    ),
  ).toEqual(Array.from({ length: 4 }, () => "LEAD_HAS_NO_GOODS"));
  expect(codeOf(lead, "REVERSE", "CONS_FRAUD")).toBe("REVERSED");
  expect(codeOf({ ...lead, kind: "SALE" }, "REVERSE", "ITEM_RETURNED")).toBe("REVERSED");
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
  const returns = { kind: "SALE" as const, percent: 20, month: "2026-11", sales: 9, reversed: 0 };
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
