import { describe, expect, test } from "vitest";
import { payoutOf } from "./terms.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, TermsDraft } from "./terms-draft.ts";

const click = (changes: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
  event: "CLICK",
  rate: "0.05",
  limits: [],
  ...changes,
});
const draft = (...eventPayouts: EventPayoutDraft[]): TermsDraft => ({
  currency: "USD",
  eventPayouts,
});
const limit = (max: string, kind: "CLICKS" | "PAYOUT" = "CLICKS") => ({
  kind,
  reset: "DAY" as const,
  max,
});

describe("refusals name the faulty field by its path", () => {
  const cases: [string, TermsDraft, string, string][] = [
    ["currency [D33]", { ...draft(click()), currency: "usd" }, "BAD_CURRENCY", "currency"],
    ["no payout [D18]", draft(), "NO_EVENT_PAYOUT", "eventPayouts"],
    ["twice the same event", draft(click(), click()), "DUPLICATE_EVENT", "eventPayouts.1.event"],
    [
      "a click per order [D20]",
      draft(click({ level: "ORDER" })),
      "BAD_LEVEL",
      "eventPayouts.0.level",
    ],
    [
      "a click per item [D20]",
      draft(click({ level: "ITEM" })),
      "BAD_LEVEL",
      "eventPayouts.0.level",
    ],
    [
      "a sale per click",
      draft({ event: "SALE", level: "CLICK", rate: "8%", limits: [] }),
      "BAD_LEVEL",
      "eventPayouts.0.level",
    ],
    [
      "a percentage for a click [D23]",
      draft(click({ rate: "5%" })),
      "BAD_RATE",
      "eventPayouts.0.rate",
    ],
    [
      "more than 100 %",
      draft({ event: "SALE", rate: "100.01%", limits: [] }),
      "BAD_RATE",
      "eventPayouts.0.rate",
    ],
    [
      "a negative percentage",
      draft({ event: "SALE", rate: "-1%", limits: [] }),
      "BAD_AMOUNT",
      "eventPayouts.0.rate",
    ],
    [
      "a percentage in words",
      draft({ event: "SALE", rate: "eight%", limits: [] }),
      "BAD_AMOUNT",
      "eventPayouts.0.rate",
    ],
    ["a negative rate", draft(click({ rate: "-0.01" })), "BAD_AMOUNT", "eventPayouts.0.rate"],
    ["five decimals [D90]", draft(click({ rate: "0.03333" })), "BAD_AMOUNT", "eventPayouts.0.rate"],
    [
      "half a click",
      draft(click({ limits: [limit("1.5")] })),
      "BAD_LIMIT",
      "eventPayouts.0.limits.0.max",
    ],
    [
      "a payout limit in words",
      draft(click({ limits: [limit("ten", "PAYOUT")] })),
      "BAD_AMOUNT",
      "eventPayouts.0.limits.0.max",
    ],
    [
      "a negative payout limit",
      draft(click({ limits: [limit("-1", "PAYOUT")] })),
      "BAD_AMOUNT",
      "eventPayouts.0.limits.0.max",
    ],
    [
      "the same limit twice",
      draft(click({ limits: [limit("1"), limit("2")] })),
      "BAD_LIMIT",
      "eventPayouts.0.limits.1",
    ],
    [
      "a limit on sales that counts clicks",
      draft({ event: "SALE", rate: "8%", limits: [limit("1")] }),
      "BAD_LIMIT",
      "eventPayouts.0.limits.0.kind",
    ],
  ];
  test.each(cases)("%s", (_name, terms, code, path) =>
    expect(parseTerms(terms)).toMatchObject({ ok: false, code, path: [path] }),
  );
});

