import { expect, test } from "vitest";
import {
  draftWarnings,
  inputOf,
  limitInput,
  newBonus,
  newDraft,
  newGroup,
  newLimit,
  newPayout,
  newRestriction,
  payoutOf,
  placeRefusal,
  withPayout,
  type PayoutDraft,
  type TermsDraft,
} from "./draft.ts";
import { draftOf, draftOfInput } from "./draft-input.ts";
import { valuesIn, valuesOf, valuesTyped } from "../rules/values.ts";

const click = (more: Partial<PayoutDraft> = {}): PayoutDraft => ({
  ...newPayout("CLICK", " 0.12 "),
  limits: [newLimit({ kind: "CLICKS", reset: "DAY", max: "60 " })],
  ...more,
});
const draft = (payouts: PayoutDraft[], more: Partial<TermsDraft> = {}): TermsDraft => ({
  ...newDraft("USD"),
  name: " CPC ",
  payouts,
  ...more,
});
const clickAndSale = draft([click(), newPayout("SALE", "8%")]);

test("a draft becomes input without stray spaces; the empty goes by the account's rules", () => {
  expect(inputOf({ ...clickAndSale, labels: " a, ,b ", noticeDays: "3" })).toMatchObject({
    name: "CPC",
    labels: ["a", "b"],
    noticeDays: 3,
    maxReturnPercent: null,
    eventPayouts: [
      {
        event: "CLICK",
        level: "CLICK",
        rate: "0.12",
        limits: [{ kind: "CLICKS", reset: "DAY", max: "60" }],
        locking: null,
        schedule: null,
      },
      { event: "SALE", level: "ORDER", rate: "8%", limits: [] },
    ],
  });
});

test("groups and restrictions go in their order, rules with their values", () => {
  const rules = [
    {
      key: "a",
      variable: "COUNTRY" as const,
      name: "ignored",
      operator: "IN" as const,
      values: ["US", "Ben"],
      typed: " Jerry ",
    },
  ];
  const gone = [
    {
      key: "b",
      variable: "PARAM" as const,
      name: " camp ",
      operator: "EXISTS" as const,
      values: ["left over"],
      typed: "",
    },
  ];
  const groups = [{ ...newGroup(), name: " US ", rate: " 0.2", rules }];
  const restrictions = [{ ...newRestriction(), name: "R", rules: gone, hideZeroRows: true }];
  const [payout] = [inputOf(draft([click({ groups, restrictions })])).eventPayouts].flat();
  expect(payout).toMatchObject({
    groups: [
      {
        id: null,
        name: "US",
        rate: "0.2",
        rules: [
          { variable: "COUNTRY", name: null, operator: "IN", values: ["US", "Ben", "Jerry"] },
        ],
      },
    ],
    restrictions: [
      {
        name: "R",
        hideZeroRows: true,
        rules: [{ variable: "PARAM", name: "camp", operator: "EXISTS", values: [] }],
      },
    ],
  });
});

test("locking and schedule are sent where they are set; clicks have no locking", () => {
  const timing = {
    locking: { kind: "OPEN_ENDED", months: "9", days: "9" },
    schedule: { period: "WEEK", months: "", days: "3", dayOfMonth: "" },
  } as const;
  expect(
    [inputOf(draft([click(timing), { ...newPayout("SALE", "1"), ...timing }])).eventPayouts].flat(),
  ).toMatchObject([
    { locking: null, schedule: { period: "WEEK", months: 0, days: 3, dayOfMonth: null } },
    { locking: { openEnded: true, months: 0, days: 0 } },
  ]);
});

test("a clause is a text or a file", () => {
  const clause = { key: "c", name: " N ", kind: "SEO" as const, text: "T", fileId: null };
  expect(inputOf(draft([], { clauses: [clause, { ...clause, fileId: "f" }] })).customTerms).toEqual(
    [
      { name: "N", kind: "SEO", text: "T", fileId: null },
      { name: "N", kind: "SEO", text: null, fileId: "f" },
    ],
  );
});

