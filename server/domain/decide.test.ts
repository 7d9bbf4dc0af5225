import { describe, expect, test } from "vitest";
import { programLimitName } from "./limit-scopes.ts";
import { decide, explain, type DecideInput } from "./decide.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { ClickEvent, LeadEvent, SaleEvent } from "./payable-event.ts";
import { traceSteps } from "./trace-words.ts";
import { neverOfOrders, reasonCodes, reasonSentences, type ReasonCode } from "./reason.ts";
import { parseTerms } from "./terms-input.ts";
import type { TermsDraft } from "./terms-draft.ts";

const at = Date.UTC(2026, 10, 18, 15);
const click: ClickEvent = { kind: "CLICK", at, isTest: false, classification: "U" };
const sale: SaleEvent = {
  kind: "SALE",
  at,
  isTest: false,
  orders: 2n,
  units: 3n,
  amount: 191_960_000n,
};
const lead: LeadEvent = { kind: "LEAD", at, isTest: false, leads: 1n };
const standing = {
  programActive: true,
  partnerActive: true,
  adActive: true,
  eventTypeActive: true,
};

function contract(eventPayouts: TermsDraft["eventPayouts"]): ContractInForce {
  const terms = parseTerms({ currency: "USD", eventPayouts });
  if (!terms.ok) throw new Error(terms.message);
  return {
    contractId: "c",
    termsVersionId: "v",
    versionNumber: 1,
    validity: { start: 0, end: null },
    terms: terms.value,
  };
}
const cpc = contract([
  {
    event: "CLICK",
    rate: "0.05",
    limits: [
      { kind: "CLICKS", reset: "DAY", max: "100" },
      { kind: "PAYOUT", reset: "MONTH", max: "10" },
    ],
  },
]);
const both = contract([
  { event: "CLICK", rate: "0.05", limits: [] },
  { event: "SALE", rate: "8%", limits: [] },
]);
const input = (changes: Partial<DecideInput>): DecideInput => ({
  event: click,
  standing,
  contract: cpc,
  calendar: { zone: "UTC", yearStartMonth: 1 },
  usage: () => 0n,
  ...changes,
});
const usage =
  (clicks: bigint, payout: bigint): DecideInput["usage"] =>
  (limit) =>
    limit.kind === "CLICKS" ? clicks : payout;

const byValue = contract([
  {
    event: "CLICK",
    rate: "0.05",
    limits: [],
    groups: [
      {
        name: "Gold",
        rules: [{ variable: "PARTNER_VALUE1", operator: "IS", values: ["gold"] }],
        rate: "0.20",
      },
    ],
  },
]);
const refusals: [ReasonCode, Partial<DecideInput>][] = [
  ["GIVEN_UP", { standing: { ...standing, givenUp: true } }],
  ["PROGRAM_NOT_ACTIVE", { standing: { ...standing, programActive: false } }],
  ["PARTNER_NOT_ACTIVE", { standing: { ...standing, partnerActive: false } }],
  ["AD_NOT_ACTIVE", { standing: { ...standing, adActive: false } }],
  ["DUPLICATE_CLICK", { event: { ...click, classification: "D" } }],
  ["INVALID_CLASSIFICATION", { event: { ...click, classification: "R" } }],
  ["FILTERED_RISK", { event: { ...click, classification: "F" } }],
  ["CONTRACT_NOT_FOUND", { contract: null }],
  [
    "CPC_V2_ACTIONTERMS_NOT_FOUND",
    { contract: contract([{ event: "SALE", rate: "8%", limits: [] }]) },
  ],
  ["CLICK_TRACKER_NOT_FOUND", { standing: { ...standing, eventTypeActive: false } }],
  ["UNKNOWN_PARTNERVALUE1", { contract: byValue }],
  ["OVERLIMIT_CLICKS", { usage: usage(100n, 0n) }],
  ["OVERLIMIT_PAYOUT", { usage: usage(0n, 9_960_000n) }],
  ["TEST_CLICK", { event: { ...click, isTest: true } }],
  [
    "ACTIONTRACKER_NOT_ACTIVE",
    { event: sale, contract: both, standing: { ...standing, eventTypeActive: false } },
  ],
  ["TEST_ACTION", { event: { ...sale, isTest: true }, contract: both }],
  ["OUTSIDE_ASSOCIATION_WINDOW", { event: { ...sale, clickedAt: 0 }, contract: both }],
];

