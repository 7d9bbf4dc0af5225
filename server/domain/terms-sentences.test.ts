/** Every clause of terms: contract, difference and trace have one sentence for it. */
import { describe, expect, test } from "vitest";
import type { ClauseName } from "./clauses.ts";
import { decide, explain, type DecideInput } from "./decide.ts";
import type { PayableEvent } from "./payable-event.ts";
import type { EventKind } from "./event-kinds.ts";
import { defaultNumbers, numberClauses, numberFields } from "./number-clauses.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft, TermsDraft } from "./terms-draft.ts";
import { diffTerms } from "./terms-diff.ts";
import { payoutSentences, termsSentences } from "./terms-sentences.ts";
import { decisionRows } from "./trace-rows.ts";
import type { Terms } from "./terms.ts";

const read = (draft: TermsDraft): Terms => {
  const parsed = parseTerms(draft);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
const rule = { variable: "COUNTRY", operator: "IS", values: ["US"] };
const click = (more: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
  event: "CLICK",
  rate: "0.12",
  limits: [],
  ...more,
});
const sale = (more: Partial<EventPayoutDraft> = {}): EventPayoutDraft => ({
  event: "SALE",
  rate: "8%",
  limits: [],
  ...more,
});
const group = (name: string, rate = "0.20") => ({ id: name, name, rules: [rule], rate });
const payout = { kind: "PAYOUT", reset: "MONTH", max: "470" } as const;
const capped = { limits: [payout] };

const at = Date.UTC(2026, 10, 18);
interface Walked {
  before: Partial<TermsDraft>;
  after: Partial<TermsDraft>;
  /** Where an event that meets it says it in its trace. */
  step?: { event: EventKind; name: string; used?: bigint; start?: number };
}
const rate = (name: string) => ({ event: "CLICK" as const, name });
const walked: Record<Exclude<ClauseName, "CUSTOM_TERMS">, Walked> = {
  EVENT_TYPE: { before: { eventPayouts: [sale()] }, after: { eventPayouts: [click(), sale()] } },
  DEFAULT_PAYOUT: {
    before: {},
    after: { eventPayouts: [click({ rate: "0.15" }), sale()] },
    step: rate("RATE"),
  },
  LEVEL: {
    before: { eventPayouts: [sale({ rate: "2.50" })] },
    after: { eventPayouts: [sale({ rate: "2.50", level: "ITEM" })] },
    step: { event: "SALE", name: "RATE" },
  },
  PAYOUT_GROUP: {
    before: {},
    after: { eventPayouts: [click({ groups: [group("US")] }), sale()] },
    step: rate("GROUP"),
  },
  PAYOUT_GROUP_RANK: {
    before: { eventPayouts: [click({ groups: [group("A"), group("B")] })] },
    after: { eventPayouts: [click({ groups: [group("B"), group("A")] })] },
    step: rate("GROUP"),
  },
  RESTRICTION: {
    before: {},
    after: {
      eventPayouts: [click({ restrictions: [{ name: "Not here", rules: [rule] }] }), sale()],
    },
    step: rate("RESTRICTIONS"),
  },
  LIMIT: {
    before: {},
    after: { eventPayouts: [click({ limits: [{ ...payout, kind: "CLICKS" }] }), sale()] },
    step: rate("LIMITS"),
  },
  REMAINDER: {
    before: { eventPayouts: [click(capped)] },
    after: { eventPayouts: [click({ ...capped, remainder: "PAY_REMAINDER" })] },
    step: { ...rate("LIMITS"), used: 469_950_000n },
  },
  LOCKING: { before: {}, after: { eventPayouts: [click(), sale({ locking: { months: 2 } })] } },
  SCHEDULE: { before: {}, after: { eventPayouts: [click({ schedule: { dayOfMonth: 9 } })] } },
  BONUS: {
    before: {},
    after: {
      eventPayouts: [
        click(),
        sale({
          bonus: {
            kind: "PAST_EACH_TIER",
            basis: "REVENUE",
            tiers: [
              { from: "200", rate: "9%" },
              { from: "400", rate: "10%" },
            ],
          },
        }),
      ],
    },
  },
  TRIAL: {
    before: {},
    after: { trialDays: 7 },
    step: { ...rate("EVENT_TYPE"), start: at },
  },
  NOTICE_PERIOD: { before: {}, after: { noticeDays: 3 } },
  RETURN_POLICY: { before: {}, after: { maxReturnPercent: 20 } },
  REFERRAL_WINDOW: { before: {}, after: { referralWindowDays: 7 } },
  CURRENCY: { before: {}, after: { currency: "EUR" } },
};
const facts = { COUNTRY: "US" };
const events = {
  CLICK: { kind: "CLICK", at, isTest: false, classification: "U", facts } as const,
  SALE: { kind: "SALE", at, isTest: false, orders: 1n, units: 2n, amount: 9_000_000n, facts },
  LEAD: { kind: "LEAD", at, isTest: false, leads: 1n, facts },
} satisfies Record<EventKind, PayableEvent>;
const asked = (terms: Terms, event: EventKind, used = 0n, start = 0): DecideInput => ({
  event: events[event],
  standing: { programActive: true, partnerActive: true, adActive: true, eventTypeActive: true },
  contract: {
    contractId: "c",
    termsVersionId: "v",
    versionNumber: 1,
    validity: { start, end: null },
    terms,
  },
  calendar: { zone: "UTC", yearStartMonth: 1 },
  usage: () => used,
});