const parsed = (terms: TermsDraft) => {
  const result = parseTerms(terms);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

test('"0%" for a click is the amount 0 [D23]', () => {
  expect(payoutOf(parsed(draft(click({ rate: "0%" }))), "CLICK")).toMatchObject({
    level: "CLICK",
    defaultRate: { kind: "AMOUNT", micros: 0n },
    remainder: "PAY_ZERO",
  });
});

test("a refusal of a number says its bound and the number", () => {
  const of = (more: Partial<EventPayoutDraft>, terms: Partial<TermsDraft> = {}) => {
    const sale: EventPayoutDraft = { event: "SALE", rate: "8%", limits: [], ...more };
    const result = parseTerms({ ...draft(sale), ...terms });
    return result.ok ? null : `${result.path.join(".")}: ${result.message}`;
  };
  const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
  const us = { variable: "CURRENCY", operator: "IS", values: ["USD"] };
  const group = { name: "G", rate: "9%", rules: [us] };
  expect([
    of({ locking: { months: 25 } }),
    of({ locking: { days: 367 } }),
    of({ schedule: { days: -1 } }),
    of({ schedule: { dayOfMonth: 29 } }),
    of({}, { noticeDays: 366 }),
    of({}, { maxReturnPercent: 101 }),
    of({ limits: many(13, limit("1")) }),
    of({ groups: many(201, group) }),
    of({ groups: [{ ...group, rules: many(21, us) }] }),
    of({ restrictions: many(101, { name: "R", rules: [us] }) }),
    of({}, { customTerms: many(21, { name: "C", text: "c" }) }),
  ]).toEqual([
    "eventPayouts.0.locking.months: Locking waits 0 to 24 months, not 25",
    "eventPayouts.0.locking.days: Locking waits 0 to 366 days, not 367",
    "eventPayouts.0.schedule.days: Payment waits 0 to 366 days, not -1",
    "eventPayouts.0.schedule.dayOfMonth: A fixed day of the month lies between 1 and 28, not 29",
    "noticeDays: A notice period has 0 to 365 days, not 366",
    "maxReturnPercent: The share that may be reversed lies between 0 and 100, not 101",
    "eventPayouts.0.limits: At most 12 limits stand together, and here are 13",
    "eventPayouts.0.groups: Terms have at most 200 payout groups, and here are 201",
    "eventPayouts.0.groups.0.rules: At most 20 rules stand together, and here are 21",
    "eventPayouts.0.restrictions: Terms have at most 100 restrictions, and here are 101",
    "customTerms: Terms hold at most 20 custom terms, and here are 21",
  ]);
});

test.each([
  ["USD", "1.005", "0.01", "2"],
  ["USD", "0.001", "1.50", "2"],
  ["JPY", "0.5", "100.0", "none"],
  ["BHD", "0.0005", "1.005", "3"],
])("[D90] an amount in %s of %s has too many decimals, %s has not", (currency, bad, good, most) => {
  const own = { kind: "PAYOUT" as const, reset: "DAY" as const };
  const us = [{ variable: "COUNTRY", operator: "IS", values: ["US"] }];
  const refused = (max: string, weekendMax = good, ofGroup = good, from = good) => {
    const click = {
      event: "CLICK" as const,
      rate: "0.0001",
      limits: [{ ...own, max, weekendMax }],
      groups: [{ name: "G", rate: "0.0002", rules: us, limits: [{ ...own, max: ofGroup }] }],
    };
    const tiers = [{ from, rate: "2%" }];
    const bonus = { kind: "PAST_EACH_TIER" as const, basis: "REVENUE" as const, tiers };
    const sale = { event: "SALE" as const, rate: "1%", limits: [], bonus };
    const read = parseTerms({ currency, eventPayouts: [click, sale] });
    return read.ok ? null : [read.code, ...read.path, read.message];
  };
  const [limit, group] = ["eventPayouts.0.limits.0", "eventPayouts.0.groups.0.limits.0.max"];
  const message = `"${bad}" has more decimals than ${currency}, which has ${most}`;
  expect(refused(good)).toBeNull();
  expect(refused(bad)).toEqual(["BAD_AMOUNT", `${limit}.max`, message]);
  expect(refused(good, bad)).toEqual(["BAD_AMOUNT", `${limit}.weekendMax`, message]);
  expect(refused(good, good, bad)).toEqual(["BAD_AMOUNT", group, message]);
  const tier = "eventPayouts.1.bonus.tiers.0.from";
  expect(refused(good, good, good, bad)).toEqual(["BAD_BONUS", tier, message]);
});
