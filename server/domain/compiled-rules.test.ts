import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RuleProgram } from "./compiled-rules.ts";
import { walkRules, defaultPayout } from "./rule-choice.ts";
import { holdAll, parseRule, type Facts, type Rule, type RuleDraft } from "./rules.ts";
import { ruleOperators } from "./rule-operators.ts";
import { ruleVariables } from "./rule-variables.ts";

/** Few words, so that rules often hold; with what folding, quoting and numbers can get wrong. */
const words = [
  "US",
  "uS",
  "us",
  "CA",
  "straße",
  "STRASSE",
  "İ",
  "i̇",
  "5",
  "5.0",
  "005.00",
  "-0",
  "0.0",
  "-7",
  "12",
  "a*c?",
  "a*",
  "*C",
  "abc",
  "aBcd",
  "xabc",
  "",
  "Ben, Jerry",
  "Ku\u0308che",
  "K\u00fcche",
  " k\u00fcche\u00a0",
  "a\u2003b",
  "a b",
];
const word = fc.constantFrom(...words);
const named = (variable: string) => (variable === "PARAM" ? { name: "p" } : {});
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

const draft: fc.Arbitrary<RuleDraft> = fc
  .record({
    variable: fc.constantFrom(...ruleVariables),
    operator: fc.constantFrom(...ruleOperators),
    values: fc.array(word, { minLength: 1, maxLength: 4 }),
  })
  .map(({ variable, operator, values }) => {
    if (operator === "EXISTS" || operator === "NOT_EXISTS")
      return { variable, operator, values: [], ...named(variable) };
    if (operator === "BETWEEN")
      return {
        variable,
        operator,
        values: values.length > 2 ? ["5", "5"] : ["-7", "5.5"],
        ...named(variable),
      };
    if (operator === "GT" || operator === "LT")
      return {
        variable,
        operator,
        values: [values.find((value) => /^-?\d/.test(value)) ?? "5"],
        ...named(variable),
      };
    return {
      variable,
      operator,
      values: values.filter((value) => value !== "").map(quoted),
      ...named(variable),
    };
  })
  .filter(({ operator, values }) => values.length > 0 || operator.endsWith("EXISTS"));
function ruleOf(text: RuleDraft): Rule {
  const parsed = parseRule(text, "rule");
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}
const rule = draft.map(ruleOf);
const set = fc.array(rule, { minLength: 1, maxLength: 4 }).map((rules) => ({
  id: "s",
  name: "Set",
  rules,
  rate: { kind: "AMOUNT" as const, micros: 0n },
  limits: [],
  hideZeroRows: false,
}));
const seen = fc.oneof(
  word,
  fc.constant(null),
  fc.constant(undefined),
  fc.array(word, { maxLength: 3 }),
);
const facts = fc
  .record(
    Object.fromEntries(
      ruleVariables.filter((variable) => variable !== "PARAM").map((variable) => [variable, seen]),
    ),
  )
  .chain((plain) =>
    fc
      .option(word, { nil: null })
      .map((p): Facts => ({ ...(plain as Facts), params: p === null ? null : { p } })),
  );

const parsed = (draft: Partial<RuleDraft>): Rule => {
  const one = parseRule({ variable: "SHARED_ID", operator: "IS", values: [], ...draft }, "rule");
  if (!one.ok) throw new Error(one.message);
  return one.value;
};
/** A group for each list of rules. */
const compiled = (...groups: Partial<RuleDraft>[][]): RuleProgram =>
  new RuleProgram(
    [],
    groups.map((drafts) => ({ rules: drafts.map(parsed) })),
  );

