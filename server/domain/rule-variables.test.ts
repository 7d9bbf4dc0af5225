/** Every variable with every operator: what may stand, and the one sentence that all read. */
import { eventKinds, type EventKind } from "./event-kinds.ts";
import type { PayableEvent } from "./payable-event.ts";
import { describe, expect, test } from "vitest";
import { explain, type DecideInput } from "./decide.ts";
import { privateRulesOf } from "./program-rules.ts";
import { operatorRecords, ruleOperators, type RuleOperator } from "./rule-operators.ts";
import {
  isHiddenFrom,
  isListVariable,
  isOfSales,
  isToldOf,
  recordOf,
  ruleVariables,
  variablesOf,
  type RuleVariable,
} from "./rule-variables.ts";
import { factsOf } from "./rule-facts.ts";
import { holds, ruleText, seenText, type Rule } from "./rules.ts";
import { diffTerms } from "./terms-diff.ts";
import { parseTerms } from "./terms-input.ts";
import type { Terms } from "./terms.ts";
import { decisionRows } from "./trace-rows.ts";

const pairs = ruleVariables.flatMap((variable) =>
  ruleOperators.map((operator): [RuleVariable, RuleOperator] => [variable, operator]),
);
const samples: Partial<Record<RuleVariable, string>> = {
  COUNTRY: "US",
  LANGUAGE: "en-US",
  CUSTOMER_COUNTRY: "US",
  CURRENCY: "USD",
  REFERRER_DOMAIN: "example.com",
  DEVICE: "PHONE",
  TRAFFIC_SOURCE: "SEARCH",
  WEEKDAY: "MONDAY",
};
const valuesFor = (variable: RuleVariable, operator: RuleOperator): string[] => {
  if (operatorRecords[operator].compares === "PRESENCE") return [];
  if (operator === "BETWEEN") return ["5", "7"];
  return [samples[variable] ?? "7"];
};
const draftOf = (variable: RuleVariable, operator: RuleOperator) => ({
  variable,
  operator,
  values: valuesFor(variable, operator),
  ...(variable === "PARAM" ? { name: "camp" } : {}),
});
const parse = (variable: RuleVariable, operator: RuleOperator) => {
  const event = eventKinds.find((kind) => isToldOf(kind, variable)) ?? "CLICK";
  const groups = [{ name: "G", rate: "0.20", rules: [draftOf(variable, operator)] }];
  const payout = { event, rate: "0.10", limits: [], groups };
  return parseTerms({ currency: "USD", eventPayouts: [payout] });
};

test("operators that make no sense are refused with those that do, and no others", () => {
  for (const [variable, operator] of pairs) {
    const parsed = parse(variable, operator);
    if (recordOf(variable).operators.includes(operator))
      expect([variable, operator, parsed.ok]).toEqual([variable, operator, true]);
    else
      expect([variable, operator, parsed]).toMatchObject([
        variable,
        operator,
        {
          ok: false,
          code: "BAD_RULE",
          path: ["eventPayouts.0.groups.0.rules.0.operator"],
        },
      ]);
  }
  expect(parse("COUNTRY", "GT")).toMatchObject({
    message:
      '"is more than" makes no sense for Country: choose one of "is", "is not", "is one of", ' +
      '"is none of", "is known", "is not known"',
  });
  expect(parse("SHARED_ID", "GT").ok).toBe(true);
});

test("what each kind of event offers: what it alone tells comes first", () => {
  expect(variablesOf("CLICK").filter(isOfSales)).toEqual([]);
  expect(variablesOf("CLICK")).toHaveLength(ruleVariables.filter((one) => !isOfSales(one)).length);
  expect(variablesOf("SALE").slice(0, 2)).toEqual(["ITEM_SKU", "ITEM_SKU_LIST"]);
  expect(variablesOf("SALE")).not.toContain("COUNTRY");
  expect(variablesOf("SALE").at(-1)).toBe("MEDIA_PROPERTY");
  const ofOrders = [
    "ITEM_SKU",
    "ITEM_SKU_LIST",
    "ITEM_CATEGORY",
    "ITEM_CATEGORY_LIST",
    "ORDER_TOTAL",
    "CURRENCY",
  ];
  expect(variablesOf("LEAD")).toEqual([
    "EVENT_TYPE",
    ...variablesOf("SALE").filter((variable) => !ofOrders.includes(variable)),
  ]);
});

