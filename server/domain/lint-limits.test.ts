import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Calendar } from "./calendar.ts";
import { decide, type Decision } from "./decide.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { Usage } from "./limits.ts";
import { lintTerms } from "./lint.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, LimitDraft } from "./terms-draft.ts";
import type { Terms } from "./terms.ts";

const calendar: Calendar = { zone: "UTC", yearStartMonth: 1 };
function termsOf(more: Partial<EventPayoutDraft>): Terms {
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "0.20", limits: [], ...more }],
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}
const findingsOf = (more: Partial<EventPayoutDraft>) =>
  lintTerms(termsOf(more))
    .filter(({ code }) => code.startsWith("LIMIT"))
    .map(({ code, path }) => `${code} ${path.replace("eventPayouts.0.", "")}`);
const clicks = (
  reset: LimitDraft["reset"],
  max: string,
  more: Partial<LimitDraft> = {},
): LimitDraft => ({ kind: "CLICKS", reset: reset ?? null, max, ...more });
const payout = (
  reset: LimitDraft["reset"],
  max: string,
  more: Partial<LimitDraft> = {},
): LimitDraft => ({ kind: "PAYOUT", reset: reset ?? null, max, ...more });

describe("limits that make no difference", () => {
  test.each<[string, Partial<EventPayoutDraft>, string[]]>([
    [
      "a month that 31 such days do not fill",
      { limits: [clicks("DAY", "10"), clicks("MONTH", "310")] },
      ["limits.1"],
    ],
    [
      "a month that 31 such days overfill",
      { limits: [clicks("DAY", "10"), clicks("MONTH", "309")] },
      [],
    ],
    [
      "weekends of their own",
      { limits: [clicks("DAY", "10", { weekendMax: "0" }), clicks("MONTH", "230")] },
      ["limits.1"],
    ],
    [
      "a day that allows what the whole month does",
      { limits: [clicks("DAY", "100"), clicks("MONTH", "100")] },
      ["limits.0"],
    ],
    [
      "a day beside a week, which may not count yet",
      { limits: [clicks("DAY", "100"), clicks("WEEK", "100")] },
      [],
    ],
    [
      "a week that seven days do not fill",
      { limits: [clicks("DAY", "10"), clicks("WEEK", "70")] },
      ["limits.1"],
    ],
    [
      "a day beside the whole contract, before which it may have been used",
      { limits: [clicks("DAY", "100"), clicks("CONTRACT", "100")] },
      [],
    ],
    [
      "more money than so many clicks cost",
      { limits: [clicks("DAY", "10"), payout("DAY", "2.00")] },
      ["limits.1"],
    ],
    [
      "money and clicks of which either may run out first",
      {
        groups: [
          {
            name: "G",
            rate: "0.10",
            rules: [{ variable: "COUNTRY", operator: "IS", values: ["US"] }],
          },
        ],
        limits: [clicks("DAY", "10"), payout("DAY", "1.50")],
      },
      [],
    ],
    [
      "more clicks than so much money pays",
      { limits: [clicks("DAY", "10"), payout("DAY", "1.90")] },
      ["limits.0"],
    ],
    [
      "the same with remainders, which cost less",
      { limits: [clicks("DAY", "10"), payout("DAY", "1.90")], remainder: "PAY_REMAINDER" },
      [],
    ],
    [
      "more for one click than any costs",
      { limits: [payout(null, "0.20", { scope: "EVENT" })] },
      ["limits.0"],
    ],
    [
      "more than one click for one click",
      { limits: [clicks(null, "1", { scope: "EVENT" })] },
      ["limits.0"],
    ],
    [
      "one visitor beside all",
      { limits: [clicks("DAY", "10", { scope: "CUSTOMER" }), clicks("DAY", "10")] },
      ["limits.0"],
    ],
    [
      "one link beside all its partner's",
      { limits: [clicks("DAY", "10", { scope: "LINK" }), clicks("MONTH", "10")] },
      ["limits.0"],
    ],
    [
      "all links beside what each may use, which says nothing of them together",
      { limits: [clicks("DAY", "20"), clicks("DAY", "10", { scope: "LINK" })] },
      [],
    ],
    [
      "one link's day beside its month",
      {
        limits: [clicks("DAY", "10", { scope: "LINK" }), clicks("MONTH", "10", { scope: "LINK" })],
      },
      ["limits.0"],
    ],
    [
      "a group beside the whole event, not the other way round",
      {
        groups: [
          {
            name: "G",
            rate: "0.10",
            rules: [{ variable: "COUNTRY", operator: "IS", values: ["US"] }],
            limits: [clicks("DAY", "10")],
          },
        ],
        limits: [clicks("DAY", "10")],
      },
      ["groups.0.limits.0"],
    ],
  ])("%s [D93, D98, D99, D100]", (_, more, expected) =>
    expect(findingsOf(more)).toEqual(expected.map((path) => `LIMIT_WITHOUT_EFFECT ${path}`)),
  );
});

describe("limits that stop before the first click", () => {
  const group = {
    name: "G",
    rate: "0.50",
    rules: [{ variable: "COUNTRY", operator: "IS", values: ["US"] }],
  };
  test.each<[string, Partial<EventPayoutDraft>, RegExp]>([
    [
      "less than the price",
      { limits: [payout("DAY", "0.19")] },
      /no click is ever paid: 0.20 USD do not fit/,
    ],
    [
      "less than a group's price",
      { groups: [group], limits: [payout("DAY", "0.40")] },
      /what group 1 \(G\) takes is never paid: 0.50 USD/,
    ],
    ["no click at all", { limits: [clicks("DAY", "0")] }, /no click is ever paid/],
  ])("%s [D101]", (_, more, message) => {
    const [finding] = lintTerms(termsOf(more));
    expect(finding).toMatchObject({
      code: "LIMIT_PAYS_NOTHING",
      severity: "WARNING",
      path: "eventPayouts.0.limits.0",
      message: expect.stringMatching(message),
    });
  });
  test("not where the remainder is paid, nor on weekdays alone", () => {
    expect(findingsOf({ limits: [payout("DAY", "0.19")], remainder: "PAY_REMAINDER" })).toEqual([]);
    expect(findingsOf({ limits: [clicks("DAY", "0", { weekendMax: "5" })] })).toEqual([]);
  });
});

