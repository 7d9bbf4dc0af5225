/** Findings of the linter against what decides: whatever is called so is so. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { walkRules } from "./rule-choice.ts";
import type { Finding } from "./finding.ts";
import { lintTerms } from "./lint.ts";
import { holdAll, holds, seenValues, type Facts, type Rule, type RuleDraft } from "./rules.ts";
import { isOfWholes, ruleOperators } from "./rule-operators.ts";
import { recordOf, ruleVariables } from "./rule-variables.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, GroupDraft, RestrictionDraft, TermsDraft } from "./terms-draft.ts";
import type { EventPayout, Terms } from "./terms.ts";
import { trafficSources } from "./traffic-source.ts";

const group = (rate: string, ...rules: RuleDraft[]): GroupDraft => ({ name: "G", rate, rules });
const never = (...rules: RuleDraft[]): RestrictionDraft => ({ name: "R", rules });
const draft = (more: Partial<EventPayoutDraft> = {}): TermsDraft => ({
  currency: "USD",
  eventPayouts: [{ event: "CLICK", rate: "0.05", limits: [], ...more }],
});
function termsOf(of: TermsDraft): Terms {
  const parsed = parseTerms(of);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

/** Clicks as there are: what is always there is, and one of its values. */
const words = [
  "US",
  "us",
  "CA",
  "straße",
  "STRASSE",
  "5",
  "5.0",
  "-7",
  "12",
  "a*c?",
  "abc",
  "cab",
  "Ben, Jerry",
];
const countries = ["US", "us", "CA", "ca", "DE"];
const closed: Record<string, readonly string[]> = {
  DEVICE: ["PHONE", "DESKTOP", "TABLET", "GAME", "WATCH", "TV", "ROBOT", "CAR", "UNKNOWN"],
  TRAFFIC_SOURCE: trafficSources,
  WEEKDAY: ["MONDAY", "SATURDAY"],
  HOUR: ["0", "5", "12", "23"],
};
const word = fc.constantFrom(...words);
function seenValue(variable: string): fc.Arbitrary<unknown> {
  const listed = closed[variable];
  if (listed) return fc.constantFrom(...listed);
  if (variable === "COUNTRY") return fc.option(fc.constantFrom(...countries), { nil: null });
  if (variable === "PARTNER_GROUP") return fc.array(word, { maxLength: 3 });
  return fc.option(word, { nil: null });
}
const facts: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(
      ruleVariables
        .filter((variable) => variable !== "PARAM")
        .map((variable) => [variable, seenValue(variable)]),
    ),
  )
  .chain((plain) =>
    fc
      .option(word, { nil: null })
      .map((p): Facts => ({ ...(plain as Facts), params: p === null ? null : { p } })),
  );
const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
/** Few variables, so that rows get in each other's way. */
const anyRule: fc.Arbitrary<RuleDraft> = fc
  .record({
    variable: fc.constantFrom("COUNTRY", "SHARED_ID", "DEVICE", "HOUR", "PARTNER_GROUP", "PARAM"),
    operator: fc.constantFrom(...ruleOperators),
    values: fc.array(word, { minLength: 1, maxLength: 3 }),
  })
  .map(({ variable, operator: drawn, values }) => {
    const fitting = recordOf(variable).operators;
    const operator = fitting.includes(drawn) ? drawn : (fitting[values.length] ?? "IS");
    const name = variable === "PARAM" ? { name: "p" } : {};
    const owns: Record<string, readonly string[]> = {
      DEVICE: ["PHONE", "phone", "TV", "UNKNOWN"],
      HOUR: ["5", "12", "23"],
      ...(isOfWholes(operator) || values.length % 2 === 0 ? { COUNTRY: countries } : {}),
    };
    const own = owns[variable];
    const chosen = own ? values.map((value) => own[value.length % own.length] ?? "") : values;
    if (operator === "EXISTS" || operator === "NOT_EXISTS")
      return { variable, operator, values: [], ...name };
    if (operator === "BETWEEN") return { variable, operator, values: ["-7", "5.5"], ...name };
    if (operator === "GT" || operator === "LT")
      return {
        variable,
        operator,
        values: [chosen.find((value) => /^-?\d/.test(value)) ?? "5"],
        ...name,
      };
    return { variable, operator, values: chosen.map(quoted), ...name };
  });