test("clicks without limit or sale are warned of before saving; a press adds a sale at 0", () => {
  expect(draftWarnings(clickAndSale)).toEqual([]);
  const bare = draft([click({ limits: [] })]);
  expect(draftWarnings(bare)).toEqual(["NO_CPC_LIMIT", "NO_SALE_EVENT_TYPE"]);
  expect(draftWarnings(draft([newPayout("SALE", "1")]))).toEqual([]);
  const mended = withPayout(bare, "SALE", newPayout("SALE", "0"));
  expect([draftWarnings(mended), payoutOf(mended, "SALE")?.rate]).toEqual([["NO_CPC_LIMIT"], "0"]);
});

test("event types keep their order, whichever is put in or taken out", () => {
  const all = withPayout(draft([newPayout("SALE", "1")]), "CLICK", click());
  expect(all.payouts.map(({ event }) => event)).toEqual(["CLICK", "SALE"]);
  expect(withPayout(all, "SALE", null).payouts.map(({ event }) => event)).toEqual(["CLICK"]);
});

test("a refusal stands at its field by path, or else at the first control below it", () => {
  const placed = (...path: string[]) => placeRefusal({ code: "X", message: "m", path })?.path;
  expect(placed("input", "eventPayouts", "0", "groups", "1", "rules", "2", "values")).toEqual([
    "eventPayouts.0.groups.1.rules.2.values",
  ]);
  expect(placed("input", "eventPayouts.0.groups.1.rules.2.values.7")).toEqual([
    "eventPayouts.0.groups.1.rules.2.values",
  ]);
  expect(placed("input", "eventPayouts.0.rate")).toEqual(["eventPayouts.0.rate"]);
  expect(placed("input", "eventPayouts", "0", "limits", "1")).toEqual([
    "eventPayouts.0.limits.1.max",
  ]);
  expect(placed("input", "eventPayouts", "1", "locking")).toEqual(["eventPayouts.1.locking.kind"]);
  expect(placed("input", "eventPayouts", "1", "schedule")).toEqual([
    "eventPayouts.1.schedule.period",
  ]);
  expect(placed("input", "eventPayouts", "1", "bonus")).toEqual(["eventPayouts.1.bonus.basis"]);
  expect(placed("input", "eventPayouts", "1", "bonus", "tiers")).toEqual([
    "eventPayouts.1.bonus.tiers.0.from",
  ]);
  expect(placed("input", "eventPayouts.1.bonus.tiers.2.rate")).toEqual([
    "eventPayouts.1.bonus.tiers.2.rate",
  ]);
  expect(placed("input", "acknowledgeNoLimit")).toEqual(["acknowledgeNoLimit"]);
  expect([placed(), placeRefusal(null)]).toEqual([[], null]);
});

test("the next version starts from the one there is, and unchanged says the same", () => {
  const rules = [
    {
      variable: "PARAM" as const,
      name: "camp",
      operator: "IS" as const,
      values: ['"Ben, Jerry"', '"the ""x"""', "plain"],
    },
  ];
  const asInput = {
    currency: "USD",
    trialDays: 3,
    referralWindowDays: 7,
    noticeDays: 2,
    maxReturnPercent: 50,
    customTerms: [{ name: "mine", kind: "CUSTOM" as const, text: "T", fileId: null }],
    eventPayouts: [
      {
        event: "CLICK" as const,
        level: "CLICK" as const,
        rate: "0.2",
        remainder: "PAY_REMAINDER" as const,
        groups: [{ id: "g7", name: "G", rate: "1", rules, limits: [] }],
        restrictions: [{ id: "r1", name: "R", hideZeroRows: true, rules }],
        limits: [
          {
            kind: "PAYOUT" as const,
            scope: "CONTRACT" as const,
            reset: "DAY" as const,
            max: "2.50",
            weekendMax: "1.00",
          },
        ],
        locking: null,
        schedule: { period: "MONTH" as const, months: 0, days: 15, dayOfMonth: null },
        bonus: null,
      },
    ],
  };
  const terms = { name: "Launch", labels: ["a"] };
  const input = inputOf(draftOf(terms, { asInput: { ...asInput, name: "" } }));
  expect(input).toEqual({ ...asInput, ...terms, comment: "", acknowledgeNoLimit: false });
  expect(() => draftOf(terms, { asInput: null })).toThrow("another brand's");
});

