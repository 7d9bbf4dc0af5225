import { describe, expect, test } from "vitest";
import { RuleProgram } from "./compiled-rules.ts";
import { defaultPayout } from "./rule-choice.ts";
import {
  holdAll,
  holds,
  holdsFor,
  numberForm,
  parseRule,
  placeOfValue,
  ruleMeaning,
  ruleNumber,
  rulesText,
  ruleText,
  searchWork,
  seenText,
  seenValues,
  splitValues,
} from "./rules.ts";
import { isListVariable, isOfSales, ruleVariables } from "./rule-variables.ts";
import type { Facts, Rule, RuleDraft } from "./rules.ts";

const rule = (draft: Partial<RuleDraft>): Rule => {
  const parsed = parseRule(
    { variable: "COUNTRY", operator: "IS", values: ["US"], ...draft },
    "rule",
  );
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};

describe("values [D73, D74]", () => {
  test.each<[string, string[] | null]>([
    ["US,CA", ["US", "CA"]],
    [" US , CA ", ["US", "CA"]],
    ['"Ben, Jerry", Tom', ["Ben, Jerry", "Tom"]],
    ['"a ""quoted"" word"', ['a "quoted" word']],
    ['"a" , b', ["a", "b"]],
    ['"a" ', ["a"]],
    ['"a"  ,  "b"  ', ["a", "b"]],
    ['""', []],
    ['say "a", b', ['say "a"', "b"]],
    ['"a""', null],
    ['"', null],
    ["", []],
    [",,", []],
    [",US", ["US"]],
    ['"open', null],
    ['"closed" and more', null],
  ])("%s", (text, values) => expect(splitValues(text)).toEqual(values));

  test("any of a list holds; a quoted comma is no list", () => {
    expect(
      ["US", "CA", "FR"].map((COUNTRY) => holds(rule({ values: ["US,CA"] }), { COUNTRY })),
    ).toEqual([true, true, false]);
    const city = rule({ variable: "CUSTOMER_CITY", values: ['"Washington, DC"'] });
    expect([
      holds(city, { CUSTOMER_CITY: "Washington, DC" }),
      holds(city, { CUSTOMER_CITY: "Washington" }),
    ]).toEqual([true, false]);
  });
});

test("[D83] found 5: texts compare in one form; the invisible is refused by its name", () => {
  const [composed, decomposed] = ["K\u00fcche Bad", "\u00a0Ku\u0308che\u2003Bad "];
  const texts = ["SHARED_ID", "ITEM_SKU", "PARTNER_VALUE1"].flatMap((variable) =>
    ["IS", "CONTAINS", "STARTS_WITH", "ENDS_WITH", "MATCHES"].map((operator) => ({
      variable,
      operator,
    })),
  );
  for (const { variable, operator } of texts)
    for (const [named, seen] of [
      [composed, decomposed],
      [decomposed, composed],
    ] as const) {
      const one = rule({ variable, operator, values: [named] });
      // As an older version of terms may hold it.
      const stored = { ...one, values: [named.trim()] };
      const facts = { [variable]: seen };
      const program = new RuleProgram([], [{ rules: [one] }, { rules: [stored] }]);
      expect([
        variable,
        operator,
        holds(one, facts),
        holds(stored, facts),
        program.choose(facts),
      ]).toEqual([variable, operator, true, true, 0]);
    }
  expect(rule({ values: [decomposed], variable: "SHARED_ID" }).values).toEqual([composed]);
  expect(
    parseRule({ variable: "SHARED_ID", operator: "IS", values: ["a\u200bb"] }, "rule"),
  ).toMatchObject({
    ok: false,
    code: "BAD_TEXT",
    message: "A value holds U+200B, a character that cannot be seen: take it out",
    path: ["rule.values.0"],
  });
  const long = ["US, DE", "x".repeat(256)];
  expect(parseRule({ variable: "COUNTRY", operator: "IS", values: long }, "rule")).toEqual({
    ok: false,
    code: "BAD_TEXT",
    message: "A value has at most 255 characters, not 256",
    path: ["rule.values.1"],
  });
  expect(
    holds(rule({ variable: "SHARED_ID", operator: "EXISTS", values: [] }), { SHARED_ID: "\u00a0" }),
  ).toBe(false);
});