const rules = fc.array(anyRule, { minLength: 1, maxLength: 3 });
const anyPayout = fc.record({
  restrictions: fc.array(
    rules.map((given) => never(...given)),
    { maxLength: 2 },
  ),
  groups: fc.array(
    fc
      .tuple(fc.constantFrom("0", "0.10", "0.20", "3"), rules)
      .map(([rate, given]) => group(rate, ...given)),
    { minLength: 1, maxLength: 6 },
  ),
});

const rowOf = (
  payout: EventPayout,
  path: string,
): { rules: Rule[]; index: number; list: string } => {
  const [, , list = "", index = ""] = path.split(".");
  return {
    rules: (list === "groups" ? payout.groups : payout.restrictions)[Number(index)]?.rules ?? [],
    index: Number(index),
    list,
  };
};
const paidFor = (terms: Terms, seen: Facts) =>
  decide({
    event: {
      kind: "CLICK",
      at: 0,
      isTest: false,
      classification: "U",
      facts: { PARTNER_VALUE1: "1", ...seen },
    },
    standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
    contract: {
      contractId: "c",
      termsVersionId: "v",
      versionNumber: 1,
      validity: { start: 0, end: null },
      terms,
    },
    calendar: { zone: "UTC", yearStartMonth: 1 },
    usage: () => 0n,
  });

/** Each finding's example shows what it says, by the rules that decide. */
function shows(terms: Terms, { code, path, related, example }: Finding): boolean {
  const payout = terms.eventPayouts[0]!;
  if (!path.includes("groups") && !path.includes("restrictions"))
    return code === "DEFAULT_NEVER_APPLIES"
      ? !example || walkRules(payout, example) < payout.groups.length
      : true;
  const { rules: own, index, list } = rowOf(payout, path);
  const at = Number(path.split(".")[5]);
  if (!example) return code === "NEVER_TRUE" || code === "HIGH_RATE" || code === "ZERO_RATE";
  const choice = walkRules(payout, example);
  switch (code) {
    case "NEVER_TRUE":
      return holdAll(own.slice(0, at), example) && !holds(own[at]!, example);
    case "NEVER_REACHED":
      return holdAll(own, example) && choice < index;
    case "BLOCKS_EVERYTHING":
      return choice < 0;
    case "ADDS_NOTHING":
      return (
        holdAll(own, example) &&
        related.every((other) => holdAll(rowOf(payout, other).rules, example))
      );
    case "OVERLAP":
      return holdAll(own, example) && choice === rowOf(payout, related[0]!).index;
    case "PLACE_MAY_BE_UNKNOWN":
      return holdAll(own, example) && seenValues(own[at]!, example).length === 0;
    case "ZERO_RATE":
    case "HIGH_RATE":
      return list === "groups" && paidFor(terms, example).groupId === payout.groups[index]?.id;
    default:
      return true;
  }
}

test("what it calls never true is never chosen; examples show it [D70, D71, D72, D76]", () => {
  fc.assert(
    fc.property(anyPayout, fc.array(facts, { minLength: 20, maxLength: 40 }), (given, clicks) => {
      const terms = termsOf(draft(given));
      const payout = terms.eventPayouts[0]!;
      const findings = lintTerms(terms);
      for (const finding of findings) {
        expect(shows(terms, finding), JSON.stringify(finding)).toBe(true);
        const { index, list } = rowOf(payout, finding.path);
        for (const click of clicks) {
          const choice = walkRules(payout, click);
          if (finding.code === "BLOCKS_EVERYTHING") expect(choice).toBeLessThan(0);
          if (finding.code === "NEVER_REACHED") expect(choice).not.toBe(index);
          if (finding.code === "NEVER_TRUE")
            expect(choice).not.toBe(list === "groups" ? index : ~index);
          if (finding.code === "DEFAULT_NEVER_APPLIES")
            expect(choice).toBeLessThan(payout.groups.length);
        }
      }
    }),
    { numRuns: 250 },
  );
});