test("[D154] an order after the referral window of its click pays nothing", () => {
  const day = 86_400_000;
  const after = (clickedAt: number) =>
    decide(input({ event: { ...sale, clickedAt }, contract: both }));
  expect(after(at - 30 * day)).toMatchObject({ outcome: "PAID", reason: null });
  expect(after(at - 30 * day - 1)).toMatchObject({
    outcome: "UNPAID",
    reason: "OUTSIDE_ASSOCIATION_WINDOW",
    amount: 0n,
  });
  const { steps } = explain(
    input({ event: { ...sale, clickedAt: at - 31 * day }, contract: both }),
  );
  expect(steps.find(({ step }) => step === "EVENT_TYPE")).toMatchObject({
    verdict: "STOPPED",
    reason: "OUTSIDE_ASSOCIATION_WINDOW",
  });
});

describe("every reason", () => {
  test.each(refusals)("%s pays 0 [D17] [D83] [D88] [D110]", (reason, changes) => {
    const made = decide(input(changes));
    expect(made).toMatchObject({ outcome: "UNPAID", reason, amount: 0n });
    expect(explain(input(changes)).decision).toEqual(made);
  });
  test("[D76] what sales can have too does not speak of a click", () => {
    const spoken = reasonCodes.filter((code) =>
      /\b(?:the|this) click\b/i.test(reasonSentences[code]),
    );
    expect(spoken.filter((code) => !neverOfOrders.has(code))).toEqual([]);
  });
  test("a partner value that is known, whichever it is, lets the rules decide", () => {
    const paid = (PARTNER_VALUE1: string) =>
      decide(input({ contract: byValue, event: { ...click, facts: { PARTNER_VALUE1 } } })).amount;
    expect([paid("gold"), paid("silver")]).toEqual([200_000n, 50_000n]);
  });
  test("a trial by a side that may not see a value is not told that none is set", () => {
    const tried = (triedBy: "BRAND" | "PARTNER") =>
      decide(input({ contract: byValue, event: { ...click, facts: { triedBy } } })).reason;
    expect([tried("BRAND"), tried("PARTNER")]).toEqual(["UNKNOWN_PARTNERVALUE1", null]);
  });
  test("a sale without sale terms is discarded, shown and never paid [D88]", () => {
    expect(decide(input({ event: sale }))).toMatchObject({
      outcome: "DISCARDED",
      reason: "ACTIONTERMS_NOT_FOUND",
      amount: 0n,
      currency: "USD",
    });
  });
  test("found 58: no contract and one without the event are two reasons [D88, D153, D154]", () => {
    const told = (event: DecideInput["event"], standsBy: ContractInForce | null) => {
      const { decision, steps } = explain(input({ event, contract: standsBy }));
      const stopped = steps.find(({ verdict }) => verdict === "STOPPED");
      return [
        decision.reason,
        stopped?.step,
        decision.reason && reasonSentences[decision.reason].slice(0, 55),
      ];
    };
    const saleOnly = contract([{ event: "SALE", rate: "8%", limits: [] }]);
    const clickOnly = contract([{ event: "CLICK", rate: "0.10", limits: [] }]);
    const nobody = [
      "CONTRACT_NOT_FOUND",
      "CONTRACT",
      "At that moment the partner had no contract in force wit",
    ];
    expect([told(click, null), told(sale, null)]).toEqual([nobody, nobody]);
    expect(told(click, saleOnly)).toEqual([
      "CPC_V2_ACTIONTERMS_NOT_FOUND",
      "EVENT_TYPE",
      "A contract was in force at that moment, but it does not",
    ]);
    expect(told(sale, clickOnly)).toEqual([
      "ACTIONTERMS_NOT_FOUND",
      "EVENT_TYPE",
      "A contract was in force at that moment, but it has no p",
    ]);
    expect(told(lead, clickOnly)).toEqual(told(sale, clickOnly));
  });
  test("an ad that was switched off does not undo a sale", () => {
    expect(
      decide(input({ event: sale, contract: both, standing: { ...standing, adActive: false } }))
        .outcome,
    ).toBe("PAID");
  });
  test("rate 0 is PAID_ZERO", () => {
    expect(
      decide(
        input({
          contract: contract([
            { event: "CLICK", rate: "0%", limits: [{ kind: "CLICKS", reset: "DAY", max: "1" }] },
          ]),
        }),
      ),
    ).toMatchObject({
      outcome: "PAID_ZERO",
      reason: "ZERO_RATE",
      uses: [],
    });
  });
});