test.each<[string, string, string[], string, boolean]>([
  ["ORDER_TOTAL", "IS", ["150"], "150.00", true],
  ["ORDER_TOTAL", "IS", ["150.00"], "150", true],
  ["ORDER_TOTAL", "IS_NOT", ["150"], "150.00", false],
  ["ORDER_TOTAL", "IN", ["1", "150.0"], "150.00", true],
  ["ORDER_TOTAL", "NOT_IN", ["1", "150.0"], "150.00", false],
  ["ORDER_TOTAL", "IS", ["150"], "150.01", false],
  ["ORDER_TOTAL", "IS", ["0"], "-0.00", true],
  ["ORDER_TOTAL", "IS", ["9999999999.999999"], "9999999999.999998", false],
  ["HOUR", "IS", ["07"], "7", true],
  ["ORDER_TOTAL", "STARTS_WITH", ["150."], "150.00", true],
  // An id that looks like a number is none.
  ["SHARED_ID", "IS", ["150"], "150.00", false],
])(
  "found 3: numbers compare as numbers: %s %s %j, seen %s",
  (variable, operator, values, seen, expected) => {
    const made = rule({ variable, operator, values });
    const facts = { [variable]: seen } as Facts;
    expect(holds(made, facts)).toBe(expected);
    expect(new RuleProgram([], [{ rules: [made] }]).choose(facts)).toBe(
      expected ? 0 : defaultPayout,
    );
  },
);

test.each([
  ["007", "7"],
  ["-007.50", "-7.5"],
  ["1001", "1001"],
  ["100", "100"],
  ["10.0010", "10.001"],
  ["0.50", "0.5"],
  ["5.000", "5"],
  ["-0.0", "0"],
  ["00", "0"],
  // No number, so that nothing of it is without meaning.
  ["x.10", "x.10"],
  ["007x", "007x"],
  ["+07", "+07"],
])("a number has one form: %s is %s", (text, form) => expect(numberForm(text)).toBe(form));

describe("every variable: true, false and missing [D81]", () => {
  const of = (variable: string, value: string): Facts =>
    variable === "PARAM" ? { params: { campaign: value } } : { [variable]: value };
  test.each(ruleVariables)("%s", (variable) => {
    const one = rule({
      variable,
      values: ["7"],
      ...(variable === "PARAM" ? { name: "campaign" } : {}),
    });
    expect([
      holds(one, of(variable, "7")),
      holds(one, of(variable, "8")),
      holds(one, {}),
      holds(one, of(variable, "")),
    ]).toEqual([true, false, false, false]);
    const none = rule({
      variable,
      operator: "NOT_EXISTS",
      values: [],
      ...(variable === "PARAM" ? { name: "campaign" } : {}),
    });
    expect([
      holds(none, of(variable, "7")),
      holds(none, {}),
      holds(none, of(variable, "")),
    ]).toEqual([false, true, true]);
  });
});

