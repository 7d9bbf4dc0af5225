import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import messages from "../../messages/en.json" with { type: "json" };
import {
  conditionSentences,
  payoutSentences,
  termsSentences,
  type PayoutFacts,
  type Sentence,
  type TermsFacts,
} from "./sentences.ts";

const t = createTranslator({ locale: "en", messages, namespace: "sentences" });
const words = createTranslator({ locale: "en", messages, namespace: "terms" });
const say = (sentences: readonly Sentence[]) =>
  sentences.map(({ key, values, rules }) =>
    t(
      key,
      rules
        ? { ...values, rules: rules.map(({ sentence }) => sentence).join(words("ruleAnd")) }
        : values,
    ),
  );
const read = (...given: Parameters<typeof termsSentences>) => say(termsSentences(...given));
const usd = (amount: string) => ({ amount, currency: "USD" });
const schedule = { period: "MONTH", months: 0, days: 15, dayOfMonth: null } as const;
const facts = {
  schedule,
  locking: null,
  remainder: "PAY_ZERO",
  bonus: null,
} as const;
const click = (changes: Partial<PayoutFacts> = {}): PayoutFacts => ({
  ...facts,
  groups: [],
  restrictions: [],
  limits: [],
  event: "CLICK",
  level: "CLICK",
  rate: "0.12",
  amount: usd("0.12"),
  ...changes,
});
const sale = (changes: Partial<PayoutFacts> = {}): PayoutFacts => ({
  ...facts,
  groups: [],
  restrictions: [],
  limits: [],
  event: "SALE",
  level: "ORDER",
  rate: "8%",
  amount: null,
  ...changes,
});
const whole = { scope: "CONTRACT", weekendMax: null } as const;
const terms = (...eventPayouts: PayoutFacts[]): TermsFacts => ({
  currency: "USD",
  eventPayouts,
  noticeDays: 0,
  maxReturnPercent: 100,
});

test("clicks with limits, and sales by percentage", () => {
  const limits = [
    {
      id: "a",
      kind: "CLICKS",
      ...whole,
      reset: "DAY",
      maxClicks: 1200,
      maxConversions: null,
      maxPayout: null,
    },
    {
      id: "b",
      kind: "PAYOUT",
      ...whole,
      reset: "MONTH",
      maxClicks: null,
      maxConversions: null,
      maxPayout: usd("470"),
    },
  ] as const;
  expect(
    read(terms(click({ limits: [...limits] }), sale()), {
      zone: "New York",
      uniqueWindowMinutes: 30,
    }),
  ).toEqual([
    "Each payable click earns $0.12.",
    "At most 1,200 clicks are paid a day for each partner.",
    "Clicks earn at most $470.00 a month for each partner.",
    "When a payout limit has less left than " +
      "a click’s price, " +
      "that click earns nothing; a " +
      "cheaper one still can.",
    "Days, weeks and months begin at midnight in New York.",
    "A visitor’s repeat within 30 minutes is a duplicate and earns nothing.",
    "Each order earns 8% of its amount.",
  ]);
});

test("what is left of a payout limit can be paid out", () => {
  const limits = [
    {
      id: "c",
      kind: "PAYOUT",
      ...whole,
      reset: "CONTRACT",
      maxClicks: null,
      maxConversions: null,
      maxPayout: usd("2.5"),
    },
  ] as const;
  expect(
    read(terms(click({ remainder: "PAY_REMAINDER", limits: [...limits] })), { zone: "New York" }),
  ).toEqual([
    "Each payable click earns $0.12.",
    "Clicks earn at most $2.50 over the whole contract for each partner.",
    "The last click before a payout limit earns what is left of it.",
    "Sales are not part of these terms: they are shown as discarded and never paid.",
  ]);
});

test("no limit is said, also that paid clicks are final", () => {
  expect(read(terms(click(), sale({ rate: "5.00", amount: usd("5.00"), level: "ITEM" })))).toEqual([
    "Each payable click earns $0.12.",
    "There is no limit: every payable click is paid, and paid clicks are final.",
    "Each item of an order earns $5.00.",
  ]);
});

test.each(["0", "0.00", "0%"])("a rate of %s is tracked and not paid", (rate) => {
  expect(read(terms(click({ rate, amount: usd("0") }), sale({ rate, amount: null })))).toEqual([
    "Clicks earn nothing: they are tracked and reported.",
    "Sales earn nothing: they are tracked and reported.",
  ]);
});

test("terms without clicks say so", () => {
  expect(read(terms(sale()))[0]).toBe("Clicks are not paid under these terms.");
});

/** The server says what a rule says. */
const rule = (sentence: string) => ({
  variable: "COUNTRY" as const,
  operator: "IS" as const,
  values: [],
  name: null,
  sentence,
});