describe("amounts", () => {
  test("a click takes its price and one click of its limits [D70] [D84]", () => {
    const made = decide(input({ usage: usage(4n, 1_000_000n) }));
    expect(made).toMatchObject({
      outcome: "PAID",
      reason: null,
      amount: 50_000n,
      wouldPay: 50_000n,
      contractId: "c",
      termsVersionId: "v",
    });
    expect(made.uses.map(({ before, after }) => [before, after])).toEqual([
      [4n, 5n],
      [1_000_000n, 1_050_000n],
    ]);
  });
  test("a test click says what it would pay and takes nothing", () => {
    const made = decide(input({ event: { ...click, isTest: true }, usage: usage(4n, 0n) }));
    expect(made).toMatchObject({ amount: 0n, wouldPay: 50_000n });
    expect(made.uses.every(({ before, after }) => before === after)).toBe(true);
  });
  test("a sale pays its share, or an amount per order or item", () => {
    expect(decide(input({ event: sale, contract: both })).amount).toBe(15_356_800n);
    const per = (level: "ORDER" | "ITEM") =>
      decide(
        input({
          event: sale,
          contract: contract([{ event: "SALE", rate: "1.50", level, limits: [] }]),
        }),
      ).amount;
    expect([per("ORDER"), per("ITEM")]).toEqual([3_000_000n, 4_500_000n]);
  });
  test("click and sale payouts are independent [D89]", () => {
    expect(decide(input({ contract: both })).amount).toBe(decide(input({})).amount);
  });
});

describe("the trace", () => {
  test("tells each step once, stops once, and marks what was not reached [D84]", () => {
    for (const [reason, changes] of refusals) {
      const { steps } = explain(input(changes));
      const names = steps.map(({ step }) => step);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(
        traceSteps
          .slice(0, 8)
          .filter((step) => step !== "QUALITY" || input(changes).event.kind === "CLICK"),
      );
      const stopped = steps.findIndex(({ verdict }) => verdict === "STOPPED");
      if (!reason.startsWith("TEST_")) expect(steps[stopped]?.reason).toBe(reason);
      if (stopped >= 0)
        expect(steps.slice(stopped + 1).every(({ verdict }) => verdict === "NOT_REACHED")).toBe(
          true,
        );
    }
  });
  test("says that a program has a limit of its own, and not how much others used of it", () => {
    const own = {
      ...programLimitName({ event: "CLICK", kind: "PAYOUT", reset: "DAY", currency: "USD" }),
      max: 70_000_000n,
      weekendMax: null,
    } as const;
    const { decision, steps } = explain(
      input({
        programLimits: [own],
        usage: (limit) => (limit.scope === "PROGRAM" ? 69_999_999n : 0n),
      }),
    );
    expect(decision).toMatchObject({ reason: "OVERLIMIT_PAYOUT", amount: 0n });
    const { seen = "" } = steps.find(({ step }) => step === "LIMITS") ?? {};
    expect(seen).toContain("a limit of the whole program");
    expect(seen).not.toMatch(/70|69/);
  });
  test("says the numbers of the limits", () => {
    const { steps } = explain(input({ usage: usage(4n, 1_000_000n) }));
    expect(steps.find(({ step }) => step === "LIMITS")?.seen).toContain(
      "100 clicks a day: 4 clicks used before, 5 clicks after; Clicks earn at most 10.00 USD a " +
        "month: 1.00 USD used before",
    );
    expect(
      explain(input({ contract: both })).steps.find(({ step }) => step === "LIMITS")?.seen,
    ).toBe("no limit is set");
  });
});