describe("operators", () => {
  test.each<[string, string[], Record<string, boolean>]>([
    ["IS", ["ab"], { ab: true, abc: false, "": false }],
    ["IS_NOT", ["ab"], { ab: false, abc: true, "": true }],
    ["IN", ["ab", "cd"], { cd: true, ef: false, "": false }],
    ["NOT_IN", ["ab", "cd"], { cd: false, ef: true, "": true }],
    ["CONTAINS", ["b"], { abc: true, acd: false, "": false }],
    ["NOT_CONTAINS", ["b"], { abc: false, acd: true, "": true }],
    ["STARTS_WITH", ["ab"], { abc: true, cab: false, "": false }],
    ["ENDS_WITH", ["ab"], { cab: true, abc: false, "": false }],
    ["MATCHES", ["a*c?"], { abcd: true, acd: true, abc: false, "": false }],
    ["CONTAINS", ["b", "x"], { abc: true, acd: false }],
    ["STARTS_WITH", ["ab", "x"], { abc: true, xyz: true, cab: false }],
    ["ENDS_WITH", ["ab", "x"], { cab: true, abc: false }],
    ["MATCHES", ["a*", "x*"], { abc: true, xyz: true, cab: false }],
    ["EXISTS", [], { x: true, "": false }],
    ["NOT_EXISTS", [], { x: false, "": true }],
    ["GT", ["5"], { "6": true, "5": false, "-7": false, six: false, "0x6": false, "": false }],
    ["LT", ["5"], { "4.5": true, "5": false, six: false, "0x4": false, "": false }],
    [
      "BETWEEN",
      ["5", "7"],
      { "5": true, "7": true, "8": false, "4": false, "0x6": false, six: false, "": false },
    ],
  ])("%s", (operator, values, expected) => {
    const one = rule({ variable: "SHARED_ID", operator, values });
    for (const [seen, result] of Object.entries(expected))
      expect([seen, holds(one, { SHARED_ID: seen })]).toEqual([seen, result]);
  });

  test("an unknown country equals none, and is not any: IS_NOT US holds [D75, D80]", () => {
    const results = (operator: string, values: string[]) =>
      holds(rule({ operator, values }), { COUNTRY: null });
    expect([
      results("IS", ["US"]),
      results("IS_NOT", ["US"]),
      results("EXISTS", []),
      results("NOT_EXISTS", []),
    ]).toEqual([false, true, false, true]);
  });

  test("countries, devices and hosts are compared without case, ids of partners with it", () => {
    expect(holds(rule({ values: ["us"] }), { COUNTRY: "US" })).toBe(true);
    expect(
      holds(rule({ variable: "REFERRER_DOMAIN", operator: "ENDS_WITH", values: ["Example.COM"] }), {
        REFERRER_DOMAIN: "shop.example.com",
      }),
    ).toBe(true);
    expect(
      holds(rule({ variable: "SHARED_ID", values: ["Spring"] }), { SHARED_ID: "spring" }),
    ).toBe(false);
  });

  test("which variables are compared without case", () => {
    const folded = ruleVariables.filter((variable) => {
      const name = variable === "PARAM" ? "p" : null;
      const facts: Facts = variable === "PARAM" ? { params: { p: "aB" } } : { [variable]: "aB" };
      return holds(rule({ variable, name, values: ["Ab"] }), facts);
    });
    expect(folded.join(" ")).toBe(
      "COUNTRY LANGUAGE DEVICE OS BROWSER TRAFFIC_SOURCE REFERRER_DOMAIN WEEKDAY EVENT_TYPE " +
        "ITEM_SKU ITEM_CATEGORY PROMO_CODE CURRENCY CUSTOMER_STATUS CUSTOMER_COUNTRY " +
        "CUSTOMER_REGION " +
        "CUSTOMER_CITY CUSTOMER_POSTCODE",
    );
  });

  test("all rules of a list must hold [D72]", () => {
    const both = [rule({}), rule({ variable: "DEVICE", values: ["PHONE"] })];
    expect([
      holdAll(both, { COUNTRY: "US", DEVICE: "PHONE" }),
      holdAll(both, { COUNTRY: "US", DEVICE: "TABLET" }),
      holdAll([], {}),
    ]).toEqual([true, false, true]);
  });
});

describe("refused with the faulty field [D82]", () => {
  test.each<[string, Partial<RuleDraft>, string]>([
    ["an unknown variable", { variable: "MOOD" }, "rule.variable"],
    ["a variable by its prototype", { variable: "toString" }, "rule.variable"],
    ["an unknown operator", { operator: "REGEX" }, "rule.operator"],
    ["no value", { values: [] }, "rule.values"],
    ["only commas", { values: [",,"] }, "rule.values"],
    ["a quote that is open", { values: ["DE", '"US'] }, "rule.values.1"],
    ["a value where none belongs", { operator: "EXISTS" }, "rule.values"],
    ["a number in words", { variable: "HOUR", operator: "GT", values: ["six"] }, "rule.values.0"],
    [
      "a span that runs backwards",
      { variable: "HOUR", operator: "BETWEEN", values: ["9", "5"] },
      "rule.values",
    ],
    ["a parameter without a name", { variable: "PARAM" }, "rule.name"],
    ["a parameter as links write it", { variable: "PARAM", name: "p.campaign" }, "rule.name"],
    ["a number that may be two", { variable: "ORDER_TOTAL", values: ["1,000"] }, "rule.values.0"],
    ["a value of spaces", { values: ['"  "'] }, "rule.values"],
    ["a parameter with an empty name", { variable: "PARAM", name: "  " }, "rule.name"],
    ["a name where none belongs", { name: "campaign" }, "rule.name"],
    [
      "too many values",
      { values: Array.from({ length: 201 }, (_, i) => String(i)) },
      "rule.values",
    ],
  ])("%s", (_name, draft, path) =>
    expect(
      parseRule({ variable: "COUNTRY", operator: "IS", values: ["US"], ...draft }, "rule"),
    ).toMatchObject({ ok: false, code: "BAD_RULE", path: [path] }),
  );
});

