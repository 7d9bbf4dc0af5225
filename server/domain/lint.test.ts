import { describe, expect, test } from "vitest";
import type { Finding } from "./finding.ts";
import { lintDraft, readDraft } from "./lint-draft.ts";
import { lintSteps, lintTerms } from "./lint.ts";
import { idsIn, type KnownIds } from "./known-ids.ts";
import { findFacts } from "./rule-space.ts";
import type { Rule, RuleDraft } from "./rules.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, GroupDraft, RestrictionDraft, TermsDraft } from "./terms-draft.ts";
import type { Terms } from "./terms.ts";

const rule = (variable: string, operator: string, ...values: string[]): RuleDraft => ({
  variable,
  operator,
  values,
});
const us = rule("COUNTRY", "IS", "US");
const phone = rule("DEVICE", "IS", "PHONE");
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
const lint = (more: Partial<EventPayoutDraft>, known?: KnownIds): Finding[] =>
  lintTerms(termsOf(draft(more)), known ? { known } : {});
const codes = (findings: readonly Finding<string>[]) =>
  findings.map(({ code, path }) => `${code} ${path.replace("eventPayouts.0.", "")}`);

test("found 4: sales pay in a currency the program does not sell in is named there", () => {
  const euros = (rate: string, more: Partial<EventPayoutDraft> = {}) =>
    termsOf({
      currency: "EUR",
      eventPayouts: [draft({}).eventPayouts[0]!, { event: "SALE", rate, limits: [], ...more }],
    });
  const never = {
    code: "CURRENCY_NEVER_SOLD",
    severity: "ERROR",
    path: "currency",
    related: ["eventPayouts.1.rate"],
    event: "SALE",
  };
  const [finding] = lintTerms(euros("8%"), { sells: "USD" });
  expect(finding).toMatchObject(never);
  expect(finding?.message).toContain("reported in USD, and these terms pay in EUR");
  expect(
    lintTerms(euros("0", { groups: [group("2%", rule("ORDER_TOTAL", "GT", "50"))] }), {
      sells: "USD",
    })[0],
  ).toMatchObject(never);
  // What pays nothing promises nothing; clicks are paid in any currency.
  for (const terms of [
    euros("0"),
    termsOf({ currency: "EUR", eventPayouts: [draft({}).eventPayouts[0]!] }),
  ])
    expect(codesOf(lintTerms(terms, { sells: "USD" }))).not.toContain("CURRENCY_NEVER_SOLD");
  expect(codesOf(lintTerms(euros("8%"), { sells: "EUR" }))).not.toContain("CURRENCY_NEVER_SOLD");
});
const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);