describe("[D104] limits on sales", () => {
  const limited = (...limits: TermsDraft["eventPayouts"][number]["limits"]) =>
    contract([{ event: "SALE", rate: "10%", limits }]);
  const orders = (max: string) => ({ kind: "CONVERSIONS" as const, reset: "MONTH" as const, max });
  const used =
    (count: bigint, payout: bigint): DecideInput["usage"] =>
    (limit) =>
      limit.kind === "CONVERSIONS" ? count : payout;
  const cases: [string, Partial<DecideInput>, object][] = [
    [
      "a row's orders fit exactly",
      { contract: limited(orders("5")), usage: used(3n, 0n) },
      { outcome: "PAID", amount: 19_196_000n, uses: [{ before: 3n, after: 5n }] },
    ],
    [
      "one too many",
      { contract: limited(orders("5")), usage: used(4n, 0n) },
      {
        outcome: "UNPAID",
        reason: "OVERLIMIT_CONVERSIONS",
        amount: 0n,
        wouldPay: 19_196_000n,
        uses: [{ before: 4n, after: 4n }],
      },
    ],
    [
      "payout",
      {
        contract: limited({ kind: "PAYOUT", reset: "CONTRACT", max: "20" }),
        usage: used(0n, 804_001n),
      },
      { outcome: "UNPAID", reason: "OVERLIMIT_PAYOUT", amount: 0n, wouldPay: 19_196_000n },
    ],
    [
      "held although there is room",
      {
        contract: limited(orders("5")),
        event: { ...sale, outside: { state: "HELD", reason: "OVERLIMIT_CONVERSIONS" } },
      },
      { outcome: "UNPAID", reason: "OVERLIMIT_CONVERSIONS", amount: 0n },
    ],
    ...(["HELD", "APPROVED"] as const).map((state): [string, Partial<DecideInput>, object] => [
      `a test sale is none that waits or was let past: ${state}`,
      {
        contract: limited(orders("5")),
        event: {
          ...sale,
          isTest: true,
          outside: state === "HELD" ? { state, reason: "OVERLIMIT_PAYOUT" } : { state },
        },
      },
      { outcome: "UNPAID", reason: "TEST_ACTION", wouldPay: 19_196_000n },
    ]),
    [
      "approved past the limit, taking nothing from it",
      { contract: limited(orders("1")), event: { ...sale, outside: { state: "APPROVED" } } },
      { outcome: "PAID", amount: 19_196_000n, uses: [] },
    ],
    [
      "a test sale takes nothing",
      { contract: limited(orders("5")), event: { ...sale, isTest: true } },
      {
        outcome: "UNPAID",
        reason: "TEST_ACTION",
        wouldPay: 19_196_000n,
        uses: [{ before: 0n, after: 0n }],
      },
    ],
  ];
  test.each(cases)("%s", (_words, changes, expected) => {
    const given = input({ event: sale, ...changes });
    expect(decide(given)).toMatchObject(expected);
    expect(explain(given).decision).toEqual(decide(given));
  });
  test("the trace counts orders", () => {
    const { steps } = explain(
      input({ event: sale, contract: limited(orders("5")), usage: used(4n, 0n) }),
    );
    expect(steps.find(({ step }) => step === "LIMITS")).toMatchObject({
      verdict: "STOPPED",
      seen: "Paid are at most 5 orders a month: 4 orders used before, 4 orders after",
    });
  });
});