const plain: TermsDraft = { currency: "USD", eventPayouts: [click(), sale()] };

/** Where a difference is of several sentences. */
const apart = /\. (?=[A-Z])/;
describe("one sentence of a clause, whoever reads it", () => {
  test.each(Object.entries(walked))("%s", (clause, { before, after, step }) => {
    const [old, next] = [read({ ...plain, ...before }), read({ ...plain, ...after })];
    const contract = termsSentences(next);
    const found = diffTerms(old, next).find((each) => each.clause === clause);
    const said = (found?.after ?? "").split(apart);
    // What a difference says is what the contract says, word for word.
    expect(contract.map(({ text }) => text)).toEqual(expect.arrayContaining(said));
    // Of a number that is not set a difference alone speaks.
    const unset = numberFields.map((field) =>
      numberClauses[field].sentence(defaultNumbers[field], ["CLICK", "SALE"]),
    );
    if (found?.before)
      expect([...termsSentences(old).map(({ text }) => text), ...unset]).toEqual(
        expect.arrayContaining(found.before.split(apart)),
      );
    expect(said[0]).toMatch(/^[A-Z][^{}]*[^.]$/);
    if (!step) return;
    const input = asked(next, step.event, step.used, step.start);
    const { steps } = explain(input);
    const seen = steps.find((each) => each.step === step.name)?.seen ?? "";
    expect(seen).toContain(said[0]);
    const rows = Object.values(decisionRows(input, decide(input), "PARTNER")).flat();
    if (clause !== "REMAINDER" && clause !== "TRIAL")
      expect(rows.flatMap(({ label, text }) => [label, text])).toContain(said[0]);
  });
});

test("terms in the order of reading: what is paid, then when, then the whole", () => {
  const terms = read({
    currency: "USD",
    eventPayouts: [
      click({
        groups: [{ ...group("US"), limits: [{ kind: "CLICKS", reset: "MONTH", max: "500" }] }],
        restrictions: [{ name: "R", rules: [rule, { ...rule, operator: "EXISTS", values: [] }] }],
        limits: [
          { kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: "3" },
          { kind: "PAYOUT", scope: "EVENT", max: "0.25" },
          { kind: "PAYOUT", reset: "DAY", max: "50", weekendMax: "20" },
        ],
      }),
      sale({ locking: { period: "MONTH", months: 1, days: 2 }, schedule: { dayOfMonth: 15 } }),
    ],
    noticeDays: 1,
  });
  expect(termsSentences(terms).map(({ text }) => text)).toEqual([
    "Never paid: clicks where the country is US and the country is known",
    "Payout group 1, US, pays 0.20 USD for each click where the country is US",
    "Every other payable click earns 0.12 USD",
    "Paid are at most 3 clicks a day for each customer",
    "Clicks earn at most 0.25 USD for each",
    "Clicks earn at most 50.00 USD a day, 20.00 USD on Saturdays and Sundays",
    "Of payout group 1, US, paid are at most 500 clicks a month",
    "When a payout limit has less left than a click’s price, that click earns nothing; " +
      "a cheaper one still can",
    "Each order earns 8% of its amount",
    "What clicks earn is paid 15 days after the end of the month in which they became final",
    "Sales become final 1 month and 2 days after the end of the month in which they happened",
    "What sales earn is paid on day 15 of the month, right after the end of the month in which " +
      "they became final",
    "All amounts are in USD",
    "Changes and an end are told 1 day before they take effect",
  ]);
});

