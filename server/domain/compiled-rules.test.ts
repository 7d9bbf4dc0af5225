import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RuleProgram } from "./compiled-rules.ts";
import { walkRules } from "./decide.ts";
import { parseRule, ruleOperators, ruleVariables, type Facts, type Rule, type RuleDraft } from "./rules.ts";

/** Few words, so that rules often hold; with what folding, quoting and numbers can get wrong. */
const words = ["US", "us", "CA", "straße", "STRASSE", "İ", "i̇", "5", "5.0", "-7", "12", "a*c?", "abc", "", "Ben, Jerry"];
const word = fc.constantFrom(...words);
const named = (variable: string) => (variable === "PARAM" ? { name: "p" } : {});
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

const draft: fc.Arbitrary<RuleDraft> = fc
  .record({ variable: fc.constantFrom(...ruleVariables), operator: fc.constantFrom(...ruleOperators), values: fc.array(word, { minLength: 1, maxLength: 4 }) })
  .map(({ variable, operator, values }) => {
    if (operator === "EXISTS" || operator === "NOT_EXISTS") return { variable, operator, values: [], ...named(variable) };
    if (operator === "BETWEEN") return { variable, operator, values: values.length > 2 ? ["5", "5"] : ["-7", "5.5"], ...named(variable) };
    if (operator === "GT" || operator === "LT") return { variable, operator, values: [values.find((value) => /^-?\d/.test(value)) ?? "5"], ...named(variable) };
    return { variable, operator, values: values.filter((value) => value !== "").map(quoted), ...named(variable) };
  })
  .filter(({ operator, values }) => values.length > 0 || operator.endsWith("EXISTS"));
const rule = draft.map((text): Rule => {
  const parsed = parseRule(text, "rule");
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
});
const set = fc
  .array(rule, { minLength: 1, maxLength: 4 })
  .map((rules) => ({ id: "s", name: "Set", rules, rate: { kind: "AMOUNT" as const, micros: 0n }, limits: [], hideZeroRows: false }));
const seen = fc.oneof(word, fc.constant(null), fc.constant(undefined), fc.array(word, { maxLength: 3 }));
const facts = fc
  .record(Object.fromEntries(ruleVariables.filter((variable) => variable !== "PARAM").map((variable) => [variable, seen])))
  .chain((plain) => fc.option(word, { nil: null }).map((p): Facts => ({ ...(plain as Facts), params: p === null ? null : { p } })));

describe("a compiled program and the plain walk choose the same", () => {
  test.each([
    ["few groups", { size: "small" as const, groups: 6 }],
    ["many groups, found by value", { size: "max" as const, groups: 40 }],
  ])("%s [D72, D73, D75, D76, D77, D80, D83]", (_, { size, groups }) => {
    fc.assert(
      fc.property(fc.array(set, { maxLength: 3 }), fc.array(set, { maxLength: groups, size }), fc.array(facts, { minLength: 1, maxLength: 8 }), (restrictions, ranked, clicks) => {
        const program = new RuleProgram(restrictions, ranked);
        for (const click of clicks) expect(program.choose(click)).toBe(walkRules({ restrictions, groups: ranked }, click));
      }),
      { numRuns: 250 },
    );
  });

  test("groups that one variable tells apart, with any overlap", () => {
    const country = fc.record({ values: fc.array(fc.constantFrom("US", "CA", "DE", "FR", "IT"), { minLength: 1, maxLength: 3 }), other: fc.option(rule, { nil: null }) });
    fc.assert(
      fc.property(fc.array(country, { minLength: 12, maxLength: 60, size: "max" }), fc.array(facts, { minLength: 1, maxLength: 8 }), (drafts, clicks) => {
        const groups = drafts.map(({ values, other }) => {
          const parsed = parseRule({ variable: "COUNTRY", operator: "IN", values }, "rule");
          if (!parsed.ok) throw new Error(parsed.message);
          return { id: "g", name: "Group", rules: other ? [parsed.value, other] : [parsed.value], rate: { kind: "AMOUNT" as const, micros: 0n }, limits: [] };
        });
        const program = new RuleProgram([], groups);
        for (const click of clicks)
          for (const COUNTRY of ["us", "FR", ["DE", "IT"], null])
            expect(program.choose({ ...click, COUNTRY })).toBe(walkRules({ restrictions: [], groups }, { ...click, COUNTRY }));
      }),
      { numRuns: 200 },
    );
  });
});