describe("what a program chooses", () => {
  test.each<[string, string[], string[], string[]]>([
    ["CONTAINS", ["b", "x"], ["abc", "b", "xa"], ["ac"]],
    ["STARTS_WITH", ["ab", "x"], ["abc", "xab"], ["cab"]],
    ["ENDS_WITH", ["ab", "x"], ["cab", "abx"], ["abc"]],
    ["MATCHES", ["a*c?", "x"], ["abcd", "acd", "x"], ["abc", "xx"]],
    ["NOT_CONTAINS", ["b"], ["ac"], ["abc"]],
    ["GT", ["5"], ["6", "5.5"], ["5", "4", "six"]],
    ["LT", ["5"], ["4.5", "-7"], ["5", "six"]],
    ["BETWEEN", ["5", "7"], ["5", "6", "7"], ["4", "8", "six"]],
  ])("%s of one value and of several", (operator, values, fits, misses) => {
    const program = compiled([{ operator, values }]);
    const choices = (seen: readonly (string | string[])[]) =>
      seen.map((SHARED_ID) => program.choose({ SHARED_ID }));
    expect(choices([...fits, ...fits.map((fit) => [fit, fit])])).toEqual(
      [...fits, ...fits].map(() => 0),
    );
    expect(choices([...misses, ...misses.map((miss) => [miss])])).toEqual(
      [...misses, ...misses].map(() => defaultPayout),
    );
  });

  test("restrictions come first, by their place; then groups by their rank [D71, D77]", () => {
    const is = (value: string) => ({ rules: [parsed({ values: [value] })] });
    const program = new RuleProgram([is("a"), is("b")], [is("b"), is("c"), is("c")]);
    expect(["a", "b", "c", "d"].map((SHARED_ID) => program.choose({ SHARED_ID }))).toEqual([
      ~0,
      ~1,
      1,
      defaultPayout,
    ]);
  });

  test("a word met before any rule named it is known afterwards, however it is written", () => {
    const seen = ["fjordland", "Fjordland", "FJORDLAND", "fJORDLAND"];
    const choices = (program: RuleProgram) =>
      seen.map((CUSTOMER_CITY) => program.choose({ CUSTOMER_CITY }));
    expect(choices(compiled([{ variable: "CUSTOMER_CITY", values: ["Kiruna"] }]))).toEqual(
      seen.map(() => defaultPayout),
    );
    for (let again = 0; again < 2; again += 1)
      expect(choices(compiled([{ variable: "CUSTOMER_CITY", values: ["FjordLand"] }]))).toEqual(
        seen.map(() => 0),
      );
  });

  test("ten thousand words that no rule names leave the known ones known", () => {
    const program = compiled([{ variable: "CUSTOMER_CITY", values: ["Oslo", "Bergen"] }]);
    for (let i = 0; i < 10_001; i += 1) program.choose({ CUSTOMER_CITY: `stranger ${i}` });
    expect(
      ["OSLO", "bergen", "stranger 7"].map((CUSTOMER_CITY) => program.choose({ CUSTOMER_CITY })),
    ).toEqual([0, 0, defaultPayout]);
  });

  test("parameters are told apart by their names", () => {
    const param = (name: string, value: string) => ({ variable: "PARAM", name, values: [value] });
    const program = compiled([param("p", "1"), param("q", "2")], [param("q", "1")]);
    expect(
      [{ p: "1", q: "2" }, { p: "2", q: "1" }, { p: "1" }].map((params) =>
        program.choose({ params }),
      ),
    ).toEqual([0, 1, defaultPayout]);
  });

  test.each(["constructor", "toString", "__proto__"])(
    "a parameter may be called %s, which every object answers to",
    (name) => {
      const rules = [ruleOf({ variable: "PARAM", name, operator: "EXISTS", values: [] })];
      const program = new RuleProgram([], [{ rules }]);
      const made = (text: string): Facts => ({
        params: JSON.parse(text) as Record<string, string>,
      });
      const asked = [made('{"p": "1"}'), made(`{"${name}": "1"}`), { params: null }];
      expect(asked.map((each) => program.choose(each))).toEqual([defaultPayout, 0, defaultPayout]);
      expect(asked.map((each) => holdAll(rules, each))).toEqual([false, true, false]);
    },
  );

  test("a list's name is words for people: its ids alone count", () => {
    const bikes: Rule = {
      variable: "ITEM_SKU_LIST",
      name: "Bikes",
      operator: "IS",
      values: ["l1"],
    };
    const program = new RuleProgram(
      [],
      [
        {
          rules: [
            bikes,
            { ...bikes, name: "Bikes and skates", operator: "IS_NOT", values: ["l2"] },
          ],
        },
      ],
    );
    expect(
      [["l0", "l1"], ["l1", "l2"], ["Bikes"]].map((ITEM_SKU_LIST) =>
        program.choose({ ITEM_SKU_LIST, params: { Bikes: "l1" } }),
      ),
    ).toEqual([0, defaultPayout, defaultPayout]);
  });

  test("two conditions with other values are two, whatever places their values have", () => {
    const names = Array.from({ length: 13 }, (_, i) => `<${i}>`);
    const contains = (...values: string[]) => ({ operator: "CONTAINS", values });
    const program = compiled(
      [contains(...names), { variable: "COUNTRY", values: ["US"] }],
      [contains("<1>", "<12>")],
      [contains("<11>", "<2>")],
    );
    expect(
      ["<1>", "<12>", "<11>", "<2>", "<3>"].map((SHARED_ID) => program.choose({ SHARED_ID })),
    ).toEqual([1, 1, 2, 2, defaultPayout]);
  });
});