describe("a refusal says what is wrong [D82]", () => {
  test.each<[Partial<RuleDraft>, string]>([
    [{ variable: "v".repeat(60) }, `"${"v".repeat(40)}…" is no variable of click rules`],
    [{ operator: "o".repeat(60) }, `"${"o".repeat(40)}…" is no operator`],
    [{ variable: "PARAM" }, "PARAM, and nothing else, needs the parameter's name"],
    [{ values: [`"${"q".repeat(80)}`] }, `In "${"q".repeat(59)} a quote is not closed`],
    [{ operator: "NOT_EXISTS" }, 'NOT_EXISTS takes no value: leave out "US"'],
    [{ values: [] }, "IS needs at least one value"],
    [
      { values: Array.from({ length: 201 }, (_, i) => String(i)) },
      "A rule has at most 200 values, and here are 201",
    ],
    [{ operator: "BETWEEN", values: ["1", "2", "3"] }, "BETWEEN needs two numbers, and here are 3"],
    [{ operator: "BETWEEN", values: ["1"] }, "BETWEEN needs two numbers, and here is 1"],
    [
      { operator: "BETWEEN", values: ["2", "1"] },
      "BETWEEN needs the smaller number first, and 2 is more than 1",
    ],
    [{ operator: "GT", values: ["1", "2"] }, "GT needs one number, and here are 2"],
    ...(
      [
        ["BETWEEN", ["1", "0x10"], "0x10"],
        ["BETWEEN", ["x1", "2"], "x1"],
        ...["5x", "x5", "1234567890123", "1.1234567", "1."].map(
          (value) => ["GT", [value], value] as const,
        ),
        ["LT", ["six"], "six"],
      ] as const
    ).map(([operator, values, odd]): [Partial<RuleDraft>, string] => [
      { operator, values },
      `${operator} needs numbers of at most 12 digits and 6 decimals, such as 49.90, not "${odd}"`,
    ]),
    // A number with a comma is no list of two.
    ...(
      [
        ["IS", ["1,000"], "1,000", "1000 or 1.000"],
        ["IN", ["150", "1,234,567.50"], "1,234,567.50", "1234567.50"],
        ["NOT_IN", ["1.000,50"], "1.000,50", "1000.50"],
        ["IS_NOT", ["49,90"], "49,90", "49.90"],
        ["GT", [" 1,000 "], "1,000", "1000 or 1.000"],
        ["BETWEEN", ["1,000", "2,000"], "1,000", "1000 or 1.000"],
      ] as const
    ).map(([operator, values, shown, meant]): [Partial<RuleDraft>, string] => [
      { variable: "ORDER_TOTAL", operator, values },
      `"${shown}" may be one number or several: write ${meant}, or each number by itself`,
    ]),
    // What a link says there is no custom parameter.
    ...["subId1", "SUBID1", "subid1", "subId2", "subId3"].map(
      (name): [Partial<RuleDraft>, string] => [
        { variable: "PARAM", name },
        `"${name}" is no custom parameter: what a link says there is its Sub ID ${name.at(-1)}, ` +
          `so look at SUB_ID${name.at(-1)}`,
      ],
    ),
    [
      { variable: "PARAM", name: "sharedId" },
      '"sharedId" is no custom parameter: what a link says there is its Shared ID, ' +
        "so look at SHARED_ID",
    ],
    [
      { variable: "PARAM", name: "p.campaign" },
      'Name the parameter without the "p." before it: campaign',
    ],
    [
      { variable: "PARAM", name: "two words" },
      '"two words" is no name that a link\'s parameter can have: 1 to 64 letters, ' +
        "digits, dots, dashes and underscores",
    ],
  ])("%j: %s", (draft, message) =>
    expect(
      parseRule({ variable: "HOUR", operator: "IS", values: ["US"], ...draft }, "rule"),
    ).toMatchObject({ ok: false, code: "BAD_RULE", message }),
  );

  test("numbers that can only be a list stay one", () => {
    const total = (operator: string, ...values: string[]) =>
      rule({ variable: "ORDER_TOTAL", operator, values }).values;
    expect(total("IN", "1000,2000")).toEqual(["1000", "2000"]);
    expect(total("IN", '"1000,2000"')).toEqual(["1000", "2000"]);
    expect(total("IN", "150, 200", "49.90")).toEqual(["150", "200", "49.90"]);
    expect(total("BETWEEN", "100,200")).toEqual(["100", "200"]);
    expect(rule({ variable: "HOUR", operator: "IN", values: ["7,12"] }).values).toEqual([
      "7",
      "12",
    ]);
  });

  test("what is just allowed", () => {
    for (const values of [
      ["5", "5"],
      ["-1.5", "123456789012.123456"],
    ])
      expect(rule({ variable: "HOUR", operator: "BETWEEN", values }).values).toEqual(values);
    expect(rule({ values: ["x".repeat(255)] }).values).toHaveLength(1);
    expect(rule({ variable: "PARAM", name: "camp.aign" }).name).toBe("camp.aign");
    expect(rule({ values: Array.from({ length: 200 }, (_, i) => String(i)) }).values).toHaveLength(
      200,
    );
    expect(rule({ variable: "PARAM", name: " campaign ", values: ["US", "US"] })).toEqual({
      variable: "PARAM",
      name: "campaign",
      operator: "IS",
      values: ["US"],
    });
  });

  test("two equal bounds hold for that number alone", () => {
    const five = rule({ variable: "HOUR", operator: "BETWEEN", values: ["5", "5"] });
    for (const kept of [five, { ...five, values: ["5"] }])
      expect(["4", "5", "6"].map((HOUR) => holds(kept, { HOUR }))).toEqual([false, true, false]);
  });

  test("what is asked of one value cannot be presence", () =>
    expect(() => holdsFor("EXISTS", "x", [])).toThrow("holdsFor: EXISTS is not about one value"));
});

