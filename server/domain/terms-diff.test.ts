import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { altersMoney, diffTerms } from "./terms-diff.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, TermsDraft } from "./terms-draft.ts";
import type { Terms } from "./terms.ts";

const rule = (value: string) => ({ variable: "COUNTRY", operator: "IS", values: [value] });
const click = (changes: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
  event: "CLICK",
  rate: "0.10",
  limits: [{ kind: "CLICKS", reset: "DAY", max: "100" }],
  groups: [
    { id: "us", name: "US", rules: [rule("US")], rate: "0.20" },
    { id: "ca", name: "Canada", rules: [rule("CA")], rate: "0.15" },
  ],
  restrictions: [{ id: "de", name: "Not Germany", rules: [rule("DE")] }],
  ...changes,
});
const sale: EventPayoutDraft = { event: "SALE", rate: "8%", limits: [] };
const terms = (eventPayouts: EventPayoutDraft[], more: Partial<TermsDraft> = {}): Terms => {
  const parsed = parseTerms({ currency: "USD", eventPayouts, ...more });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
const diff = (after: EventPayoutDraft[], more: Partial<TermsDraft> = {}) =>
  diffTerms(terms([click(), sale]), terms(after, more));

describe("clause by clause [D49]", () => {
  test("a version and itself differ in nothing", () => {
    expect(diff([click(), sale])).toEqual([]);
  });
  test("an event type added or removed", () => {
    expect(diff([click()])).toEqual([
      {
        clause: "EVENT_TYPE",
        kind: "REMOVED",
        event: "SALE",
        name: null,
        before:
          "Each order earns 8% of its amount. Sales become final 1 month and 2 days after the " +
          "end of the day in which they happened. What sales earn is paid 15 days after the end " +
          "of the month in which they became final",
        after: null,
        effect: "WORSE",
      },
    ]);
    expect(diffTerms(terms([click()]), terms([click(), sale]))).toMatchObject([
      {
        clause: "EVENT_TYPE",
        kind: "ADDED",
        event: "SALE",
        after: expect.stringContaining("Each order earns 8% of its amount. Sales"),
        effect: "BETTER",
      },
    ]);
  });
  test("a group changed, added, removed, moved", () => {
    const [us, ca] = click().groups ?? [];
    if (!us || !ca) throw new Error("no groups");
    expect(diff([click({ groups: [{ ...us, rate: "0.25" }, ca] }), sale])).toMatchObject([
      {
        clause: "PAYOUT_GROUP",
        kind: "CHANGED",
        name: "US",
        before: "Payout group 1, US, pays 0.20 USD for each click where the country is US",
        after: "Payout group 1, US, pays 0.25 USD for each click where the country is US",
        effect: "BETTER",
      },
    ]);
    expect(
      diff([
        click({ groups: [us, ca, { name: "France", rules: [rule("FR")], rate: "0.05" }] }),
        sale,
      ]),
    ).toMatchObject([{ clause: "PAYOUT_GROUP", kind: "ADDED", name: "France" }]);
    expect(diff([click({ groups: [us] }), sale])).toMatchObject([
      { clause: "PAYOUT_GROUP", kind: "REMOVED", name: "Canada" },
    ]);
    expect(diff([click({ groups: [ca, us] }), sale])).toMatchObject([
      {
        clause: "PAYOUT_GROUP_RANK",
        kind: "RERANKED",
        name: "Canada",
        before: "Payout group 2, Canada, pays 0.15 USD for each click where the country is CA",
        after: "Payout group 1, Canada, pays 0.15 USD for each click where the country is CA",
      },
      { clause: "PAYOUT_GROUP_RANK", kind: "RERANKED", name: "US" },
    ]);
  });
  test.each<[string, EventPayoutDraft, object]>([
    [
      "payout",
      click({ rate: "0.08" }),
      {
        clause: "DEFAULT_PAYOUT",
        before: "Every other payable click earns 0.10 USD",
        after: "Every other payable click earns 0.08 USD",
        effect: "WORSE",
      },
    ],
    [
      "limit lowered",
      click({ limits: [{ kind: "CLICKS", reset: "DAY", max: "50" }] }),
      {
        clause: "LIMIT",
        kind: "CHANGED",
        before: "Paid are at most 100 clicks a day",
        after: "Paid are at most 50 clicks a day",
        effect: "WORSE",
      },
    ],
    ["limit gone", click({ limits: [] }), { clause: "LIMIT", kind: "REMOVED", effect: "BETTER" }],
    [
      "restriction gone",
      click({ restrictions: [] }),
      {
        clause: "RESTRICTION",
        kind: "REMOVED",
        before: "Never paid: clicks where the country is DE",
        effect: "BETTER",
      },
    ],
    [
      "schedule",
      click({ schedule: { dayOfMonth: 15 } }),
      {
        clause: "SCHEDULE",
        after:
          "What clicks earn is paid on day 15 of the month, right after the end of the month " +
          "in which they became final",
        effect: "NEUTRAL",
      },
    ],
  ])("%s", (_name, payout, expected) => expect(diff([payout, sale])).toMatchObject([expected]));
  test("what concerns the whole", () => {
    expect(
      diff([click(), sale], {
        noticeDays: 3,
        customTerms: [
          { name: "internal name", kind: "TRADEMARK", text: "Do not bid on our name." },
        ],
      }),
    ).toMatchObject([
      {
        clause: "NOTICE_PERIOD",
        before: "Changes and an end may take effect at once",
        after: "Changes and an end are told 3 days before they take effect",
        effect: "BETTER",
      },
      {
        clause: "CUSTOM_TERMS",
        kind: "ADDED",
        name: "TRADEMARK",
        after: "Do not bid on our name.",
      },
    ]);
    expect(
      JSON.stringify(
        diff([click(), sale], { customTerms: [{ name: "internal name", text: "x" }] }),
      ),
    ).not.toContain("internal name");
  });
});

test("money, event types, limits and rules need a comment; days and texts do not [D48]", () => {
  expect(altersMoney(diff([click({ rate: "0.11" }), sale]))).toBe(true);
  expect(altersMoney(diff([click()]))).toBe(true);
  expect(altersMoney(diff([click({ limits: [] }), sale]))).toBe(true);
  expect(
    altersMoney(diff([click(), sale], { noticeDays: 5, customTerms: [{ name: "n", text: "x" }] })),
  ).toBe(false);
});

test("there and back: what one way adds the other takes away", () => {
  const draft = fc.record({
    rate: fc.constantFrom("0", "0.05", "0.10"),
    groups: fc.uniqueArray(
      fc.record({ id: fc.constantFrom("us", "ca", "fr"), rate: fc.constantFrom("0.1", "0.2") }),
      { selector: ({ id }) => id, maxLength: 3 },
    ),
    limits: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom("CLICKS" as const, "PAYOUT" as const),
        reset: fc.constantFrom("DAY" as const, "MONTH" as const),
        max: fc.constantFrom("5", "9"),
      }),
      {
        selector: ({ kind, reset }) => kind + reset,
        maxLength: 3,
      },
    ),
    withSale: fc.boolean(),
  });
  const made = draft.map(({ rate, groups, limits, withSale }) =>
    terms([
      click({
        rate,
        limits,
        groups: groups.map((group) => ({
          ...group,
          name: group.id,
          rules: [rule(group.id.toUpperCase())],
        })),
      }),
      ...(withSale ? [sale] : []),
    ]),
  );
  const opposite = {
    ADDED: "REMOVED",
    REMOVED: "ADDED",
    CHANGED: "CHANGED",
    RERANKED: "RERANKED",
  } as const;
  fc.assert(
    fc.property(made, made, (a, b) => {
      const there = diffTerms(a, b).map(({ clause, kind, before, after }) =>
        JSON.stringify([clause, kind, before, after]),
      );
      const back = diffTerms(b, a).map(({ clause, kind, before, after }) =>
        JSON.stringify([clause, opposite[kind], after, before]),
      );
      expect(there.toSorted()).toEqual(back.toSorted());
      expect(there.length === 0).toBe(
        JSON.stringify(a, (_, v: unknown) => (typeof v === "bigint" ? String(v) : v)) ===
          JSON.stringify({ ...b }, (_, v: unknown) => (typeof v === "bigint" ? String(v) : v)) ||
          sameButOrder(a, b),
      );
    }),
    { numRuns: 300 },
  );
});
/** Limits are a set: their order says nothing. */
const sameButOrder = (a: Terms, b: Terms): boolean => {
  const text = (t: Terms) =>
    JSON.stringify(
      {
        ...t,
        eventPayouts: t.eventPayouts.map((payout) => ({
          ...payout,
          limits: payout.limits.toSorted((x, y) => (x.id < y.id ? -1 : 1)),
        })),
      },
      (_, v: unknown) => (typeof v === "bigint" ? String(v) : v),
    );
  return text(a) === text(b);
};
