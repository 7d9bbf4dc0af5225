import { describe, expect, test } from "vitest";
import { payoutOf } from "./terms.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, TermsDraft } from "./terms-draft.ts";

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

describe("refusals name the faulty field by its path", () => {
  const cases: [string, TermsDraft, string, string][] = [
    ["currency [D33]", { ...draft(click()), currency: "usdt" }, "BAD_CURRENCY", "currency"],
    ["no payout [D18]", draft(), "NO_EVENT_PAYOUT", "eventPayouts"],
    ["twice the same event", draft(click(), click()), "DUPLICATE_EVENT", "eventPayouts.1.event"],
    [
      "a click per order [D20]",
      draft(click({ level: "ORDER" })),
      "BAD_LEVEL",
      "eventPayouts.0.level",
    ],
    [
      "a click per item [D20]",
      draft(click({ level: "ITEM" })),
      "BAD_LEVEL",
      "eventPayouts.0.level",
    ],
    [
      "a sale per click",
      draft({ event: "SALE", level: "CLICK", rate: "8%", limits: [] }),
      "BAD_LEVEL",
      "eventPayouts.0.level",
    ],
    [
      "a percentage for a click [D23]",
      draft(click({ rate: "5%" })),
      "BAD_RATE",
      "eventPayouts.0.rate",
    ],
    [
      "more than 100 %",
      draft({ event: "SALE", rate: "100.01%", limits: [] }),
      "BAD_RATE",
      "eventPayouts.0.rate",
    ],
    [
      "a negative percentage",
      draft({ event: "SALE", rate: "-1%", limits: [] }),
      "BAD_AMOUNT",
      "eventPayouts.0.rate",
    ],
    [
      "a percentage in words",
      draft({ event: "SALE", rate: "eight%", limits: [] }),
      "BAD_AMOUNT",
      "eventPayouts.0.rate",
    ],
    ["a negative rate", draft(click({ rate: "-0.01" })), "BAD_AMOUNT", "eventPayouts.0.rate"],
    ["five decimals [D90]", draft(click({ rate: "0.03333" })), "BAD_AMOUNT", "eventPayouts.0.rate"],
    [
      "half a click",
      draft(click({ limits: [limit("1.5")] })),
      "BAD_LIMIT",
      "eventPayouts.0.limits.0.max",
    ],
    [
      "a payout limit in words",
      draft(click({ limits: [limit("ten", "PAYOUT")] })),
      "BAD_AMOUNT",
      "eventPayouts.0.limits.0.max",
    ],
    [
      "a negative payout limit",
      draft(click({ limits: [limit("-1", "PAYOUT")] })),
      "BAD_AMOUNT",
      "eventPayouts.0.limits.0.max",
    ],
    [
      "the same limit twice",
      draft(click({ limits: [limit("1"), limit("2")] })),
      "BAD_LIMIT",
      "eventPayouts.0.limits.1",
    ],
    [
      "a limit on sales that counts clicks",
      draft({ event: "SALE", rate: "8%", limits: [limit("1")] }),
      "BAD_LIMIT",
      "eventPayouts.0.limits.0.kind",
    ],
  ];
  test.each(cases)("%s", (_name, terms, code, path) =>
    expect(parseTerms(terms)).toMatchObject({ ok: false, code, path: [path] }),
  );
});

