import { describe, expect, test } from "vitest";
import { fitsVariable, gateRule } from "./rule-values.ts";
import type { Rule } from "./rules.ts";
import { parseTerms } from "./terms-input.ts";

const parse = (event: "CLICK" | "SALE", variable: string, operator: string, values: string[]) => {
  const rules = [{ variable, operator, values }];
  return parseTerms({
    currency: "USD",
    eventPayouts: [
      {
        event,
        rate: "0",
        limits: [],
        groups: [{ name: "G", rules, rate: event === "SALE" ? "8%" : "0.10" }],
      },
    ],
  });
};

describe("values that no click and no sale can have are refused where they stand [D82]", () => {
  test.each<["CLICK" | "SALE", string, string, string[], string]>([
    ["CLICK", "COUNTRY", "IS", ["UK"], '"UK" is not how ISO 3166 writes it: use GB'],
    [
      "CLICK",
      "COUNTRY",
      "NOT_IN",
      ["US", "EU"],
      '"EU" is not an ISO 3166-1 country code such as US',
    ],
    [
      "CLICK",
      "COUNTRY",
      "IS",
      ["United States"],
      '"United States" is not an ISO 3166-1 country code such as US',
    ],
    ["SALE", "CUSTOMER_COUNTRY", "IN", ["us", "usa"], "use US"],
    ["SALE", "CURRENCY", "IS", ["UDS"], "UDS"],
    ["SALE", "ORDER_TOTAL", "GT", ["-1"], '"-1" is negative: an order comes to 0 or more'],
    [
      "CLICK",
      "REFERRER_DOMAIN",
      "IS",
      ["https://x.com/"],
      "use x.com, without what stands around it",
    ],
    ["CLICK", "REFERRER_DOMAIN", "IS_NOT", ["x.com/page?a=b"], "use x.com, without"],
    ["CLICK", "REFERRER_DOMAIN", "IS", ["https://user:pw@a.com/"], "use a.com, without"],
    ["CLICK", "REFERRER_DOMAIN", "IS", ["user:pw@a.com"], "use a.com, without"],
    ["CLICK", "REFERRER_DOMAIN", "IS", ["https:\\\\a.com"], "use a.com, without"],
    ["CLICK", "REFERRER_DOMAIN", "IS", ["a.com:8080"], "use a.com, without"],
    ["CLICK", "REFERRER_DOMAIN", "IS", ["a..com"], "use one such as example.com"],
    [
      "CLICK",
      "REFERRER_DOMAIN",
      "IN",
      ["a.com", "android-app://com.Example.app/"],
      "use android-app://com.example.app, without what stands around it",
    ],
    [
      "CLICK",
      "REFERRER_DOMAIN",
      "STARTS_WITH",
      ["android-app://com.a/b"],
      "stands in no domain as browsers send it: use android-app://com.a",
    ],
    ["CLICK", "REFERRER_DOMAIN", "CONTAINS", ["x.com/"], "as browsers send it: use x.com"],
    ["CLICK", "REFERRER_DOMAIN", "STARTS_WITH", ["https://x.com"], "use x.com"],
    ["CLICK", "REFERRER_DOMAIN", "CONTAINS", ["münchen"], "use xn--mnchen-3ya"],
    [
      "CLICK",
      "REFERRER_DOMAIN",
      "ENDS_WITH",
      [".münchen.example"],
      "stands in no domain as browsers send it: use xn--mnchen-3ya.example",
    ],
    ["CLICK", "DEVICE", "IS_NOT", ["Banana"], '"Banana" is none of PHONE, DESKTOP'],
    ["CLICK", "WEEKDAY", "IN", ["SUNDAY", "SUN"], '"SUN" is none of MONDAY'],
    ["CLICK", "LANGUAGE", "STARTS_WITH", ["xx"], 'No language of BCP 47 begins with "xx"'],
    ["CLICK", "LANGUAGE", "STARTS_WITH", ["english"], "use one such as en or en-US"],
    ["CLICK", "REFERRER_DOMAIN", "IS", ["two words"], "use one such as example.com"],
    [
      "CLICK",
      "LANGUAGE",
      "IS",
      ["english"],
      '"english" is no language of BCP 47 such as en or en-US',
    ],
    ["CLICK", "LANGUAGE", "IS", ["en-XY"], '"en-XY" is no language'],
    ["CLICK", "LANGUAGE", "IN", ["en", "zh-Hant-TW"], "language and region: use zh-TW"],
    ["CLICK", "HOUR", "IS", ["24"], '"24" is no hour: name one from 0 to 23'],
    ["SALE", "ORDER_TOTAL", "IS", ["abc"], '"abc" is no number such as 150 or 49.90'],
    ["SALE", "ORDER_TOTAL", "IS_NOT", ["1.5e2"], '"1.5e2" is no number'],
    ["SALE", "ORDER_TOTAL", "IN", ["x", "y"], '"x" is no number'],
    ["SALE", "ORDER_TOTAL", "IN", ["150", "$20"], '"$20" is no number'],
    ["SALE", "ORDER_TOTAL", "IS", ['"1,000"'], "write 1000 or 1.000, or each number by itself"],
  ])("%s: %s %s %j", (event, variable, operator, values, message) => {
    const wrong = values.findIndex((value) => !parse(event, variable, operator, [value]).ok);
    expect(parse(event, variable, operator, values)).toMatchObject({
      ok: false,
      code: "BAD_RULE",
      message: expect.stringContaining(message) as string,
      path: [`eventPayouts.0.groups.0.rules.0.values.${wrong}`],
    });
  });

  test.each<["CLICK" | "SALE", string, string, string[], string[]]>([
    ["CLICK", "COUNTRY", "IN", ["us", "GB", "US"], ["US", "GB"]],
    ["SALE", "CURRENCY", "IS", ["eur"], ["EUR"]],
    [
      "CLICK",
      "REFERRER_DOMAIN",
      "IN",
      ["www.x.com", "München.example", "xn--mnchen-3ya.example.", "WWW.X.com."],
      ["www.x.com", "xn--mnchen-3ya.example"],
    ],
    [
      "CLICK",
      "REFERRER_DOMAIN",
      "IN",
      ["android-app://com.example.app", "ios-app://com.burbn.Instagram"],
      ["android-app://com.example.app", "ios-app://com.burbn.instagram"],
    ],
    ["CLICK", "REFERRER_DOMAIN", "ENDS_WITH", [".Example.com."], [".example.com"]],
    ["CLICK", "REFERRER_DOMAIN", "STARTS_WITH", ["android-app://com."], ["android-app://com."]],
    ["CLICK", "REFERRER_DOMAIN", "MATCHES", ["shop-?.*.example"], ["shop-?.*.example"]],
    ["CLICK", "DEVICE", "IS", ["phone"], ["PHONE"]],
    ["CLICK", "LANGUAGE", "IN", ["EN-us", "es-419", "de"], ["en-US", "es-419", "de"]],
    [
      "CLICK",
      "LANGUAGE",
      "STARTS_WITH",
      ["en", "e", "zh-T", "es-41"],
      ["en", "e", "zh-T", "es-41"],
    ],
    ["CLICK", "HOUR", "IN", ["0", "07", "23"], ["0", "07", "23"]],
    ["SALE", "ORDER_TOTAL", "IN", ["150", "49.90", "-0"], ["150", "49.90", "-0"]],
  ])("%s: %s %s %j may stand", (event, variable, operator, values, kept) => {
    const parsed = parse(event, variable, operator, values);
    expect(parsed.ok ? parsed.value.eventPayouts[0]?.groups[0]?.rules[0]?.values : parsed).toEqual(
      kept,
    );
  });
});