describe("groups that are never reached", () => {
  test.each<[string, RuleDraft[], RuleDraft[]]>([
    ["the same", [us], [us]],
    ["a wider list", [rule("COUNTRY", "IN", "US", "CA")], [us]],
    ["case of words", [rule("COUNTRY", "IS", "us")], [rule("COUNTRY", "IS", "US")]],
    ["one condition less", [us], [us, phone]],
    ["any value", [rule("OS", "EXISTS")], [rule("OS", "IS", "TIZEN")]],
    [
      "a shorter piece",
      [rule("REFERRER_URL", "CONTAINS", "shop")],
      [rule("REFERRER_URL", "STARTS_WITH", "https://shop.")],
    ],
    [
      "a piece of an end",
      [rule("SHARED_ID", "CONTAINS", "b")],
      [rule("SHARED_ID", "ENDS_WITH", "abc")],
    ],
    [
      "a pattern within a pattern",
      [rule("REFERRER_DOMAIN", "MATCHES", "*.example")],
      [rule("REFERRER_DOMAIN", "MATCHES", "shop-?.*.example")],
    ],
    ["none of fewer", [rule("COUNTRY", "IS_NOT", "US")], [rule("COUNTRY", "NOT_IN", "US", "CA")]],
    ["another than the excluded", [rule("COUNTRY", "IS_NOT", "US")], [rule("COUNTRY", "IS", "CA")]],
    ["unknown equals none", [rule("COUNTRY", "IS_NOT", "US")], [rule("COUNTRY", "NOT_EXISTS")]],
    ["numbers within", [rule("SUB_ID1", "GT", "5")], [rule("SUB_ID1", "BETWEEN", "6", "9")]],
    ["hours, which are whole", [rule("HOUR", "LT", "12")], [rule("HOUR", "BETWEEN", "0", "11.9")]],
    [
      "every day of the week",
      [rule("WEEKDAY", "IN", "MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY")],
      [us],
    ],
  ])("%s covers it [D71, D72, D73, D75]", (_, wide, narrow) => {
    const [finding] = lint({ groups: [group("0.10", ...wide), group("0.20", ...narrow)] });
    expect(finding).toMatchObject({
      code: "NEVER_REACHED",
      severity: "ERROR",
      path: "eventPayouts.0.groups.1",
      related: ["eventPayouts.0.groups.0"],
    });
  });

  test.each<[string, RuleDraft[], RuleDraft[]]>([
    ["a narrower list", [us], [rule("COUNTRY", "IN", "US", "CA")]],
    ["one condition more", [us, phone], [us]],
    ["ids with case", [rule("SHARED_ID", "IS", "Spring")], [rule("SHARED_ID", "IS", "spring")]],
    [
      "a longer piece",
      [rule("REFERRER_URL", "CONTAINS", "shops")],
      [rule("REFERRER_URL", "CONTAINS", "shop")],
    ],
    [
      "an end is no start",
      [rule("SHARED_ID", "STARTS_WITH", "a")],
      [rule("SHARED_ID", "ENDS_WITH", "a")],
    ],
    [
      "exactly one character",
      [rule("SHARED_ID", "MATCHES", "a?")],
      [rule("SHARED_ID", "MATCHES", "a*")],
    ],
    [
      "another parameter",
      [{ ...us, variable: "PARAM", name: "a" }],
      [{ ...us, variable: "PARAM", name: "b" }],
    ],
    [
      "an edge that is left out",
      [rule("SUB_ID1", "GT", "5")],
      [rule("SUB_ID1", "BETWEEN", "5", "9")],
    ],
    [
      "a partner may be in two groups",
      [rule("PARTNER_GROUP", "IS", "a")],
      [rule("PARTNER_GROUP", "IS", "b")],
    ],
    [
      "unknown places pass the exclusion",
      [rule("COUNTRY", "EXISTS")],
      [rule("COUNTRY", "IS_NOT", "US")],
    ],
  ])("%s does not", (_, earlier, later) => {
    expect(
      codes(lint({ groups: [group("0.10", ...earlier), group("0.10", ...later)] })).filter((code) =>
        code.startsWith("NEVER"),
      ),
    ).toEqual([]);
  });

  test("several together cover what none covers alone; a restriction covers too [D70]", () => {
    const parts = [
      group("0.10", rule("DEVICE", "IS", "PHONE")),
      group("0.11", rule("DEVICE", "IS_NOT", "PHONE")),
    ];
    expect(codes(lint({ groups: [...parts, group("0.20", us)] }))).toEqual([
      "NEVER_REACHED groups.2",
      "DEFAULT_NEVER_APPLIES rate",
    ]);
    expect(codes(lint({ restrictions: [never(us)], groups: [group("0.20", us, phone)] }))).toEqual([
      "NEVER_REACHED groups.0",
    ]);
  });

  test("conditions that contradict each other are named, and hide nothing below [D72]", () => {
    const [finding, ...others] = lint({
      groups: [group("0.10", us, phone, rule("COUNTRY", "IS", "CA")), group("0.20", us)],
    });
    expect(finding).toMatchObject({
      code: "NEVER_TRUE",
      path: "eventPayouts.0.groups.0.rules.2",
      related: ["eventPayouts.0.groups.0.rules.0"],
    });
    expect(others).toEqual([]);
    expect(codes(lint({ groups: [group("0.10", rule("HOUR", "GT", "23"))] }))).toEqual([
      "NEVER_TRUE groups.0.rules.0",
    ]);
    const ofSale = (...rules: RuleDraft[]) =>
      codes(lint({ event: "SALE", groups: [group("0.10", ...rules)] }));
    for (const never of [rule("ORDER_TOTAL", "LT", "0"), rule("ORDER_TOTAL", "LT", "-0")])
      expect(ofSale(never)).toEqual(["NEVER_TRUE groups.0.rules.0"]);
    for (const often of [rule("ORDER_TOTAL", "BETWEEN", "0", "0"), rule("ORDER_TOTAL", "IS", "-0")])
      expect(ofSale(often)).toEqual([]);
    expect(
      codes(
        lint({
          groups: [
            group("0.10", rule("PARTNER_GROUP", "IS", "a"), rule("PARTNER_GROUP", "IS", "b")),
          ],
        }),
      ),
    ).toEqual([]);
  });
});