test("a list is named; without a name its ids stand for it", () => {
  const listed: Rule = {
    variable: "ITEM_SKU_LIST",
    name: "Bikes",
    operator: "IS",
    values: ["l1", "l2"],
  };
  expect([ruleText(listed), ruleText({ ...listed, name: null })]).toEqual([
    "the list of SKUs Bikes names it",
    "the list of SKUs l1, l2 names it",
  ]);
  expect([ruleNumber("12"), ruleNumber("twelve")]).toEqual([12, null]);
});

test("what no click tells", () => {
  expect(ruleVariables.filter(isOfSales).join(" ")).toBe(
    "EVENT_TYPE ITEM_SKU ITEM_SKU_LIST ITEM_CATEGORY ITEM_CATEGORY_LIST PROMO_CODE " +
      "PROMO_CODE_LIST ORDER_TOTAL CURRENCY CUSTOMER_STATUS " +
      "CUSTOMER_COUNTRY CUSTOMER_REGION " +
      "CUSTOMER_CITY " +
      "CUSTOMER_POSTCODE",
  );
});

test("what a rule saw, for people: values, n/a, list membership, and nothing of others", () => {
  const seen = (draft: Partial<RuleDraft>, facts: Facts) =>
    seenText(rule(draft), facts, (variable) => variable === "SUB_ID1");
  expect([
    seen({}, { COUNTRY: "CA" }),
    seen({}, { COUNTRY: ["CA", "", "US"] }),
    seen({}, {}),
    seen({}, { COUNTRY: "" }),
  ]).toEqual(["CA", "CA, US", "n/a", "n/a"]);
  expect([
    seen({ variable: "SUB_ID1" }, { SUB_ID1: "mine" }),
    seen({ variable: "SUB_ID1" }, {}),
  ]).toEqual(["a value", "n/a"]);
  for (const variable of ruleVariables.filter(isListVariable))
    expect(
      [["l1"], ["l0", "l2"], ["l0"], []].map((ids) =>
        seen({ variable, values: ["l1", "l2"] }, { [variable]: ids }),
      ),
    ).toEqual(["in it", "in it", "not in it", "not in it"]);
});