test.each<[TermsDraft["eventPayouts"], readonly string[]]>([
  [
    [click(), sale({ rate: "5.00", level: "ITEM", limits: [{ ...payout, kind: "CONVERSIONS" }] })],
    [
      "Each payable click earns 0.12 USD",
      "There is no limit: every payable click is paid, and paid clicks are final",
      "Each item of an order earns 5.00 USD",
      "Paid are at most 470 orders a month",
    ],
  ],
  [
    [click({ rate: "0%" }), sale({ rate: "0" })],
    [
      "Clicks earn nothing: they are tracked and reported",
      "Sales earn nothing: they are tracked and reported",
    ],
  ],
  [[sale()], ["Clicks are not paid under these terms", "Each order earns 8% of its amount"]],
  [
    [click({ rate: "0", groups: [group("US")], limits: [payout], remainder: "PAY_REMAINDER" })],
    [
      "Payout group 1, US, pays 0.20 USD for each click where the country is US",
      "Every other payable click earns 0.00 USD",
      "Clicks earn at most 470.00 USD a month",
      "The last click before a payout limit earns what is left of it",
      "Sales are not part of these terms: they are shown as discarded and never paid",
    ],
  ],
])("%#: what is paid", (eventPayouts, expected) =>
  expect(
    termsSentences(read({ currency: "USD", eventPayouts }))
      .filter(({ part }) => part === "PAYOUT")
      .map(({ text }) => text),
  ).toEqual(expected),
);

test("payouts of a campaign speak of their own event types, and of when they are paid", () => {
  const { eventPayouts, currency } = read({
    currency: "USD",
    eventPayouts: [sale({ rate: "12%", locking: { openEnded: true } })],
  });
  expect(payoutSentences(eventPayouts, currency).map(({ text }) => text)).toEqual([
    "Each order earns 12% of its amount",
    "Sales become final when the brand approves them; there is no date by which it must",
    "What sales earn is paid 15 days after the end of the month in which they became final",
  ]);
});

test.each([
  [
    "ALL_CONVERSIONS",
    "CONVERSIONS",
    "9%",
    "once 200 orders are locked, all of the month earns 9% instead of 8%",
  ],
  [
    "FIXED",
    "CONVERSIONS",
    "25",
    "25.00 USD once 1 order is locked; the highest tier reached counts",
    "1",
  ],
  [
    "PAST_EACH_TIER",
    "REVENUE",
    "9%",
    "what is locked past 200.00 USD of sales earns 9% instead of 8%",
  ],
  [
    "FIXED",
    "REVENUE",
    "25",
    "25.00 USD once 200.00 USD of sales are locked; the highest tier reached counts",
  ],
] as const)("a bonus %s by %s", (kind, basis, tierRate, text, from: string = "200") => {
  const bonus = { kind, basis, tiers: [{ from, rate: tierRate }] };
  const terms = read({ currency: "USD", eventPayouts: [sale({ bonus })] });
  expect(
    termsSentences(terms).flatMap((each) => (each.clause === "BONUS" ? each.text : [])),
  ).toEqual([`Bonus each month: ${text}`]);
});

test("what terms say of leads", () => {
  const terms = read({
    currency: "USD",
    maxReturnPercent: 10,
    referralWindowDays: 7,
    eventPayouts: [
      {
        event: "LEAD",
        rate: "2.50",
        limits: [
          { kind: "CONVERSIONS", reset: "MONTH", max: "200" },
          { kind: "PAYOUT", reset: null, scope: "EVENT", max: "5" },
        ],
        groups: [{ ...group("Ann", "3"), rules: [{ ...rule, variable: "CUSTOMER_COUNTRY" }] }],
      },
    ],
  });
  expect(termsSentences(terms).map(({ event, text }) => `${event}: ${text}`)).toEqual([
    "CLICK: Clicks are not paid under these terms",
    "SALE: Sales are not part of these terms: they are shown as discarded and never paid",
    "LEAD: Payout group 1, Ann, pays 3.00 USD for each lead where the customer’s country is US",
    "LEAD: Every other lead earns 2.50 USD",
    "LEAD: Paid are at most 200 leads a month",
    "LEAD: Leads earn at most 5.00 USD for each",
    "LEAD: When a payout limit has less left than a lead’s price, that lead earns nothing; a " +
      "cheaper one still can",
    "LEAD: Leads that a shop or another source reports count within 7 days of the click",
    "LEAD: Leads become final 1 month and 2 days after the end of the day in which they happened",
    "LEAD: What leads earn is paid 15 days after the end of the month in which they became final",
    "null: All amounts are in USD",
    "null: At most 10 % of a month’s leads may be taken back by the brand",
    "null: Changes and an end may take effect at once",
  ]);
  const dearer = {
    ...terms,
    eventPayouts: terms.eventPayouts.map((each) => ({
      ...each,
      defaultRate: { kind: "AMOUNT" as const, micros: 3_000_000n },
    })),
  };
  expect(diffTerms(terms, dearer)).toMatchObject([
    {
      clause: "DEFAULT_PAYOUT",
      event: "LEAD",
      effect: "BETTER",
      after: "Every other lead earns 3.00 USD",
    },
  ]);
});