/** Where it is asked for and not known, nothing is decided by rules. */
const known = { PARTNER_VALUE1: "x" };
const events: Record<EventKind, PayableEvent> = {
  CLICK: { kind: "CLICK", at: 0, isTest: false, classification: "U", facts: known },
  SALE: { kind: "SALE", at: 0, isTest: false, orders: 1n, units: 1n, amount: 1n, facts: {} },
  LEAD: { kind: "LEAD", at: 0, isTest: false, leads: 1n, facts: {} },
};
const asking = (terms: Terms, event: EventKind): DecideInput => ({
  event: events[event],
  standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
  contract: {
    contractId: "c",
    termsVersionId: "v",
    versionNumber: 1,
    validity: { start: 0, end: null },
    terms,
  },
  calendar: { zone: "UTC", yearStartMonth: 1 },
  programLimits: [],
  usage: () => 0n,
});

describe("one sentence, whoever reads it [D84, D85]", () => {
  test.each(pairs.filter(([variable, operator]) => parse(variable, operator).ok))(
    "%s %s",
    (variable, operator) => {
      const parsed = parse(variable, operator);
      if (!parsed.ok) throw new Error(parsed.message);
      const terms = parsed.value;
      const [payout] = terms.eventPayouts;
      const rule = payout?.groups[0]?.rules[0];
      if (!payout || !rule) throw new Error("no rule");
      const sentence = ruleText(rule);
      expect(sentence).toContain(recordOf(variable).phrase.replace("{name}", "camp"));
      expect(sentence).not.toMatch(/[{}]|[A-Z]{2,}_|\b(IS|IN|EXISTS|GT|LT)\b/);
      const input = asking(terms, payout.event);
      const { decision, steps } = explain(input);
      const rows = decisionRows(input, decision, "BRAND");
      expect(rows.GROUP?.[0]?.conditions[0]?.text).toBe(sentence);
      if (decision.groupId !== null)
        expect(steps.find(({ step }) => step === "GROUP")?.seen).toContain(`; ${sentence}: seen`);
      const without = { ...terms, eventPayouts: [{ ...payout, groups: [] }] };
      const [difference] = diffTerms(without, terms);
      expect(difference?.after).toContain(`where ${sentence}`);
      expect(privateRulesOf(terms)).toEqual(
        isHiddenFrom("BRAND", variable) ? [`${payout.event}: ${sentence}`] : [],
      );
    },
  );

  test.each<[Partial<Rule>, string]>([
    [{ values: ["US", "CA"] }, "the country is US or CA"],
    [{ operator: "NOT_EXISTS", values: [] }, "the country is not known"],
    [
      { variable: "HOUR", operator: "BETWEEN", values: ["9", "17"] },
      "the hour is between 9 and 17",
    ],
    [{ variable: "PARAM", name: "camp", values: ["x"] }, "the parameter “camp” is x"],
    [{ values: ["{name}", "$&"] }, "the country is {name} or $&"],
    [
      { variable: "PROMO_CODE_LIST", name: "“Spring”", operator: "NOT_IN", values: ["l1"] },
      "the list of promo codes “Spring” does not name it",
    ],
  ])("%j", (rule, sentence) =>
    expect(ruleText({ variable: "COUNTRY", name: null, operator: "IS", values: [], ...rule })).toBe(
      sentence,
    ),
  );
});

test("found 56: what older terms name and nothing tells reads as it did, is never there", () => {
  const stored = (operator: RuleOperator): Rule => ({
    variable: "REGION" as RuleVariable,
    name: null,
    operator,
    values: operator === "EXISTS" ? [] : ["Texas"],
  });
  const none = factsOf({} as Parameters<typeof factsOf>[0], "UTC");
  expect(ruleText(stored("IS"))).toBe("the region is Texas");
  expect(seenText(stored("IS"), none, () => false)).toBe("n/a");
  expect(
    ["IS", "IS_NOT", "EXISTS"].map((each) => holds(stored(each as RuleOperator), none)),
  ).toEqual([false, true, false]);
  expect(isListVariable("REGION" as RuleVariable)).toBe(false);
});