const kindsOfBonus = ["PAST_EACH_TIER", "ALL_CONVERSIONS", "FIXED"] as const;
test.each(
  kindsOfBonus.flatMap((kind) =>
    (["REVENUE", "CONVERSIONS"] as const).map((basis) => [kind, basis] as const),
  ),
)(
  "a bonus of %s by %s goes to the API and comes back as it was, from facts and from kept input",
  (kind, basis) => {
    const tiers = [
      { from: "200.00", rate: "6%" },
      { from: "400", rate: "8%" },
    ];
    const sale = { event: "SALE" as const, rate: "4%", bonus: { kind, basis, tiers } };
    const read = draftOf(
      { name: "T", labels: [] },
      { asInput: { name: "", currency: "USD", eventPayouts: [sale] } },
    );
    expect(payoutOf(read, "SALE")?.bonus).toEqual({ kind, basis, tiers });
    const input = inputOf(read);
    expect([input.eventPayouts].flat()[0]?.bonus).toEqual({ kind, basis, tiers });
    expect(inputOf(draftOfInput(input))).toEqual(input);
    expect(
      inputOf(
        draft([
          {
            ...newPayout("SALE", "4%"),
            bonus: { kind, basis, tiers: [{ from: " 20 ", rate: "6% " }] },
          },
        ]),
      ).eventPayouts,
    ).toMatchObject([{ bonus: { kind, basis, tiers: [{ from: "20", rate: "6%" }] } }]);
  },
);

test("a new bonus begins with what fits the default payout; without one none is sent", () => {
  expect(["8%", "", "5.00"].map((rate) => newBonus(rate).basis)).toEqual([
    "REVENUE",
    "REVENUE",
    "CONVERSIONS",
  ]);
  expect(inputOf(clickAndSale).eventPayouts).toMatchObject([{ bonus: null }, { bonus: null }]);
});

test("values that were kept as text are read as the server reads them", () => {
  expect([valuesIn('US , CA,"Ben, Jerry", "the ""x"""'), valuesIn(" "), valuesIn("")]).toEqual([
    ["US", "CA", "Ben, Jerry", 'the "x"'],
    [],
    [],
  ]);
});

test("what is typed is a value; a comma separates where no value can hold one [D73, D74]", () => {
  const [values, typed] = [["US"], " ca, de ,us"];
  expect([
    valuesTyped(false, typed),
    valuesOf({ values, typed }),
    valuesOf({ values, typed: "US" }),
  ]).toEqual([["ca", "de", "us"], ["US", "ca, de ,us"], ["US"]]);
});

test("a limit sends what its scope has: no period for clicks, a day for each visitor", () => {
  const kept = { reset: "MONTH" as const, max: " 5 ", weekendMax: " 2 " };
  expect(
    [
      newLimit({ ...kept, scope: "EVENT" }),
      newLimit({ ...kept, scope: "CUSTOMER" }),
      newLimit({ ...kept, scope: "LINK" }),
      newLimit(kept),
      newLimit({ ...kept, reset: "DAY" }),
    ].map(limitInput),
  ).toEqual([
    { kind: "PAYOUT", scope: "EVENT", reset: null, max: "5", weekendMax: null },
    { kind: "PAYOUT", scope: "CUSTOMER", reset: "DAY", max: "5", weekendMax: "2" },
    { kind: "PAYOUT", scope: "LINK", reset: "MONTH", max: "5", weekendMax: null },
    { kind: "PAYOUT", scope: "CONTRACT", reset: "MONTH", max: "5", weekendMax: null },
    { kind: "PAYOUT", scope: "CONTRACT", reset: "DAY", max: "5", weekendMax: "2" },
  ]);
});
