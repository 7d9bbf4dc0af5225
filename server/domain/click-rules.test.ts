/**
 * Rules of clicks as the engine applies them: ranks, restrictions, examples of the field, and what
 * a decision tells.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RuleProgram } from "./compiled-rules.ts";
import { decide, explain, type DecideInput } from "./decide.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { ClickEvent, SaleEvent } from "./payable-event.ts";
import { walkRules } from "./rule-choice.ts";
import { calendarPeriod } from "./calendar.ts";
import type { Facts, RuleDraft } from "./rules.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft } from "./terms-draft.ts";
import { payoutOf } from "./terms.ts";

const at = Date.UTC(2026, 10, 18, 15);
const newYork = { zone: "America/New_York", yearStartMonth: 1 };
function contract(...eventPayouts: EventPayoutDraft[]): ContractInForce {
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
const cpc = (changes: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
  event: "CLICK",
  rate: "0.05",
  limits: [],
  ...changes,
});
const is = (variable: string, ...values: string[]): RuleDraft => ({
  variable,
  operator: "IS",
  values,
});
const group = (name: string, rate: string, ...rules: RuleDraft[]) => ({ name, rate, rules });
const input = (
  under: ContractInForce,
  facts: Facts,
  changes: Partial<DecideInput> = {},
): DecideInput => ({
  event: { kind: "CLICK", at, isTest: false, classification: "U", facts } satisfies ClickEvent,
  standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
  contract: under,
  calendar: newYork,
  usage: () => 0n,
  ...changes,
});
const paid = (under: ContractInForce, facts: Facts): bigint => decide(input(under, facts)).amount;

const usPhone = group("US phones", "0.20", is("COUNTRY", "US"), is("DEVICE", "PHONE"));
const northAmerica = group("North America", "0.10", is("COUNTRY", "US,CA"));
const noUcBrowser = { name: "No UC Browser", rules: [is("BROWSER", "UC_BROWSER")] };

describe("worked examples", () => {
  test("7.11 example 1: group, next group, default, restriction", () => {
    const under = contract(cpc({ groups: [usPhone, northAmerica], restrictions: [noUcBrowser] }));
    const phone = { COUNTRY: "US", DEVICE: "PHONE", BROWSER: "CHROME" };
    expect([
      paid(under, phone),
      paid(under, { ...phone, DEVICE: "DESKTOP" }),
      paid(under, { ...phone, COUNTRY: "FR" }),
    ]).toEqual([200_000n, 100_000n, 50_000n]);
    expect(decide(input(under, { ...phone, BROWSER: "UC_BROWSER" }))).toMatchObject({
      outcome: "UNPAID",
      reason: "RESTRICTED",
      amount: 0n,
    });
  });

  test("7.11 example 2: click 101 pays 0, OVERLIMIT_CLICKS; after midnight clicks pay", () => {
    const under = contract(cpc({ limits: [{ kind: "CLICKS", reset: "DAY", max: "100" }] }));
    const midnight = calendarPeriod("DAY", at, newYork.zone).end;
    const used = new Map<number, bigint>();
    const click = (instant: number) => {
      const event: ClickEvent = { kind: "CLICK", at: instant, isTest: false, classification: "U" };
      const made = decide(
        input(under, {}, { event, usage: (_limit, { start }) => used.get(start) ?? 0n }),
      );
      for (const use of made.uses) used.set(use.windowStart, use.after);
      return made.reason;
    };
    const day = Array.from({ length: 101 }, (_, i) => click(midnight - 101 + i));
    expect(day.slice(0, 100).every((reason) => reason === null)).toBe(true);
    expect([day[100], click(midnight)]).toEqual(["OVERLIMIT_CLICKS", null]);
  });

  test("7.11 example 3: 0.20 does not fit into 10 a day after 9.90, and 0.05 still fits", () => {
    const payout = cpc({
      groups: [usPhone],
      limits: [{ kind: "PAYOUT", reset: "DAY", max: "10" }],
    });
    const usage = () => 9_900_000n;
    const big = decide(input(contract(payout), { COUNTRY: "US", DEVICE: "PHONE" }, { usage }));
    expect(big).toMatchObject({
      reason: "OVERLIMIT_PAYOUT",
      amount: 0n,
      uses: [{ before: 9_900_000n, after: 9_900_000n }],
    });
    expect(decide(input(contract(payout), {}, { usage }))).toMatchObject({
      amount: 50_000n,
      uses: [{ after: 9_950_000n }],
    });
  });
});

describe("groups and restrictions", () => {
  test("[D70] no group matches: the default payout", () => {
    expect(
      decide(input(contract(cpc({ groups: [usPhone, northAmerica] })), { COUNTRY: "FR" })),
    ).toMatchObject({ groupId: null, amount: 50_000n, reason: null });
  });

  test("[D71] of several matches the lowest rank wins; swapped ranks swap the result", () => {
    const ranked = (first: number, second: number) =>
      contract(
        cpc({
          groups: [
            { ...usPhone, rank: first },
            { ...northAmerica, rank: second },
          ],
        }),
      );
    const both = { COUNTRY: "US", DEVICE: "PHONE" };
    expect([paid(ranked(1, 2), both), paid(ranked(2, 1), both)]).toEqual([200_000n, 100_000n]);
  });

  test("[D72] a group applies only where all of its rules hold", () => {
    const under = contract(cpc({ groups: [usPhone] }));
    const seen = [
      { COUNTRY: "US", DEVICE: "PHONE" },
      { COUNTRY: "US", DEVICE: "TABLET" },
      { DEVICE: "PHONE" },
      {},
    ];
    expect(seen.map((facts) => paid(under, facts))).toEqual([200_000n, 50_000n, 50_000n, 50_000n]);
  });

  test("[D76] a restriction blocks where all of its rules hold; of two one is enough", () => {
    const restrictions = [
      { name: "French phones", rules: [is("COUNTRY", "FR"), is("DEVICE", "PHONE")] },
      noUcBrowser,
    ];
    const under = contract(cpc({ restrictions }));
    const reason = (facts: Facts) => decide(input(under, facts)).reason;
    expect(reason({ COUNTRY: "FR", DEVICE: "PHONE" })).toBe("RESTRICTED");
    expect(reason({ BROWSER: "UC_BROWSER" })).toBe("RESTRICTED");
    expect(reason({ COUNTRY: "FR", DEVICE: "TABLET" })).toBeNull();
  });

  test("[D77] a restriction wins over a group that matches too", () => {
    const under = contract(cpc({ groups: [usPhone], restrictions: [noUcBrowser] }));
    expect(
      decide(input(under, { COUNTRY: "US", DEVICE: "PHONE", BROWSER: "UC_BROWSER" })),
    ).toMatchObject({ reason: "RESTRICTED", amount: 0n, groupId: null });
  });
});

test("[D83] the same click, version and counters give the same result and explanation", () => {
  const word = fc.constantFrom("US", "CA", "FR", "PHONE", "UC_BROWSER", "");
  const facts = fc.record({ COUNTRY: word, DEVICE: word, BROWSER: word });
  const under = contract(
    cpc({
      groups: [usPhone, northAmerica],
      restrictions: [noUcBrowser],
      limits: [{ kind: "PAYOUT", reset: "DAY", max: "1" }],
    }),
  );
  fc.assert(
    fc.property(facts, facts, fc.bigInt({ min: 0n, max: 1_000_000n }), (one, other, used) => {
      const asked = input(under, Object.freeze(one), { usage: () => used });
      const first = explain(asked);
      explain(input(under, other, { usage: () => 0n }));
      expect(explain(asked)).toEqual(first);
      expect(decide(asked)).toEqual(first.decision);
    }),
  );
});

test("[D84] a decision names its group or restriction, rate, each limit and the reason", () => {
  const under = contract(
    cpc({
      groups: [usPhone, northAmerica],
      restrictions: [noUcBrowser],
      limits: [{ kind: "PAYOUT", reset: "DAY", max: "1" }],
    }),
  );
  const tell = (facts: Facts, used = 0n) => {
    const { decision, steps } = explain(input(under, facts, { usage: () => used }));
    return { decision, seen: Object.fromEntries(steps.map(({ step, seen }) => [step, seen])) };
  };
  const grouped = tell({ COUNTRY: "CA" }, 300_000n);
  expect(grouped.decision).toMatchObject({
    groupId: "g2",
    rate: { kind: "AMOUNT", micros: 100_000n },
    reason: null,
  });
  expect(grouped.decision.uses).toMatchObject([
    { limitId: "CLICK:PAYOUT:CONTRACT:DAY", max: 1_000_000n, before: 300_000n, after: 400_000n },
  ]);
  expect(grouped.seen.GROUP).toBe(
    "Payout group 2, North America, pays 0.10 USD for each click where the country is US or CA; " +
      "the country is US or CA: seen CA",
  );
  expect(grouped.seen.RATE).toBe("0.10 USD; makes 0.10 USD");
  expect(grouped.seen.LIMITS).toBe(
    "Clicks earn at most 1.00 USD a day: 0.30 USD used before, 0.40 USD after",
  );
  const blocked = tell({ BROWSER: "UC_BROWSER" });
  expect(blocked.decision).toMatchObject({ reason: "RESTRICTED", groupId: null, uses: [] });
  expect(blocked.seen.RESTRICTIONS).toBe(
    "No UC Browser: Never paid: clicks where the browser is UC_BROWSER; " +
      "the browser is UC_BROWSER: seen UC_BROWSER",
  );
});

test("[D86] 200 groups of 5 rules ask each fact of a click once, and few of the groups", () => {
  const rules = (i: number): RuleDraft[] => [
    is("COUNTRY", "US"),
    is("SHARED_ID", `s${i}`),
    is("DEVICE", "PHONE"),
    { variable: "REFERRER_URL", operator: "CONTAINS", values: ["york"] },
    { variable: "LANDING_PAGE", operator: "STARTS_WITH", values: ["https://www.amazon.com/"] },
  ];
  const readsOf = (groups: number) => {
    const under = contract(
      cpc({
        groups: Array.from({ length: groups }, (_, i) => group(`G${i}`, "0.10", ...rules(i))),
      }),
    );
    const payout = payoutOf(under.terms, "CLICK");
    if (!payout) throw new Error("no payout");
    const program = new RuleProgram(payout.restrictions, payout.groups);
    let reads = 0;
    const seen: Facts = {
      COUNTRY: "US",
      SHARED_ID: `s${groups - 1}`,
      DEVICE: "PHONE",
      REFERRER_URL: "New york",
      LANDING_PAGE: "https://www.amazon.com/dp/B1",
    };
    const counting = new Proxy(seen, {
      get: (target, name) => ((reads += 1), Reflect.get(target, name)),
    });
    expect(program.choose(counting)).toBe(groups - 1);
    expect(walkRules(payout, seen)).toBe(groups - 1);
    return reads;
  };
  expect(readsOf(200)).toBeLessThanOrEqual(readsOf(1));
});

test("[D88] a click says whether its contract has no click terms or there is no contract", () => {
  const saleOnly = contract({ event: "SALE", rate: "8%", limits: [] });
  expect([
    decide(input(saleOnly, {})),
    decide(input(saleOnly, {}, { contract: null })),
  ]).toMatchObject([
    { reason: "CPC_V2_ACTIONTERMS_NOT_FOUND", amount: 0n },
    { reason: "CONTRACT_NOT_FOUND", amount: 0n },
  ]);
});

test("[D89] without one event type the other's results stay as they were", () => {
  const sales: EventPayoutDraft = {
    event: "SALE",
    rate: "8%",
    limits: [{ kind: "PAYOUT", reset: "MONTH", max: "20" }],
  };
  const clicks = cpc({
    groups: [northAmerica],
    limits: [{ kind: "CLICKS", reset: "DAY", max: "3" }],
  });
  const sale: SaleEvent = {
    kind: "SALE",
    at,
    isTest: false,
    orders: 1n,
    units: 1n,
    amount: 100_000_000n,
  };
  const of = (under: ContractInForce) => [
    explain(input(under, { COUNTRY: "CA" })),
    explain(input(under, {}, { usage: () => 3n })),
    explain(input(under, {}, { event: sale })),
    explain(input(under, {}, { event: sale, usage: () => 15_000_000n })),
  ];
  const told = (each: ReturnType<typeof explain>) => ({
    ...each,
    steps: each.steps.filter(({ step }) => step !== "EVENT_TYPE"),
  });
  const both = of(contract(clicks, sales)).map(told);
  expect(both.slice(0, 2)).toEqual(of(contract(clicks)).slice(0, 2).map(told));
  expect(both.slice(2)).toEqual(of(contract(sales)).slice(2).map(told));
  expect(both.map(({ decision }) => decision.amount)).toEqual([100_000n, 0n, 8_000_000n, 0n]);
});