describe("[D86] what is asked of a click", () => {
  const reads = (program: RuleProgram, facts: Facts): string[] => {
    const read: string[] = [];
    program.choose(
      new Proxy(facts, {
        get: (target, name) => (read.push(String(name)), Reflect.get(target, name)),
      }),
    );
    return read;
  };
  test("each fact is asked once for equality and once for all else, whatever groups ask", () => {
    const contains = Array.from({ length: 100 }, (_, i) => [
      { variable: "CUSTOMER_CITY", operator: "CONTAINS", values: [`<${i}>`] },
    ]);
    const program = compiled(
      ...contains,
      [{ variable: "CUSTOMER_CITY", values: ["Oslo"] }],
      [{ variable: "CUSTOMER_CITY", operator: "EXISTS" }],
    );
    expect(reads(program, { CUSTOMER_CITY: "Bergen" })).toEqual(["CUSTOMER_CITY", "CUSTOMER_CITY"]);
  });
  test("a fact that is not asked for equality only where what is asked so does not decide", () => {
    const program = compiled([
      { variable: "CUSTOMER_CITY", operator: "CONTAINS", values: ["berg"] },
      { variable: "COUNTRY", values: ["NO"] },
    ]);
    expect(reads(program, { COUNTRY: "SE", CUSTOMER_CITY: "Bergen" })).toEqual(["COUNTRY"]);
    expect(reads(program, { COUNTRY: "NO", CUSTOMER_CITY: "Bergen" })).toEqual([
      "COUNTRY",
      "CUSTOMER_CITY",
    ]);
  });
  test("nor where a fact has several values, of which none is named", () => {
    const program = compiled([
      { variable: "CUSTOMER_CITY", operator: "CONTAINS", values: ["berg"] },
      { variable: "PARTNER_GROUP", values: ["g1", "g2"] },
    ]);
    expect(reads(program, { PARTNER_GROUP: ["g3", "g4"], CUSTOMER_CITY: "Bergen" })).toEqual([
      "PARTNER_GROUP",
      "PARTNER_GROUP",
    ]);
    expect(reads(program, { PARTNER_GROUP: ["g3", "g2"], CUSTOMER_CITY: "Bergen" })).toEqual([
      "PARTNER_GROUP",
      "PARTNER_GROUP",
      "CUSTOMER_CITY",
    ]);
  });
});

test("the partner's first value is asked for only where a rule compares it", () => {
  const asks = (...groups: Partial<RuleDraft>[][]) => compiled(...groups).asksPartnerValue1;
  const gold = { variable: "PARTNER_VALUE1", values: ["gold"] };
  const country = { variable: "COUNTRY", values: ["US"] };
  expect([
    asks([gold]),
    asks([country], [country, gold]),
    asks([{ ...gold, operator: "NOT_IN" }]),
  ]).toEqual([true, true, true]);
  expect([asks([country]), asks([{ variable: "PARTNER_VALUE2", values: ["gold"] }])]).toEqual([
    false,
    false,
  ]);
  expect(
    ["EXISTS", "NOT_EXISTS"].map((operator) =>
      asks([{ variable: "PARTNER_VALUE1", operator, values: [] }, country]),
    ),
  ).toEqual([false, false]);
  expect(new RuleProgram([{ rules: [parsed(gold)] }], []).asksPartnerValue1).toBe(true);
});

describe("a compiled program and the plain walk choose the same", () => {
  test.each([
    ["few groups", { size: "small" as const, groups: 6 }],
    ["many groups, found by value", { size: "max" as const, groups: 40 }],
  ])("%s [D72, D73, D75, D76, D77, D80, D83]", (_, { size, groups }) => {
    fc.assert(
      fc.property(
        fc.array(set, { maxLength: 3 }),
        fc.array(set, { maxLength: groups, size }),
        fc.array(facts, { minLength: 1, maxLength: 8 }),
        (restrictions, ranked, clicks) => {
          const program = new RuleProgram(restrictions, ranked);
          for (const click of clicks)
            expect(program.choose(click)).toBe(walkRules({ restrictions, groups: ranked }, click));
        },
      ),
      { numRuns: 250 },
    );
  });

  test("groups that one variable tells apart, with any overlap", () => {
    const country = fc.record({
      values: fc.array(fc.constantFrom("US", "CA", "DE", "FR", "IT"), {
        minLength: 1,
        maxLength: 3,
      }),
      other: fc.option(rule, { nil: null }),
    });
    fc.assert(
      fc.property(
        fc.array(country, { minLength: 12, maxLength: 60, size: "max" }),
        fc.array(facts, { minLength: 1, maxLength: 8 }),
        (drafts, clicks) => {
          const groups = drafts.map(({ values, other }) => {
            const parsed = parseRule({ variable: "COUNTRY", operator: "IN", values }, "rule");
            if (!parsed.ok) throw new Error(parsed.message);
            return {
              id: "g",
              name: "Group",
              rules: other ? [parsed.value, other] : [parsed.value],
              rate: { kind: "AMOUNT" as const, micros: 0n },
              limits: [],
            };
          });
          const program = new RuleProgram([], groups);
          for (const click of clicks)
            for (const COUNTRY of ["us", "FR", ["DE", "IT"], null])
              expect(program.choose({ ...click, COUNTRY })).toBe(
                walkRules({ restrictions: [], groups }, { ...click, COUNTRY }),
              );
        },
      ),
      { numRuns: 200 },
    );
  });
});