describe("what else rules may say that was hardly meant", () => {
  test("restrictions that block everything, alone or together", () => {
    expect(
      codes(
        lint({
          restrictions: [never(us), never(rule("WEEKDAY", "EXISTS"))],
          groups: [group("1", us)],
        }),
      ),
    ).toEqual(["BLOCKS_EVERYTHING restrictions.1", "ADDS_NOTHING restrictions.0"]);
    const both = [never(rule("DEVICE", "IS", "PHONE")), never(rule("DEVICE", "IS_NOT", "PHONE"))];
    expect(lint({ restrictions: both })[0]).toMatchObject({
      code: "BLOCKS_EVERYTHING",
      path: "eventPayouts.0.restrictions.0",
      related: ["eventPayouts.0.restrictions.1"],
    });
  });

  test("two groups that share clicks: order decides; special precedes general [D71]", () => {
    const [finding] = lint({ groups: [group("0.20", us), group("0.10", phone)] });
    expect(finding).toMatchObject({
      code: "OVERLAP",
      severity: "HINT",
      path: "eventPayouts.0.groups.1",
      related: ["eventPayouts.0.groups.0"],
      example: { COUNTRY: "US", DEVICE: "PHONE" },
    });
    expect(codes(lint({ groups: [group("0.10", us), group("0.10", phone)] }))).toEqual([]);
    expect(codes(lint({ groups: [group("0.20", us, phone), group("0.10", us)] }))).toEqual([]);
  });

  test("a place that is excluded, where it may be unknown [D80]", () => {
    const not = rule("COUNTRY", "IS_NOT", "US");
    expect(
      codes(
        lint({
          groups: [group("0.10", not, phone)],
          restrictions: [never(rule("COUNTRY", "NOT_IN", "FR"))],
        }),
      ),
    ).toEqual([
      "PLACE_MAY_BE_UNKNOWN restrictions.0.rules.0",
      "PLACE_MAY_BE_UNKNOWN groups.0.rules.0",
    ]);
    expect(
      codes(
        lint({
          groups: [
            group("0.10", not, rule("COUNTRY", "EXISTS")),
            group("0.11", rule("COUNTRY", "IS_NOT", "CA"), rule("COUNTRY", "IN", "FR", "DE")),
          ],
        }),
      ),
    ).not.toContain("PLACE_MAY_BE_UNKNOWN groups.1.rules.0");
  });

  test("ids that do not exist, in rules that name whole ids alone", () => {
    const more = {
      groups: [
        group("0.10", phone, rule("AD", "IN", "here", "gone")),
        group("0.10", rule("SHARED_ID", "IS", "gone")),
      ],
    };
    expect(idsIn(termsOf(draft(more)))).toEqual(new Map([["AD", new Set(["here", "gone"])]]));
    expect(codes(lint(more, { AD: new Set(["here"]) }))).toEqual(["UNKNOWN_ID groups.0.rules.1"]);
    expect(codes(lint(more))).toEqual([]);
  });

  test("what sales never tell, unlike clicks, is never met, and is known not to be there", () => {
    const sale = (...groups: GroupDraft[]) =>
      codes(
        lintTerms(
          termsOf({
            currency: "USD",
            eventPayouts: [{ event: "SALE", rate: "8%", limits: [], groups }],
          }),
        ),
      );
    expect(sale(group("9%", rule("DEVICE", "IS", "PHONE")))).toEqual([
      "NEVER_TRUE groups.0.rules.0",
    ]);
    expect(sale(group("9%", rule("DEVICE", "NOT_EXISTS")))).toEqual(["DEFAULT_NEVER_APPLIES rate"]);
    expect(
      sale(
        group("9%", rule("PROMO_CODE", "IS", "a")),
        group("9%", rule("PROMO_CODE", "IS", "A"), rule("ORDER_TOTAL", "GT", "50")),
      ),
    ).toEqual(["NEVER_REACHED groups.1"]);
    // A product may be in two lists.
    expect(
      sale(group("9%", rule("ITEM_SKU_LIST", "IS", "one"), rule("ITEM_SKU_LIST", "IS", "two"))),
    ).toEqual([]);
  });

  test("a payout of 0 beside others, and one that looks like a slip of the decimal point", () => {
    expect(codes(lint({ rate: "0", groups: [group("0.10", us), group("0", phone)] }))).toEqual([
      "ZERO_RATE groups.1.rate",
      "OVERLAP groups.1",
      "ZERO_RATE rate",
    ]);
    const country = (code: string) => rule("COUNTRY", "IS", code);
    expect(
      codes(
        lint({
          groups: [group("0.04", us), group("0.50", country("CA")), group("0.06", country("DE"))],
        }),
      ),
    ).toEqual(["HIGH_RATE groups.1.rate"]);
    expect(
      codes(
        lint({
          groups: [group("0.04", us), group("0.49", country("CA")), group("0.06", country("DE"))],
        }),
      ),
    ).toEqual([]);
  });
});