test("an operator that makes no sense for the variable is refused with those that do", () => {
  const told = (variable: string, operator: string) => {
    const fits = fitsVariable({ variable, operator }, "rule");
    return fits.ok ? fits.value : `${fits.code} ${fits.path.join(".")}: ${fits.message}`;
  };
  expect(told("ITEM_SKU_LIST", "CONTAINS")).toMatch(
    /^BAD_RULE rule\.operator: "contains" makes no sense for .+: choose one of "is", "is not"/,
  );
  // What neither knows is for the rule's own reading to refuse.
  for (const [variable, operator] of [
    ["COUNTRY", "IS"],
    ["MOOD", "IS"],
    ["COUNTRY", "REGEX"],
    ["MOOD", "REGEX"],
  ] as const)
    expect(told(variable, operator)).toBe(true);
});

test("parts of what has no gate for parts, and presence, are kept as they are", () => {
  const kept = (operator: Rule["operator"], ...values: string[]) => {
    const rule: Rule = { variable: "COUNTRY", name: null, operator, values };
    const gated = gateRule(rule, values, "rule");
    return gated.ok ? gated.value.values : gated.path;
  };
  expect([kept("STARTS_WITH", "xx"), kept("EXISTS"), kept("IN", "us", "US", "gb")]).toEqual([
    ["xx"],
    [],
    ["US", "GB"],
  ]);
  expect(kept("IN", "us", "EU")).toEqual(["rule.values.1"]);
});