const parsed = (terms: TermsDraft) => {
  const result = parseTerms(terms);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

test('"0%" for a click is the amount 0 [D23]', () => {
  expect(payoutOf(parsed(draft(click({ rate: "0%" }))), "CLICK")).toMatchObject({
    level: "CLICK",
    defaultRate: { kind: "AMOUNT", micros: 0n },
    remainder: "PAY_ZERO",
  });
});

test("a refusal of a number says its bound and the number", () => {
  const of = (more: Partial<EventPayoutDraft>, terms: Partial<TermsDraft> = {}) => {
    const sale: EventPayoutDraft = { event: "SALE", rate: "8%", limits: [], ...more };
    const result = parseTerms({ ...draft(sale), ...terms });
    return result.ok ? null : `${result.path.join(".")}: ${result.message}`;
  };
  const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
  const us = { variable: "CURRENCY", operator: "IS", values: ["USD"] };
  const group = { name: "G", rate: "9%", rules: [us] };
  expect([
    of({ locking: { months: 25 } }),
    of({ locking: { days: 367 } }),
    of({ schedule: { days: -1 } }),
    of({ schedule: { dayOfMonth: 29 } }),
    of({}, { noticeDays: 366 }),
    of({}, { maxReturnPercent: 101 }),
    of({ limits: many(13, limit("1")) }),
    of({ groups: many(201, group) }),
    of({ groups: [{ ...group, rules: many(21, us) }] }),
    of({ restrictions: many(101, { name: "R", rules: [us] }) }),
    of({}, { customTerms: many(21, { name: "C", text: "c" }) }),
  ]).toEqual([
    "eventPayouts.0.locking.months: Locking waits 0 to 24 months, not 25",
    "eventPayouts.0.locking.days: Locking waits 0 to 366 days, not 367",
    "eventPayouts.0.schedule.days: Payment waits 0 to 366 days, not -1",
    "eventPayouts.0.schedule.dayOfMonth: A fixed day of the month lies between 1 and 28, not 29",
    "noticeDays: A notice period has 0 to 365 days, not 366",
    "maxReturnPercent: The share that may be reversed lies between 0 and 100, not 101",
    "eventPayouts.0.limits: At most 12 limits stand together, and here are 13",
    "eventPayouts.0.groups: Terms have at most 200 payout groups, and here are 201",
    "eventPayouts.0.groups.0.rules: At most 20 rules stand together, and here are 21",
    "eventPayouts.0.restrictions: Terms have at most 100 restrictions, and here are 101",
    "customTerms: Terms hold at most 20 custom terms, and here are 21",
  ]);
});

describe("what is refused is said in words, at its field", () => {
  const sale = (more: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
    event: "SALE",
    rate: "8%",
    limits: [],
    ...more,
  });
  const us = { variable: "COUNTRY", operator: "IS", values: ["US"] };
  const eur = { variable: "CURRENCY", operator: "IS", values: ["EUR"] };
  const group = { name: "G", rate: "0.10", rules: [us] };
  const restriction = { name: "R", rules: [us] };
  const groups = (...changes: object[]) => ({
    groups: changes.map((one) => ({ ...group, ...one })),
  });
  const restrictions = (...changes: object[]) => ({
    restrictions: changes.map((one) => ({ ...restriction, ...one })),
  });
  const limits = (...changes: object[]) => ({
    limits: changes.map((one) => ({ ...limit("1"), ...one })),
  });
  const search = { variable: "SHARED_ID", operator: "CONTAINS", values: ["x".repeat(33)] };
  const searches = (count: number) =>
    Array.from({ length: count }, () => ({
      rules: [
        { ...search, values: Array.from({ length: 125 }, (_, i) => `${i}${"x".repeat(33)}`) },
      ],
    }));
  const ofClick: [Partial<EventPayoutDraft>, string][] = [
    [{ level: "ITEM" }, "BAD_LEVEL .level: A click pays at level CLICK"],
    [
      { rate: "5%" },
      'BAD_RATE .rate: A click is paid by an amount such as 0.12; only "0%" is read as 0',
    ],
    [{ rate: "10000.01" }, 'BAD_AMOUNT .rate: "10000.01" is larger than 10000'],
    [{ locking: {} }, "BAD_LOCKING .locking: Clicks are final at once and are never locked"],
    [
      { schedule: { months: 25 } },
      "BAD_SCHEDULE .schedule.months: Payment waits 0 to 24 months, not 25",
    ],
    [
      limits({ max: "1.5" }),
      'BAD_LIMIT .limits.0.max: A limit on clicks is a whole number from 0 to 999999999, not "1.5"',
    ],
    [
      limits({ kind: "CONVERSIONS" }),
      "BAD_LIMIT .limits.0.kind: A limit on a CLICK counts CLICKS or PAYOUT",
    ],
    ...["PROGRAM", "WORLD"].map((scope): [Partial<EventPayoutDraft>, string] => [
      limits({ scope }),
      "BAD_LIMIT .limits.0.scope: A limit of terms is for the contract, for each customer, for " +
        "each link or for each event",
    ]),
    ...[null, "YEAR"].map((reset): [Partial<EventPayoutDraft>, string] => [
      limits({ reset }),
      "BAD_LIMIT .limits.0.reset: A limit starts again by day, week, month or quarter, or lasts " +
        "the contract",
    ]),
    ...[null, "YEAR"].map((reset): [Partial<EventPayoutDraft>, string] => [
      limits({ scope: "CUSTOMER", reset }),
      "BAD_LIMIT .limits.0.reset: A limit starts again by day, week, month or quarter, or lasts " +
        "the contract",
    ]),
    [
      limits({ scope: "EVENT", reset: "YEAR" }),
      "BAD_LIMIT .limits.0.reset: A limit on each click has no period: leave it out",
    ],
    [limits({}, {}, ...Array.from({ length: 11 }, () => ({}))), "BAD_LIMIT .limits: At most 12"],
    [
      limits({ scope: "EVENT" }),
      "BAD_LIMIT .limits.0.reset: A limit on each click has no period: leave it out",
    ],
    [
      limits({ scope: "CUSTOMER", reset: "WEEK" }),
      "BAD_LIMIT .limits.0.reset: A limit for each customer starts again every day: who a " +
        "visitor is, is not known for longer",
    ],
    [
      limits({ reset: "WEEK", weekendMax: "1" }),
      "BAD_LIMIT .limits.0.weekendMax: Only a daily limit has another one for weekends",
    ],
    [
      limits({}, { max: "2" }),
      "BAD_LIMIT .limits.1: Two limits of the same kind, scope and reset: keep the tighter one",
    ],
    [
      groups({ name: " " }),
      "BAD_NAME .groups.0.name: A payout group's name has 1 to 100 characters, not 0",
    ],
    [
      groups({ rules: [] }),
      "BAD_RULE .groups.0.rules: At least one rule is needed; what always applies is the default " +
        "payout",
    ],
    [
      groups({ rules: [us, eur] }),
      "BAD_RULE .groups.0.rules.1.variable: CURRENCY is known of sales alone, not of a click",
    ],
    [groups({ rules: [{ ...us, operator: "GT" }] }), "BAD_RULE .groups.0.rules.0.operator"],
    [groups({ rules: [{ ...us, values: [] }] }), "BAD_RULE .groups.0.rules.0.values"],
    [groups({ rate: "1%" }), "BAD_RATE .groups.0.rate: A click is paid by an amount"],
    [groups({ limits: [limit("x")] }), "BAD_LIMIT .groups.0.limits.0.max: A limit on clicks"],
    ...[
      [{ rank: 1 }, {}],
      [{ rank: 1 }, { rank: 1 }],
    ].map((ranked): [Partial<EventPayoutDraft>, string] => [
      groups(...ranked),
      "BAD_RANK .groups: Either every payout group has a rank of its own, or none has one",
    ]),
    ...[["a", "a"], ["a b"], ["é"], ["x".repeat(41)], ["a\n"]].flatMap(
      (ids): [Partial<EventPayoutDraft>, string][] => [
        [
          groups(...ids.map((id) => ({ id }))),
          "BAD_GROUP .groups: Ids of payout groups are letters, digits and dashes, each used once",
        ],
        [
          restrictions(...ids.map((id) => ({ id }))),
          "BAD_RESTRICTION .restrictions: Ids of restrictions are letters, digits and dashes, " +
            "each used once",
        ],
      ],
    ),
    [
      restrictions({ name: "" }),
      "BAD_NAME .restrictions.0.name: A restriction's name has 1 to 100 characters, not 0",
    ],
    [restrictions({ rules: [] }), "BAD_RULE .restrictions.0.rules: At least one rule is needed"],
    [
      restrictions(...searches(2)),
      "BAD_RULE .restrictions: The rules of one event search for at most 250 values by CONTAINS " +
        "and MATCHES, long ones counted once for every 32 characters; these come to 500. Name " +
        "whole values by IS or IN, or beginnings by STARTS_WITH",
    ],
    [groups(...searches(2)), "BAD_RULE .groups: The rules of one event search for at most 250"],
    [
      { ...groups(...searches(1)), ...restrictions({ rules: [search] }) },
      "BAD_RULE .groups: The rules of one event search for at most 250",
    ],
  ];
  const told = (terms: TermsDraft): string => {
    const read = parseTerms(terms);
    return read.ok
      ? "read"
      : `${read.code} ${read.path.join(" ").replace("eventPayouts.0", "")}: ${read.message}`;
  };
  test.each(ofClick)("%#: of a click", (changes, expected) =>
    expect(told(draft(click(changes)))).toContain(expected),
  );
  test.each<[Partial<EventPayoutDraft>, string]>([
    [{ level: "CLICK" }, "BAD_LEVEL .level: A sale pays at level ORDER or ITEM"],
    [{ rate: "1000000.01" }, 'BAD_AMOUNT .rate: "1000000.01" is larger than 1000000'],
    [limits({}), "BAD_LIMIT .limits.0.kind: A limit on a SALE counts CONVERSIONS or PAYOUT"],
    [
      limits({ kind: "PAYOUT", scope: "CUSTOMER" }),
      "BAD_LIMIT .limits.0.scope: Sales name no customer, so a limit for each cannot be kept",
    ],
    [
      limits({ kind: "CONVERSIONS", scope: "EVENT", reset: null }),
      "BAD_LIMIT .limits.0.kind: One order is one order: only its payout can be limited",
    ],
    [
      limits({ kind: "PAYOUT", scope: "EVENT" }),
      "BAD_LIMIT .limits.0.reset: A limit on each sale has no period: leave it out",
    ],
    [limits({ kind: "CONVERSIONS", max: "x" }), "A limit on conversions is a whole number from 0"],
  ])("%#: of a sale", (changes, expected) =>
    expect(told(draft(sale(changes)))).toContain(expected),
  );
  test.each<[Partial<TermsDraft>, string]>([
    [{ eventPayouts: [] }, "NO_EVENT_PAYOUT eventPayouts: Terms need at least one event payout"],
    [
      { eventPayouts: [click(), click()] },
      "DUPLICATE_EVENT eventPayouts.1.event: CLICK appears twice",
    ],
    [
      { trialDays: 3, eventPayouts: [sale()] },
      "BAD_DAYS trialDays: The trial is about clicks, for which these terms do not pay: " +
        "leave it out",
    ],
    [
      { customTerms: [{ name: "" }] },
      "BAD_CUSTOM_TERMS customTerms.0.name: A name has 1 to 100 characters, not 0",
    ],
    [
      { customTerms: [{ name: "C", text: "x".repeat(20_001) }] },
      "BAD_CUSTOM_TERMS customTerms.0.text: A text has at most 20000 characters, not 20001",
    ],
    ...[{}, { text: "c", fileId: "f" }, { text: " " }].map((own): [Partial<TermsDraft>, string] => [
      { customTerms: [{ name: "C", ...own }] },
      "BAD_CUSTOM_TERMS customTerms.0.text: Custom terms are either a text or a file",
    ]),
    [
      { customTerms: [{ name: "C", text: "c", kind: "ODD" as "CUSTOM" }] },
      "BAD_CUSTOM_TERMS customTerms.0.kind: There is no such kind of custom terms",
    ],
  ])("%#: of the whole", (changes, expected) =>
    expect(told({ ...draft(click()), ...changes })).toContain(expected),
  );

  const ofLead: [Partial<EventPayoutDraft>, string][] = [
    [{ level: "ITEM" }, "BAD_LEVEL .level: A lead pays at level LEAD"],
    [
      { rate: "5%" },
      'BAD_RATE .rate: A lead is paid by an amount such as 0.12; only "0%" is read as 0',
    ],
    [
      groups({ rules: [eur] }),
      "BAD_RULE .groups.0.rules.0.variable: CURRENCY is known of sales alone, not of a lead: a " +
        "lead has neither items nor an amount",
    ],
    [
      limits({ kind: "CLICKS" }),
      "BAD_LIMIT .limits.0.kind: A limit on a LEAD counts CONVERSIONS or PAYOUT",
    ],
    [
      limits({ kind: "CONVERSIONS", scope: "EVENT", reset: null }),
      "BAD_LIMIT .limits.0.kind: One lead is one lead: only its payout can be limited",
    ],
    [
      limits({ kind: "CONVERSIONS", scope: "CUSTOMER" }),
      "BAD_LIMIT .limits.0.scope: Leads name no customer, so a limit for each cannot be kept",
    ],
    [
      { bonus: { kind: "FIXED", basis: "CONVERSIONS", tiers: [{ from: "5", rate: "10" }] } },
      "BAD_BONUS .bonus: A performance bonus is paid on sales alone",
    ],
  ];
  test.each(ofLead)("of leads: %j", (more, told) => {
    const read = parseTerms({
      currency: "USD",
      eventPayouts: [{ event: "LEAD", rate: "2.50", limits: [], ...more }],
    });
    expect(
      read.ok ? "read" : `${read.code} ${read.path.join(".").slice(14)}: ${read.message}`,
    ).toBe(told);
  });
  test("a rule of leads alone is none of sales; a referral window is one of both", () => {
    const newsletter = { variable: "EVENT_TYPE", operator: "IS", values: ["newsletter"] };
    const event = (kind: "SALE" | "LEAD"): EventPayoutDraft => ({
      event: kind,
      rate: "1",
      limits: [],
      groups: [{ ...group, rules: [newsletter] }],
    });
    const read = (kind: "SALE" | "LEAD") =>
      parseTerms({ currency: "USD", eventPayouts: [event(kind)], referralWindowDays: 7 });
    expect(read("LEAD")).toMatchObject({ ok: true, value: { referralWindowDays: 7 } });
    expect(read("SALE")).toMatchObject({
      message: "EVENT_TYPE is known of leads alone, not of a sale",
    });
  });
  test("what is just allowed is read", () => {
    const many = <T>(count: number, one: (i: number) => T): T[] =>
      Array.from({ length: count }, (_, i) => one(i));
    const most: TermsDraft = {
      ...draft(
        click({
          rate: "10000",
          limits: (["DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"] as const)
            .flatMap((reset) => [
              { kind: "CLICKS" as const, reset, max: "999999999" },
              { kind: "PAYOUT" as const, reset, max: "0.01" },
            ])
            .concat([
              { kind: "CLICKS", reset: "DAY", max: "0", scope: "CUSTOMER" } as never,
              { kind: "PAYOUT", max: "1", scope: "EVENT" } as never,
            ]),
          groups: many(200, () => ({ ...group, name: "g".repeat(100) })),
          restrictions: many(100, () => restriction),
        }),
        sale({ rate: "1000000", level: "ITEM", groups: [{ ...group, rate: "1%", rules: [eur] }] }),
      ),
      customTerms: many(20, () => ({ name: "C", text: "x".repeat(20_000) })),
    };
    expect(told(most)).toBe("read");
    const rules = many(20, (i) => ({ ...us, variable: "SHARED_ID", values: [`${i}`] }));
    expect(told(draft(click(groups({ rules }))))).toBe("read");
    expect(told(draft(click(groups(...searches(1)))))).toBe("read");
  });

  test("what is left out has its default, what is given is kept", () => {
    const [first, second] = parsed({
      ...draft(
        click({ ...groups({}, { id: "g1" }, {}), ...restrictions({}, { hideZeroRows: true }) }),
        sale({ locking: { months: 1 }, schedule: { dayOfMonth: 5 }, remainder: "PAY_REMAINDER" }),
      ),
    }).eventPayouts;
    expect(first?.groups.map(({ id }) => id)).toEqual(["g2", "g1", "g3"]);
    expect(first?.restrictions.map(({ id, hideZeroRows }) => [id, hideZeroRows])).toEqual([
      ["r1", false],
      ["r2", true],
    ]);
    expect(first).toMatchObject({ level: "CLICK", locking: null, remainder: "PAY_ZERO" });
    expect(second).toMatchObject({
      level: "ORDER",
      locking: { kind: "AFTER", period: "DAY", months: 1, days: 0 },
      schedule: { period: "MONTH", months: 0, days: 0, dayOfMonth: 5 },
      remainder: "PAY_REMAINDER",
      groups: [],
      restrictions: [],
    });
    const ranked = parsed(
      draft(click(groups({ name: "c", rank: 9 }, { name: "a", rank: 0 }, { name: "b", rank: 5 }))),
    );
    expect(ranked.eventPayouts[0]?.groups.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    const custom = parsed({
      ...draft(click()),
      customTerms: [
        { name: " C ", text: "a\r\nb " },
        { name: "F", fileId: "f", kind: "CUSTOM" },
      ],
    }).customTerms;
    expect(custom).toEqual([
      { name: "C", kind: "CUSTOM", text: "a\nb", fileId: null },
      { name: "F", kind: "CUSTOM", text: null, fileId: "f" },
    ]);
  });
});

test.each([
  ["USD", "1.005", "0.01", "2"],
  ["USD", "0.001", "1.50", "2"],
  ["JPY", "0.5", "100.0", "none"],
  ["BHD", "0.0005", "1.005", "3"],
])("[D90] an amount in %s of %s has too many decimals, %s has not", (currency, bad, good, most) => {
  const own = { kind: "PAYOUT" as const, reset: "DAY" as const };
  const us = [{ variable: "COUNTRY", operator: "IS", values: ["US"] }];
  const refused = (max: string, weekendMax = good, ofGroup = good, from = good) => {
    const click = {
      event: "CLICK" as const,
      rate: "0.0001",
      limits: [{ ...own, max, weekendMax }],
      groups: [{ name: "G", rate: "0.0002", rules: us, limits: [{ ...own, max: ofGroup }] }],
    };
    const tiers = [{ from, rate: "2%" }];
    const bonus = { kind: "PAST_EACH_TIER" as const, basis: "REVENUE" as const, tiers };
    const sale = { event: "SALE" as const, rate: "1%", limits: [], bonus };
    const read = parseTerms({ currency, eventPayouts: [click, sale] });
    return read.ok ? null : [read.code, ...read.path, read.message];
  };
  const [limit, group] = ["eventPayouts.0.limits.0", "eventPayouts.0.groups.0.limits.0.max"];
  const message = `"${bad}" has more decimals than ${currency}, which has ${most}`;
  expect(refused(good)).toBeNull();
  expect(refused(bad)).toEqual(["BAD_AMOUNT", `${limit}.max`, message]);
  expect(refused(good, bad)).toEqual(["BAD_AMOUNT", `${limit}.weekendMax`, message]);
  expect(refused(good, good, bad)).toEqual(["BAD_AMOUNT", group, message]);
  const tier = "eventPayouts.1.bonus.tiers.0.from";
  expect(refused(good, good, good, bad)).toEqual(["BAD_BONUS", tier, message]);
});