test("what one side alone may see is not told by what a rule saw, nor that it was there", () => {
  const seen = (operator: string, PARTNER_VALUE2: string | null, triedBy?: Facts["triedBy"]) => {
    const values = operator.endsWith("EXISTS") ? [] : ["gold"];
    const facts: Facts = { PARTNER_VALUE2, ...(triedBy && { triedBy }) };
    return seenText(rule({ variable: "PARTNER_VALUE2", operator, values }), facts, () => true);
  };
  // Of a rule that denies, that there was one would say more than that it holds.
  expect(
    (["IS_NOT", "NOT_IN", "IS", "NOT_EXISTS", "EXISTS"] as const).map((operator) =>
      ["silver", "gold", null].map((value) => seen(operator, value)).join(", "),
    ),
  ).toEqual([
    "not shown, a value, not shown",
    "not shown, a value, not shown",
    "a value, a value, n/a",
    "a value, a value, n/a",
    "a value, a value, n/a",
  ]);
  // A trial says what it may not look at; the brand gave the value itself.
  expect([
    seen("IS_NOT", null, "PARTNER"),
    seen("IS", null, "PARTNER"),
    seen("IS_NOT", null, "BRAND"),
    seen("IS_NOT", "silver", "BRAND"),
  ]).toEqual(["not tried", "not tried", "n/a", "a value"]);
  expect(seenText(rule({}), { triedBy: "PARTNER" }, () => false)).toBe("n/a");
});

test("a refused value is named by the place at which the draft gave it", () => {
  const draft = { variable: "COUNTRY", operator: "IN", values: ['"US', "CA, XX", "FR"] } as const;
  expect(["XX", "FR", "IT"].map((value) => placeOfValue(draft, value, "rule"))).toEqual([
    "rule.values.1",
    "rule.values.2",
    "rule.values",
  ]);
});

test("what is searched for costs by its length, other comparisons nothing", () => {
  const work = (...rules: [Rule["operator"], ...number[]][]) =>
    searchWork(
      rules.map(([operator, ...lengths]) => ({
        operator,
        values: lengths.map((length) => "x".repeat(length)),
      })),
    );
  expect([
    work(["CONTAINS", 32]),
    work(["NOT_CONTAINS", 33]),
    work(["MATCHES", 1, 64, 65]),
    work(["CONTAINS", 1], ["MATCHES", 40], ["IS", 200], ["STARTS_WITH", 99], ["ENDS_WITH", 9]),
    work(),
  ]).toEqual([1, 2, 6, 3, 0]);
});

test("of a text the first 1,024 characters are searched", () => {
  const contains = rule({ variable: "SHARED_ID", operator: "CONTAINS", values: ["end"] });
  expect(
    [1_021, 1_022].map((length) => holds(contains, { SHARED_ID: `${"x".repeat(length)}end` })),
  ).toEqual([true, false]);
});

test("two rules of one meaning are one, however values are ordered and lists are called", () => {
  const listed: Rule = { variable: "ITEM_SKU_LIST", name: "A", operator: "IS", values: ["1", "2"] };
  expect(ruleMeaning({ ...listed, name: "B", values: ["2", "1"] })).toBe(ruleMeaning(listed));
  const param: Rule = { variable: "PARAM", name: "p", operator: "IS", values: ["1", "2"] };
  const others: Rule[] = [
    { ...param, name: "q" },
    { ...param, operator: "IS_NOT" },
    { ...param, values: ["1"] },
    { ...param, variable: "SHARED_ID" },
    listed,
  ];
  expect(new Set([param, ...others].map(ruleMeaning)).size).toBe(6);
});

test("a list's name is not the draft's to give", () =>
  expect(rule({ variable: "ITEM_SKU_LIST", name: "Bikes", values: ["l1"] })).toMatchObject({
    name: null,
    values: ["l1"],
  }));

test("a rule in words, with what was seen", () => {
  const one = rule({ variable: "PARAM", name: "campaign", operator: "IN", values: ["a", "b"] });
  expect([ruleText(one), ruleText(rule({ operator: "EXISTS", values: [] }))]).toEqual([
    "the parameter “campaign” is one of a or b",
    "the country is known",
  ]);
  expect(rulesText([rule({}), rule({ variable: "DEVICE", values: ["TV"] })])).toBe(
    "the country is US and the device is TV",
  );
  const hours = rule({ variable: "HOUR", operator: "BETWEEN", values: ["5", "7"] });
  expect([ruleText(hours), ruleText({ ...hours, values: ["5"] })]).toEqual([
    "the hour is between 5 and 7",
    "the hour is between 5 and 5",
  ]);
  const lists = ["IS_NOT", "NOT_IN"] as const;
  expect(
    lists.map((operator) =>
      ruleText({ variable: "ITEM_SKU_LIST", name: "Bikes", operator, values: ["l1"] }),
    ),
  ).toEqual(lists.map(() => "the list of SKUs Bikes does not name it"));
  expect([seenValues(one, { params: { campaign: "c" } }), seenValues(one, {})]).toEqual([
    ["c"],
    [],
  ]);
});