describe("leads", () => {
  const month = { kind: "CONVERSIONS", reset: "MONTH", max: "5" } as const;
  const newsletter = { variable: "EVENT_TYPE", operator: "IS", values: ["newsletter"] };
  const leads = contract([
    { event: "SALE", rate: "8%", limits: [{ ...month, max: "1" }] },
    {
      event: "LEAD",
      rate: "2.50",
      limits: [month],
      groups: [{ name: "Newsletter", rules: [newsletter], rate: "0.40" }],
    },
  ]);
  const used =
    (count: bigint): DecideInput["usage"] =>
    ({ event }) =>
      event === "LEAD" ? count : 0n;
  const cases: [string, Partial<DecideInput>, object][] = [
    ["one earns its amount", {}, { outcome: "PAID", amount: 2_500_000n, currency: "USD" }],
    [
      "an event type of its own earns by its group",
      { event: { ...lead, facts: { EVENT_TYPE: "Newsletter" } } },
      { amount: 400_000n, groupId: "g1" },
    ],
    ["one that was taken back earns nothing", { event: { ...lead, leads: 0n } }, { amount: 0n }],
    [
      "the fifth of a month is paid",
      { usage: used(4n) },
      { outcome: "PAID", uses: [{ event: "LEAD", before: 4n, after: 5n }] },
    ],
    [
      "the sixth waits outside of terms",
      { usage: used(5n) },
      { outcome: "UNPAID", reason: "OVERLIMIT_CONVERSIONS", wouldPay: 2_500_000n },
    ],
    [
      "approved past the limit it takes nothing from it",
      { usage: used(5n), event: { ...lead, outside: { state: "APPROVED" } } },
      { outcome: "PAID", amount: 2_500_000n, uses: [] },
    ],
    ["a test pays nothing", { event: { ...lead, isTest: true } }, { reason: "TEST_ACTION" }],
    [
      "one too long after its click pays nothing",
      { event: { ...lead, clickedAt: at - 31 * 86_400_000 } },
      { reason: "OUTSIDE_ASSOCIATION_WINDOW", amount: 0n },
    ],
    [
      "without a payout for leads it is discarded",
      { contract: both },
      { outcome: "DISCARDED", reason: "ACTIONTERMS_NOT_FOUND" },
    ],
    [
      "while its event type rests it is kept unpaid",
      { standing: { ...standing, eventTypeActive: false } },
      { outcome: "UNPAID", reason: "ACTIONTRACKER_NOT_ACTIVE" },
    ],
  ];
  test.each(cases)("%s", (_words, changes, expected) => {
    const given = input({ event: lead, contract: leads, ...changes });
    expect(decide(given)).toMatchObject(expected);
    expect(explain(given).decision).toEqual(decide(given));
  });
  test("no limit on orders stops a lead, and none on leads an order", () => {
    const full: DecideInput["usage"] = ({ event }) => (event === "SALE" ? 1n : 0n);
    expect(decide(input({ event: lead, contract: leads, usage: full }))).toMatchObject({
      outcome: "PAID",
    });
    const order = { ...sale, orders: 1n };
    expect(decide(input({ event: order, contract: leads, usage: used(9n) }))).toMatchObject({
      outcome: "PAID",
    });
  });
  test("the trace counts leads", () => {
    const { steps } = explain(input({ event: lead, contract: leads, usage: used(5n) }));
    expect(steps.find(({ step }) => step === "LIMITS")).toMatchObject({
      verdict: "STOPPED",
      seen: "Paid are at most 5 leads a month: 5 leads used before, 5 leads after",
    });
    expect(steps.some(({ step }) => step === "QUALITY")).toBe(false);
  });
});
