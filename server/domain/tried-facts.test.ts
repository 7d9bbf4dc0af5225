/**
 * What a side may not see, no rule that it tries may test (found 100, 101): every variable, both
 * sides.
 */
import { describe, expect, test } from "vitest";
import { decide, explain, type DecideInput } from "./decide.ts";
import { factsOf, plainFacts, triedFacts, untriedRules } from "./rule-facts.ts";
import type { FactRow } from "./rule-rows.ts";
import {
  isHiddenFrom,
  isListVariable,
  isOfSales,
  type RuleVariable,
  recordOf,
  ruleVariables,
} from "./rule-variables.ts";
import type { Side } from "./sides.ts";
import type { Facts } from "./rules.ts";
import { saleFactsOf } from "./sale-facts.ts";
import { parseTerms } from "./terms-input.ts";

const sides: readonly Side[] = ["BRAND", "PARTNER"];
const row: FactRow = {
  id: "c",
  at: 0,
  program: "p",
  ad: "a",
  link: "l",
  browser: "CHROME",
  device: "PHONE",
  os: "IOS",
  country: "US",
  language: "en-US",
  sharedId: "shared",
  subIds: ["secret", "secret", "secret"],
  referrer: "https://x.example/",
  referrerHost: "x.example",
  landingPage: "https://www.amazon.com/",
  custom: { p: "param" },
  partnerValues: ["secret", "secret", "secret"],
  partnerGroups: ["secret"],
  mediaProperty: "m",
};
const lists = {
  SKU: ["secret"],
  CATEGORY: ["secret"],
  PROMO_CODE: ["secret"],
};
const names = [
  "sku",
  "category",
  "promoCode",
  "customerStatus",
  "customerCountry",
  "customerRegion",
  "customerCity",
  "customerPostcode",
];
const traits = Object.fromEntries(names.map((name) => [name, "x"]));
const link = { id: "l", ad: "a", sharedId: "shared", mediaProperty: "m" };
const sale = saleFactsOf({
  traits,
  orders: 1n,
  amount: 1n,
  currency: "USD",
  program: "p",
  eventType: "newsletter",
  link,
  partnerValues: row.partnerValues,
  partnerGroups: ["secret"],
  lists,
});
const all = (variable: RuleVariable): Facts => (isOfSales(variable) ? sale : factsOf(row, "UTC"));
const seenOf = (variable: RuleVariable, facts: Facts): unknown =>
  (variable === "PARAM" ? facts.params?.["p"] : facts[variable]) ?? null;

test("the other side's own are these and no others", () => {
  expect(ruleVariables.filter((variable) => isHiddenFrom("BRAND", variable))).toEqual([
    "SUB_ID1",
    "SUB_ID2",
    "SUB_ID3",
  ]);
  const brandsOwn = [
    "PARTNER_GROUP",
    "PARTNER_VALUE1",
    "PARTNER_VALUE2",
    "PARTNER_VALUE3",
    "ITEM_SKU_LIST",
    "ITEM_CATEGORY_LIST",
    "PROMO_CODE_LIST",
  ];
  expect(ruleVariables.filter((variable) => isHiddenFrom("PARTNER", variable))).toEqual(brandsOwn);
});

describe.each(sides)("for the %s", (side) => {
  test.each(ruleVariables)(
    "%s is there unless it is the other side's own, also as plain values",
    (variable) => {
      const given = seenOf(variable, all(variable));
      expect(given).not.toBeNull();
      const tried = triedFacts(all(variable), side);
      expect(seenOf(variable, tried)).toEqual(isHiddenFrom(side, variable) ? null : given);
      expect(seenOf(variable, plainFacts(tried))).toEqual(
        isHiddenFrom(side, variable) ? null : given,
      );
      expect(JSON.stringify(plainFacts(tried))).not.toContain(
        side === "BRAND" ? '"SUB_ID1":"secret"' : '"PARTNER_VALUE1":"secret"',
      );
    },
  );

  test("decision and explanation of a trial say nothing of it", () => {
    const hidden = ruleVariables.filter(
      (variable) => isHiddenFrom(side, variable) && !isListVariable(variable),
    );
    const groups = hidden.map((variable) => ({
      name: variable,
      rate: "0.20",
      rules: [
        recordOf(variable).operators.includes("STARTS_WITH")
          ? { variable, operator: "STARTS_WITH", values: ["s"] }
          : { variable, operator: "IS", values: ["secret"] },
      ],
    }));
    const terms = parseTerms({
      currency: "USD",
      eventPayouts: [{ event: "CLICK", rate: "0.10", limits: [], groups }],
    });
    if (!terms.ok) throw new Error(terms.message);
    const asking = (facts: Facts): DecideInput => ({
      event: { kind: "CLICK", at: 0, isTest: false, classification: "U", facts },
      standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
      contract: {
        contractId: "c",
        termsVersionId: "v",
        versionNumber: 1,
        validity: { start: 0, end: null },
        terms: terms.value,
      },
      calendar: { zone: "UTC", yearStartMonth: 1 },
      programLimits: [],
      usage: () => 0n,
    });
    expect(decide(asking(factsOf(row, "UTC"))).groupId).toBe("g1");
    const tried = asking(triedFacts(factsOf(row, "UTC"), side));
    const bare = { ...row, subIds: [], partnerValues: [], partnerGroups: [] };
    expect(decide(tried)).toMatchObject({ outcome: "PAID", groupId: null });
    expect(explain(tried)).toEqual(explain(asking(triedFacts(factsOf(bare, "UTC"), side))));
    expect(untriedRules(terms.value, side).map(({ variable }) => variable)).toEqual(hidden);
    expect(
      untriedRules(terms.value, side, { [hidden[0]!]: "made up" }).map(({ variable }) => variable),
    ).toEqual(hidden.slice(1));
  });
});