interface Click {
  at: number;
  visitor: number;
  country: string;
}
/** Live clicks in their order, with the limits' use kept as accounting keeps it. */
function run(terms: Terms, all: readonly Click[]): Decision[] {
  const used = new Map<string, bigint>();
  const contract: ContractInForce = {
    contractId: "c",
    termsVersionId: "v",
    versionNumber: 1,
    validity: { start: all[0]?.at ?? 0, end: null },
    terms,
  };
  return all.map(({ at, visitor, country }) => {
    const key = (scope: string, id: string, start: number) =>
      `${id} ${start} ${scope === "CUSTOMER" ? visitor : ""}`;
    const usage: Usage = (limit, { start }) => used.get(key(limit.scope, limit.id, start)) ?? 0n;
    const decision = decide({
      event: { kind: "CLICK", at, isTest: false, classification: "U", facts: { COUNTRY: country } },
      standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
      contract,
      calendar,
      usage,
    });
    for (const use of decision.uses)
      if (use.scope !== "EVENT") used.set(key(use.scope, use.limitId, use.windowStart), use.after);
    return decision;
  });
}

const limit: fc.Arbitrary<LimitDraft> = fc
  .record({
    kind: fc.constantFrom("CLICKS" as const, "PAYOUT" as const),
    scope: fc.constantFrom(
      "CONTRACT" as const,
      "CONTRACT" as const,
      "CUSTOMER" as const,
      "EVENT" as const,
    ),
    reset: fc.constantFrom(
      "DAY" as const,
      "WEEK" as const,
      "MONTH" as const,
      "QUARTER" as const,
      "CONTRACT" as const,
    ),
    max: fc.integer({ min: 0, max: 40 }),
    weekendMax: fc.option(fc.integer({ min: 0, max: 12 }), { nil: null }),
  })
  .map(({ kind, scope, reset: given, max, weekendMax }) => {
    const resets = { EVENT: null, CUSTOMER: "DAY" as const };
    const reset = scope === "EVENT" || scope === "CUSTOMER" ? resets[scope] : given;
    const text = (n: number) => (kind === "CLICKS" ? String(n) : (n / 10).toFixed(1));
    return {
      kind,
      scope,
      reset,
      max: text(max),
      weekendMax: reset === "DAY" && weekendMax !== null ? text(weekendMax) : null,
    };
  });
const distinct = (limits: readonly LimitDraft[]): LimitDraft[] => [
  ...new Map(limits.map((each) => [`${each.kind} ${each.scope} ${each.reset}`, each])).values(),
];

test("a limit said to make no difference makes none; what is said never paid never is", () => {
  const hour = 3_600_000;
  const start = Date.parse("2026-01-01T00:00:00Z");
  fc.assert(
    fc.property(
      fc.array(limit, { minLength: 1, maxLength: 4 }),
      fc.array(limit, { maxLength: 2 }),
      fc.constantFrom("PAY_ZERO" as const, "PAY_REMAINDER" as const),
      fc.array(
        fc.record({
          after: fc.integer({ min: 0, max: 9 }),
          visitor: fc.integer({ min: 1, max: 3 }),
          country: fc.constantFrom("US", "CA"),
        }),
        {
          minLength: 200,
          maxLength: 300,
          size: "max",
        },
      ),
      (limits, ofGroup, remainder, steps) => {
        const group = {
          name: "G",
          rate: "0.30",
          rules: [{ variable: "COUNTRY", operator: "IS", values: ["US"] }],
          limits: distinct(ofGroup),
        };
        const terms = termsOf({ groups: [group], limits: distinct(limits), remainder });
        const all = steps.reduce<Click[]>(
          (before, { after, visitor, country }) => [
            ...before,
            { at: (before.at(-1)?.at ?? start) + after * hour, visitor, country },
          ],
          [],
        );
        const decisions = run(terms, all);
        for (const { code, path, example } of lintTerms(terms)) {
          const [, , list, index, , own] = path.split(".");
          if (code === "LIMIT_WITHOUT_EFFECT") {
            const click = terms.eventPayouts[0]!;
            const without = (
              from: readonly (typeof click.limits)[number][],
              at: string | undefined,
            ) => from.filter((_, i) => i !== Number(at));
            const changed =
              list === "limits"
                ? { ...click, limits: without(click.limits, index) }
                : {
                    ...click,
                    groups: [
                      { ...click.groups[0]!, limits: without(click.groups[0]!.limits, own) },
                    ],
                  };
            const paid = (list: readonly Decision[]) => list.map(({ amount }) => amount);
            expect(paid(run({ ...terms, eventPayouts: [changed] }, all)), path).toEqual(
              paid(decisions),
            );
          }
          if (code === "LIMIT_PAYS_NOTHING" && example) {
            const like = all.flatMap((click, i) =>
              (click.country === "US") === (example.COUNTRY === "US") ? [decisions[i]!.amount] : [],
            );
            expect(like.filter((amount) => amount > 0n)).toEqual([]);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});