test("groups in their order, restrictions before them, the default payout last", () => {
  const groups = [
    {
      id: "1",
      name: "A",
      rate: "0.20",
      amount: usd("0.20"),
      rules: [rule("the country is US or CA"), rule("the device is PHONE")],
      limits: [],
    },
    {
      id: "2",
      name: "B",
      rate: "0.10",
      amount: usd("0.10"),
      rules: [rule("the hour is between 9 and 17")],
      limits: [],
    },
  ];
  const restrictions = [
    {
      id: "r",
      name: "R",
      hideZeroRows: false,
      rules: [rule("the Shared ID is known"), rule("the parameter “camp” is none of x")],
    },
  ];
  expect(
    read(
      terms(
        click({ groups, restrictions }),
        sale({
          groups: [
            {
              id: "3",
              name: "C",
              rate: "9%",
              amount: null,
              rules: [rule("the country is US")],
              limits: [],
            },
          ],
        }),
      ),
    ),
  ).toEqual([
    "Never paid: clicks where the Shared ID is known and the parameter “camp” is none of x.",
    "Group 1 pays $0.20 for each click where the country is US or CA and the device is PHONE.",
    "Group 2 pays $0.10 for each click where the hour is between 9 and 17.",
    "Every other payable click earns $0.12.",
    "There is no limit: every payable click is paid, and paid clicks are final.",
    "Group 1 pays 9% for each sale where the country is US.",
    "Every other order earns 8% of its amount.",
  ]);
});

test("a default payout of 0 beside a group that pays is no terms without pay", () => {
  const groups = [
    {
      id: "1",
      name: "A",
      rate: "0.20",
      amount: usd("0.20"),
      rules: [rule("the country is US")],
      limits: [],
    },
  ];
  expect(read(terms(click({ rate: "0.00", amount: usd("0"), groups })))[1]).toBe(
    "Every other payable click earns $0.00.",
  );
});

test("when it is final and paid, what may be taken back, how changes are told", () => {
  const timed = sale({
    locking: { openEnded: false, period: "MONTH", months: 1, days: 2 },
    schedule: { period: "WEEK", months: 0, days: 0, dayOfMonth: 15 },
  });
  expect(
    say(conditionSentences({ ...terms(click(), timed), noticeDays: 3, maxReturnPercent: 20 })),
  ).toEqual([
    "What clicks earn is paid 15 days after the end of the month in which they became final.",
    "Sales become final 1 month and 2 days after the end of the month in which they happened.",
    "What sales earn is paid on day 15 of " +
      "the month, right " +
      "after the end of the week in " +
      "which they became final.",
    "At most 20 % of a month’s sales may be taken back by the brand.",
    "Changes and an end are told 3 days before they take effect.",
  ]);
  expect(
    say(
      conditionSentences(
        terms(sale({ locking: { openEnded: true, period: null, months: 0, days: 0 } })),
      ),
    ),
  ).toContain(
    "Sales become final when the brand approves them; there is no date by which it must.",
  );
});

test("limits of conversions", () => {
  const limits = [
    {
      id: "l",
      kind: "CONVERSIONS" as const,
      ...whole,
      reset: "DAY" as const,
      maxClicks: null,
      maxConversions: 5,
      maxPayout: null,
    },
  ];
  expect(read(terms(sale({ limits }))).at(-1)).toBe(
    "At most 5 sales are paid a day for each partner.",
  );
});

test("payouts of a campaign speak of their own event types, and of when they are paid", () => {
  expect(say(payoutSentences([sale({ rate: "12%" })]))).toEqual([
    "Each order earns 12% of its amount.",
    ...say(conditionSentences(terms(sale())).slice(0, -1)),
  ]);
  expect(say(payoutSentences([click({ rate: "0", amount: usd("0") })]))).toEqual(
    say(termsSentences(terms(click({ rate: "0", amount: usd("0") }))).slice(0, 1)),
  );
});

test("limits for each visitor, for each click, at weekends, and of one payout group", () => {
  const limits = [
    {
      id: "a",
      kind: "CLICKS",
      scope: "CUSTOMER",
      reset: "DAY",
      weekendMax: null,
      maxClicks: 3,
      maxConversions: null,
      maxPayout: null,
    },
    {
      id: "l",
      kind: "CLICKS",
      scope: "LINK",
      reset: "MONTH",
      weekendMax: null,
      maxClicks: 9,
      maxConversions: null,
      maxPayout: null,
    },
    {
      id: "b",
      kind: "PAYOUT",
      scope: "EVENT",
      reset: null,
      weekendMax: null,
      maxClicks: null,
      maxConversions: null,
      maxPayout: usd("0.25"),
    },
    {
      id: "c",
      kind: "PAYOUT",
      scope: "CONTRACT",
      reset: "DAY",
      weekendMax: "20",
      maxClicks: null,
      maxConversions: null,
      maxPayout: usd("50"),
    },
  ] as const;
  const own = [
    {
      id: "d",
      kind: "CLICKS",
      ...whole,
      reset: "MONTH",
      maxClicks: 500,
      maxConversions: null,
      maxPayout: null,
    },
  ] as const;
  const groups = [
    {
      id: "1",
      name: "A",
      rate: "0.20",
      amount: usd("0.20"),
      rules: [rule("the country is US")],
      limits: [...own],
    },
  ];
  expect(
    read(terms(click({ limits: [...limits], groups }), sale())).filter(
      (sentence) => sentence.includes("at most") || sentence.startsWith("At most"),
    ),
  ).toEqual([
    "At most 3 clicks are paid a day for each visitor.",
    "At most 9 clicks are paid a month for each link.",
    "Clicks earn at most $0.25 for each.",
    "Clicks earn at most $50.00 a day for each partner, $20.00 on Saturdays and Sundays.",
    "In payout group 1 at most 500 clicks are paid a month for each partner.",
  ]);
});