function inOneGo<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("while it is typed", () => {
  test("each row that cannot be read is named at its place in the draft; the rest is read", () => {
    const typed = draft({
      groups: [
        { ...group("0.10", us), rank: 9 },
        { ...group("", us), rank: 1 },
        { ...group("0.20", us, phone), rank: 10 },
      ],
      restrictions: [never(rule("COUNTRY", "IS")), never(rule("COUNTRY", "IS", "FR"))],
      limits: [{ kind: "CLICKS", reset: "DAY", max: "many" }],
    });
    const { findings } = inOneGo(lintDraft(readDraft(typed), {}));
    expect(codes(findings)).toEqual([
      "BAD_RATE groups.1.rate",
      "BAD_RULE restrictions.0.rules.0.values",
      "BAD_LIMIT limits.0.max",
      "NEVER_REACHED groups.2",
    ]);
    expect(findings.at(-1)).toMatchObject({
      related: ["eventPayouts.0.groups.0"],
      message: expect.stringMatching(/^Group 3 \(G\) is never reached: group 1/),
    });
  });
  test("nothing but faults", () => {
    expect(
      inOneGo(lintDraft(readDraft({ currency: "$", eventPayouts: [] }), {})).findings,
    ).toMatchObject([{ code: "BAD_CURRENCY", path: "currency" }]);
    expect(codes(inOneGo(lintDraft(readDraft(draft({ rate: "" })), {})).findings)).toEqual([
      "BAD_RATE rate",
    ]);
  });
});

describe("hostile terms (found 104)", () => {
  const many = (count: number, of: (i: number) => RuleDraft[]) =>
    draft({ groups: Array.from({ length: count }, (_, i) => group(`0.${10 + i}`, ...of(i))) });
  const a = (n: number): string => "a".repeat(n);
  test.each([
    [
      "patterns of many stars",
      many(15, (i) => [rule("REFERRER_URL", "MATCHES", `${"*a".repeat(100 + i)}*`)]),
    ],
    [
      "patterns that nearly fit everywhere",
      many(30, (i) => [rule("REFERRER_URL", "MATCHES", `*${a(200 + i)}b*`)]),
    ],
    [
      "places for any character",
      many(30, (i) => [rule("REFERRER_URL", "MATCHES", `*a${"?".repeat(200 + i)}b*`)]),
    ],
    [
      "long ends",
      many(50, (i) => [
        rule(
          "REFERRER_URL",
          "ENDS_WITH",
          ...Array.from({ length: 10 }, (_, j) => `${i}-${j}${a(180)}`),
        ),
      ]),
    ],
  ])("%s: given up in many small steps, and said so", (_, given) => {
    const terms = termsOf(given);
    const steps = lintSteps(terms);
    let count = 0;
    for (;;) {
      const step = steps.next();
      count += 1;
      if (!step.done) continue;
      expect(step.value.isComplete).toBe(false);
      break;
    }
    expect(count).toBeGreaterThan(2 * terms.eventPayouts[0]!.groups.length);
  });
  test("what takes long is paid for: longer patterns take more effort of the same question", () => {
    const left = (length: number): number => {
      const effort = { left: 40_000, event: "CLICK" as const };
      findFacts(
        [rule("REFERRER_URL", "MATCHES", `*x${a(length)}*`)] as Rule[],
        [[rule("REFERRER_URL", "CONTAINS", a(length))] as Rule[]],
        effort,
      );
      return effort.left;
    };
    expect(left(200)).toBeLessThan(left(20) - 1_000);
  });
  test("usual terms are looked at to the end", () => {
    const given = many(40, (i) => [
      rule("COUNTRY", "IN", ...["US", "CA", "DE"].slice(i % 3)),
      rule("DEVICE", "IS", i % 2 ? "PHONE" : "DESKTOP"),
      rule("SHARED_ID", "IS", `s${i}`),
    ]);
    expect(inOneGo(lintSteps(termsOf(given))).isComplete).toBe(true);
  });
});
