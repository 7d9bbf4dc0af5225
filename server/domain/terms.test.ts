import { expect, test } from "vitest";
import { limitId, limitScopes, programLimitName, termsScopes } from "./limit-scopes.ts";
import { limitNameIn } from "./stored-use.ts";
import { resets } from "./calendar.ts";
import { defaultNumbers } from "./number-clauses.ts";
import {
  isReset,
  limitsOf,
  limitText,
  payoutOf,
  priceOf,
  rateText,
  termsFromJson,
  termsToJson,
  warningsOf,
} from "./terms.ts";
import type { Limit } from "./terms.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, LockingDraft, TermsDraft } from "./terms-draft.ts";
import { asInput } from "./terms-as-input.ts";

const click = (changes: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
  event: "CLICK",
  rate: "0.05",
  limits: [],
  ...changes,
});
const draft = (...eventPayouts: EventPayoutDraft[]): TermsDraft => ({
  currency: "USD",
  eventPayouts,
});
const limit = (max: string, kind: "CLICKS" | "PAYOUT" = "CLICKS") => ({
  kind,
  reset: "DAY" as const,
  max,
});

const parsed = (terms: TermsDraft) => {
  const result = parseTerms(terms);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

test("what is stored reads back as it was", () => {
  const terms = parsed(
    draft(click({ limits: [limit("100"), limit("10.5", "PAYOUT")], remainder: "PAY_REMAINDER" }), {
      event: "SALE",
      rate: "7.5%",
      level: "ITEM",
      limits: [],
    }),
  );
  expect(termsFromJson(JSON.parse(JSON.stringify(termsToJson(terms))))).toEqual(terms);
  expect(terms.eventPayouts[0]?.limits.map(({ id, max }) => [id, max])).toEqual([
    ["CLICK:CLICKS:CONTRACT:DAY", 100n],
    ["CLICK:PAYOUT:CONTRACT:DAY", 10_500_000n],
  ]);
  expect(() => termsFromJson({ ...(termsToJson(terms) as object), schema: 6 })).toThrow(
    /unknown schema 6/,
  );
});

test("all that terms can hold is stored and reads back: groups, limits, locking, bonus", () => {
  const rules = [
    { variable: "COUNTRY", operator: "IS", values: ["US"] },
    { variable: "PARAM", name: "camp", operator: "IN", values: ['"a, ""b"""', "c"] },
  ];
  const terms = parsed({
    ...draft(
      click({
        groups: [{ name: "G", rules, rate: "0.10", limits: [{ ...limit("5"), weekendMax: "7" }] }],
        restrictions: [{ name: "R", rules, hideZeroRows: true }],
        limits: [{ kind: "PAYOUT", scope: "EVENT", max: "0.08" }],
      }),
      {
        event: "SALE",
        rate: "8%",
        level: "ORDER",
        limits: [],
        locking: { period: "MONTH", months: 2, days: 3 },
        schedule: { period: "WEEK", months: 0, days: 4 },
        bonus: { kind: "PAST_EACH_TIER", basis: "REVENUE", tiers: [{ from: "200", rate: "9%" }] },
      },
    ),
    noticeDays: 7,
    maxReturnPercent: 30,
    customTerms: [{ name: "Own", kind: "SEO", text: "No brand words." }],
  });
  expect(termsFromJson(JSON.parse(JSON.stringify(termsToJson(terms))))).toEqual(terms);
  expect(parsed(asInput(terms)), "as the input that says them").toEqual(terms);
  expect(terms.eventPayouts[1]?.bonus?.tiers).toEqual([
    { from: 200_000_000n, rate: { kind: "PERCENT", millionths: 90_000n } },
  ]);
});

test("terms of the first schema read as before: locking, paid on the 15th [D143]", () => {
  const stored = (event: "CLICK" | "SALE") => ({
    event,
    level: event === "CLICK" ? "CLICK" : "ORDER",
    remainder: "PAY_ZERO",
    defaultRate: { kind: "AMOUNT", micros: "50000" },
    limits: [{ id: "i", kind: "PAYOUT", scope: "CONTRACT", reset: "DAY", max: "7" }],
    groups:
      event === "CLICK"
        ? [{ id: "g1", name: "G", rules: [], rate: { kind: "PERCENT", millionths: "9" } }]
        : undefined,
  });
  const read = (event: "CLICK" | "SALE") => ({
    ...stored(event),
    defaultRate: { kind: "AMOUNT", micros: 50_000n },
    limits: [
      {
        id: "i",
        event,
        kind: "PAYOUT",
        scope: "CONTRACT",
        reset: "DAY",
        groupId: null,
        currency: null,
        max: 7n,
        weekendMax: null,
      },
    ],
    groups:
      event === "CLICK"
        ? [
            {
              id: "g1",
              name: "G",
              rules: [],
              rate: { kind: "PERCENT", millionths: 9n },
              limits: [],
            },
          ]
        : [],
    restrictions: [],
    locking: event === "CLICK" ? null : { kind: "AFTER", period: "DAY", months: 1, days: 2 },
    schedule: { period: "MONTH", months: 0, days: 15, dayOfMonth: null },
    bonus: null,
  });
  const body = { currency: "USD", eventPayouts: [stored("CLICK"), stored("SALE")] };
  for (const schema of [1, 2, 3, 4])
    expect(termsFromJson({ schema, ...body })).toEqual({
      currency: "USD",
      eventPayouts: [read("CLICK"), read("SALE")],
      ...defaultNumbers,
      customTerms: [],
    });
});

test("what no source reports and nothing kept is read as if never promised", () => {
  const payout = {
    level: "ORDER",
    remainder: "PAY_ZERO",
    defaultRate: { kind: "AMOUNT", micros: "50000" },
    limits: [],
    referralWindowDays: 30,
    creditPolicy: "FIRST_REFERRER",
  };
  const [sale, ...more] = termsFromJson({
    schema: 4,
    currency: "USD",
    eventPayouts: [
      { event: "LEAD", ...payout },
      { event: "SALE", ...payout },
    ],
  }).eventPayouts;
  expect([sale?.event, more]).toEqual(["SALE", []]);
  expect(Object.keys(sale ?? {})).not.toContain("referralWindowDays");
  expect(Object.keys(sale ?? {})).not.toContain("creditPolicy");
});

test("leads of terms that are saved since they are kept are read as they were saved", () => {
  const lead = { event: "LEAD" as const, rate: "2.50", limits: [] };
  const terms = parsed(draft(click(), lead));
  expect(payoutOf(termsFromJson(termsToJson(terms)), "LEAD")).toEqual(payoutOf(terms, "LEAD"));
  expect(payoutOf(terms, "LEAD")).toMatchObject({
    level: "LEAD",
    defaultRate: { kind: "AMOUNT", micros: 2_500_000n },
    bonus: null,
    locking: { kind: "AFTER" },
  });
});

test("a rule on what nothing tells any more is edited as one that names nothing yet", () => {
  const group = {
    name: "G",
    rules: [{ variable: "DEVICE", operator: "IS", values: ["TV"] }],
    rate: "0.10",
  };
  const stored = termsToJson(parsed(draft(click({ groups: [group] }))));
  const old = JSON.parse(JSON.stringify(stored).replace("DEVICE", "CITY")) as unknown;
  const input = asInput(termsFromJson(old));
  expect(input.eventPayouts[0]?.groups?.[0]?.rules).toEqual([
    { variable: "PARAM", name: null, operator: "IS", values: ["TV"] },
  ]);
  expect(parseTerms(input)).toMatchObject({ code: "BAD_RULE" });
});

test.each([[{}], [null], [undefined]])("stored terms are never guessed at: %j", (json) => {
  expect(() => termsFromJson(json)).toThrow(
    new TypeError("termsFromJson: unknown schema undefined"),
  );
});

test("a limit's id says what it is, and keeps it while that stays the same [D96, D97]", () => {
  const ids = (["CLICK", "SALE"] as const).flatMap((event) =>
    (["CLICKS", "CONVERSIONS", "PAYOUT"] as const).flatMap((kind) =>
      [...resets, null].map((reset) => ({ event, kind, reset })),
    ),
  );
  for (const { event, kind, reset } of ids) {
    for (const scope of termsScopes)
      for (const groupId of [null, "g1"]) {
        const name = { event, kind, scope, reset, groupId, currency: null };
        expect(limitNameIn(limitId(name))).toEqual(name);
      }
    const { id, ...own } = programLimitName({ event, kind, reset, currency: "EUR" });
    expect(limitNameIn(id)).toEqual(own);
    expect(own).toEqual({
      event,
      kind,
      scope: "PROGRAM",
      reset,
      groupId: null,
      currency: "EUR",
    });
  }
  expect(
    limitId({
      event: "CLICK",
      kind: "PAYOUT",
      scope: "EVENT",
      reset: null,
      groupId: "g2",
      currency: null,
    }),
  ).toBe("CLICK:PAYOUT:EVENT:NONE:g2");
  expect(
    programLimitName({ event: "SALE", kind: "CONVERSIONS", reset: "MONTH", currency: "USD" }).id,
  ).toBe("PROGRAM:SALE:CONVERSIONS:MONTH:USD");
});

test("limits of groups and of the whole event are listed together, however often asked", () => {
  const rules = [{ variable: "COUNTRY", operator: "IS", values: ["US"] }];
  const payout = payoutOf(
    parsed(
      draft(
        click({
          groups: [{ name: "G", rules, rate: "0.10", limits: [limit("5")] }],
          limits: [limit("9"), limit("1", "PAYOUT")],
        }),
      ),
    ),
    "CLICK",
  );
  if (!payout) throw new Error("no payout");
  for (let asked = 0; asked < 2; asked += 1)
    expect(limitsOf(payout).map(({ id, max }) => `${id} ${max}`)).toEqual([
      "CLICK:CLICKS:CONTRACT:DAY:g1 5",
      "CLICK:CLICKS:CONTRACT:DAY 9",
      "CLICK:PAYOUT:CONTRACT:DAY 1000000",
    ]);
});

test("a limit in words", () => {
  const one: Limit = {
    id: "i",
    event: "CLICK",
    kind: "CLICKS",
    scope: "CONTRACT",
    reset: "DAY",
    groupId: null,
    currency: null,
    max: 50n,
    weekendMax: null,
  };
  const text = (changes: Partial<Limit>) => limitText({ ...one, ...changes }, "EUR");
  expect(resets.map((reset) => text({ reset }))).toEqual([
    "50 clicks a day",
    "50 clicks a week",
    "50 clicks a month",
    "50 clicks a quarter",
    "50 clicks in all",
  ]);
  expect(limitScopes.map((scope) => text({ scope }))).toEqual([
    "50 clicks a day",
    "50 clicks a day for each customer",
    "50 clicks a day for each link",
    "50 clicks a day for each",
    "50 clicks a day for the whole program",
  ]);
  const each = { kind: "CONVERSIONS", reset: null, scope: "EVENT" } as const;
  expect(text({ ...each, event: "SALE" })).toBe("50 orders for each");
  expect(text({ ...each, event: "LEAD", max: 1n })).toBe("1 lead for each");
  expect(text({ max: 1n, weekendMax: 0n })).toBe(
    "1 click a day, 0 clicks on Saturdays and Sundays",
  );
  expect(text({ kind: "PAYOUT", max: 1_000_500_000n, weekendMax: 2_000_000n })).toBe(
    "1000.50 EUR a day, 2.00 EUR on Saturdays and Sundays",
  );
});

test("locking that ends before Amazon's last report is warned about [D143]", () => {
  const warned = (locking: LockingDraft) =>
    warningsOf(parsed(draft({ event: "SALE", rate: "8%", limits: [], locking }))).includes(
      "LOCKING_TOO_SHORT",
    );
  expect(
    [
      { days: 31 },
      { months: 1, days: 1 },
      { days: 32 },
      { months: 1, days: 2 },
      { months: 2 },
      { openEnded: true },
    ].map(warned),
  ).toEqual([true, true, false, false, false, false]);
  const both = draft(click({ limits: [limit("1")] }), {
    event: "SALE",
    rate: "8%",
    limits: [],
    locking: { days: 1 },
  });
  expect(warningsOf(parsed(both))).toEqual(["LOCKING_TOO_SHORT"]);
});

test("a rule that denies a place holds for unknown places; EXISTS ends the warning [D80]", () => {
  const of = (variable: string, operator: string) => ({
    variable,
    operator,
    values: operator === "EXISTS" ? [] : [variable === "COUNTRY" ? "GB" : "PHONE"],
  });
  const warned = (...rules: ReturnType<typeof of>[]) => {
    const warnings = (["groups", "restrictions"] as const).map((place) =>
      warningsOf(
        parsed(
          draft(
            click({
              limits: [limit("1")],
              [place]: [
                { name: "First", rules: [of("DEVICE", "IS")], rate: "0.10" },
                { name: "Second", rules, rate: "0.10" },
              ],
            }),
            { event: "SALE", rate: "8%", limits: [] },
          ),
        ),
      ),
    );
    expect(warnings[0]).toEqual(warnings[1]);
    return warnings[0]?.join() === "GEO_MAY_BE_UNKNOWN";
  };
  for (const variable of ["COUNTRY"]) {
    expect(
      ["IS_NOT", "NOT_IN", "IS", "IN", "EXISTS"].map((operator) => warned(of(variable, operator))),
    ).toEqual([true, true, false, false, false]);
    expect(warned(of(variable, "IS_NOT"), of(variable, "EXISTS"))).toBe(false);
    expect(warned(of(variable, "IS_NOT"), of("DEVICE", "EXISTS"))).toBe(true);
    expect(warned(of(variable, "IS_NOT"), of(variable, "IN"))).toBe(true);
  }
  expect(warned(of("DEVICE", "IS_NOT"))).toBe(false);
});

test("warnings before saving: no limit, and sales that would be discarded [D34]", () => {
  expect(warningsOf(parsed(draft(click())))).toEqual(["NO_CPC_LIMIT", "NO_SALE_EVENT_TYPE"]);
  expect(
    warningsOf(
      parsed(draft(click({ limits: [limit("1")] }), { event: "SALE", rate: "8%", limits: [] })),
    ),
  ).toEqual([]);
  expect(warningsOf(parsed(draft({ event: "SALE", rate: "8%", limits: [] })))).toEqual([]);
  const grouped = {
    name: "G",
    rules: [{ variable: "DEVICE", operator: "IS", values: ["TV"] }],
    rate: "0.10",
    limits: [limit("1")],
  };
  expect(warningsOf(parsed(draft(click({ groups: [grouped] }))))).toEqual(["NO_SALE_EVENT_TYPE"]);
});

test("prices and their text; 0.0333 three times is 0.0999 [D90]", () => {
  expect(priceOf({ kind: "AMOUNT", micros: 33_300n }, 3n, 0n)).toBe(99_900n);
  expect(priceOf({ kind: "PERCENT", millionths: 75_000n }, 9n, 10_000_000n)).toBe(750_000n);
  expect([
    rateText({ kind: "AMOUNT", micros: 33_300n }),
    rateText({ kind: "PERCENT", millionths: 75_000n }),
    rateText({ kind: "PERCENT", millionths: 80_000n }),
  ]).toEqual(["0.0333", "7.5%", "8%"]);
  expect([isReset("DAY"), isReset("YEAR")]).toEqual([true, false]);
});
