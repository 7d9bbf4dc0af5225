/** A trace word by word: both sides read it, so each word is a promise. */
import { expect, test } from "vitest";
import { calendarHistory } from "./calendar.ts";
import { programLimitName } from "./limit-scopes.ts";
import { decide, explain, type DecideInput } from "./decide.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import { linkText } from "./trace-words.ts";
import { isOverLimit, type ClickEvent, type SaleEvent } from "./payable-event.ts";
import { parseTerms } from "./terms-input.ts";
import type { EventPayoutDraft } from "./terms-draft.ts";
import type { Limit } from "./terms.ts";

const at = Date.UTC(2026, 10, 18, 15);
const click: ClickEvent = { kind: "CLICK", at, isTest: false, classification: "U" };
const sale: SaleEvent = {
  kind: "SALE",
  at,
  isTest: false,
  orders: 2n,
  units: 3n,
  amount: 100_000_000n,
};
const standing = {
  programActive: true,
  partnerActive: true,
  adActive: true,
  eventTypeActive: true,
};

function contract(...eventPayouts: EventPayoutDraft[]): ContractInForce {
  const terms = parseTerms({ currency: "USD", eventPayouts });
  if (!terms.ok) throw new Error(terms.message);
  return {
    contractId: "c",
    termsVersionId: "v",
    versionNumber: 4,
    validity: { start: 0, end: null },
    terms: terms.value,
  };
}
const is = (variable: string, ...values: string[]) => ({ variable, operator: "IS", values });
const plain = contract({ event: "CLICK", rate: "0.05", limits: [] });
const ruled = contract({
  event: "CLICK",
  rate: "0.05",
  groups: [
    { name: "US", rules: [is("COUNTRY", "US"), is("SUB_ID1", "a")], rate: "0.20" },
    {
      name: "Gold",
      rules: [{ variable: "PARTNER_VALUE2", operator: "IS", values: ["gold"] }],
      rate: "0.30",
    },
  ],
  restrictions: [{ name: "No TV", rules: [is("DEVICE", "TV")], hideZeroRows: true }],
  limits: [],
});
const byValue = contract({
  event: "CLICK",
  rate: "0.05",
  groups: [{ name: "Gold", rules: [is("PARTNER_VALUE1", "gold")], rate: "0.20" }],
  limits: [],
});
const sales = contract({
  event: "SALE",
  rate: "8%",
  limits: [{ kind: "CONVERSIONS", reset: "MONTH", max: "5" }],
});
const both = contract(
  { event: "CLICK", rate: "0.05", limits: [] },
  { event: "SALE", rate: "8%", limits: [] },
);
const capped = contract({
  event: "CLICK",
  rate: "0.05",
  limits: [
    { kind: "CLICKS", reset: "DAY", max: "10" },
    { kind: "PAYOUT", scope: "EVENT", max: "0.04" },
    { kind: "CLICKS", reset: "WEEK", max: "7" },
  ],
  remainder: "PAY_REMAINDER",
});
const weeklyFrom = new Map([["CLICK:CLICKS:CONTRACT:WEEK", at + 1]]);
const own: Limit = {
  ...programLimitName({ event: "CLICK", kind: "CLICKS", reset: "DAY", currency: "USD" }),
  max: 9n,
  weekendMax: null,
};

const live = "LINK PASSED: live link; program, partner and ad are active";
const person = "QUALITY PASSED: a person's first click in the window";
const version = "CONTRACT PASSED: in force since 1970-01-01 00:00 UTC, by version 4 of its terms";
const clicks = "EVENT_TYPE PASSED: the terms pay for clicks";
const unrestricted = "RESTRICTIONS PASSED: the terms have no restriction";
const byDefault = "GROUP PASSED: no payout group applies: the default payout";
const until = (...told: string[]): string[] => [live, person, version, clicks, ...told];
const ofSale = (...told: string[]): string[] => [
  "LINK PASSED: live sale; program, partner and event type are active",
  version,
  "EVENT_TYPE PASSED: the terms pay for sales",
  unrestricted,
  byDefault,
  "RATE PASSED: Each order earns 8% of its amount; makes 8.00 USD",
  ...told,
];

const cases: [string, Partial<DecideInput>, string[]][] = [
  [
    "no limit",
    { contract: plain },
    until(
      unrestricted,
      byDefault,
      "RATE PASSED: Each payable click earns 0.05 USD; makes 0.05 USD",
      "LIMITS PASSED: no limit is set",
    ),
  ],
  [
    "test link of a closed program",
    { event: { ...click, isTest: true }, standing: { ...standing, programActive: false } },
    ["LINK STOPPED: test link (PROGRAM_NOT_ACTIVE)"],
  ],
  [
    "live link of a closed ad",
    { standing: { ...standing, adActive: false } },
    ["LINK STOPPED: live link (AD_NOT_ACTIVE)"],
  ],
  [
    "repeat",
    { event: { ...click, classification: "D" } },
    [live, "QUALITY STOPPED: a repeat by the same visitor within the window (DUPLICATE_CLICK)"],
  ],
  [
    "robot",
    { event: { ...click, classification: "R" } },
    [live, "QUALITY STOPPED: a robot, by its user agent (INVALID_CLASSIFICATION)"],
  ],
  [
    "risk",
    { event: { ...click, classification: "F" } },
    [
      live,
      "QUALITY STOPPED: carries a risk signal that the click filter does not pay for " +
        "(FILTERED_RISK)",
    ],
  ],
  [
    "no contract",
    { contract: null },
    [live, person, "CONTRACT STOPPED: no contract in force at that instant (CONTRACT_NOT_FOUND)"],
  ],
  [
    "an event type that rests",
    { contract: both, standing: { ...standing, eventTypeActive: false } },
    [
      live,
      person,
      version,
      "EVENT_TYPE STOPPED: the terms pay for clicks and sales (CLICK_TRACKER_NOT_FOUND)",
    ],
  ],
  [
    "value 1 not known",
    { contract: byValue },
    until(
      "RESTRICTIONS STOPPED: the rules ask for the partner's value 1, which the brand has not " +
        "set (UNKNOWN_PARTNERVALUE1)",
    ),
  ],
  [
    "restricted",
    { contract: ruled, event: { ...click, facts: { DEVICE: "TV" } } },
    until(
      "RESTRICTIONS STOPPED: No TV: Never paid: clicks where the device is TV, left out of the " +
        "payable-click report; the device is TV: seen TV (RESTRICTED)",
    ),
  ],
  [
    "a group; what is the partner's own is not shown",
    { contract: ruled, event: { ...click, facts: { COUNTRY: "US", SUB_ID1: "a" } } },
    until(
      "RESTRICTIONS PASSED: none of 1 restrictions applies",
      "GROUP PASSED: Payout group 1, US, pays 0.20 USD for each click where the country is US " +
        "and Sub ID 1 is a; the country is US: seen US; Sub ID 1 is a: seen a value",
      "RATE PASSED: 0.20 USD; makes 0.20 USD",
      "LIMITS PASSED: no limit is set",
    ),
  ],
  [
    "a group; nor what is the brand's",
    { contract: ruled, event: { ...click, facts: { PARTNER_VALUE2: "gold" } } },
    until(
      "RESTRICTIONS PASSED: none of 1 restrictions applies",
      "GROUP PASSED: Payout group 2, Gold, pays 0.30 USD for each click where the partner’s " +
        "value 2 is gold; the partner’s value 2 is gold: seen a value",
      "RATE PASSED: 0.30 USD; makes 0.30 USD",
      "LIMITS PASSED: no limit is set",
    ),
  ],
  [
    "rate 0",
    { contract: contract({ event: "CLICK", rate: "0", limits: [] }) },
    until(
      unrestricted,
      byDefault,
      "RATE NOTED: Clicks earn nothing: they are tracked and reported; makes 0.00 USD (ZERO_RATE)",
    ),
  ],
  [
    "limits of each scope, one of them not counting yet",
    { contract: { ...capped, weeklyFrom }, programLimits: [own], usage: () => 3n },
    until(
      unrestricted,
      byDefault,
      "RATE PASSED: Each payable click earns 0.05 USD; makes 0.05 USD",
      "LIMITS PASSED: Paid are at most 10 clicks a day: 3 clicks used before, 4 clicks after; " +
        "Clicks earn at most 0.04 USD for each; a limit of the whole program; " +
        "1 weekly counting from next Monday; The last click before a payout limit earns what is " +
        "left of it (OVERLIMIT_PAYOUT)",
    ),
  ],
  [
    "a test click takes nothing",
    { contract: capped, event: { ...click, isTest: true }, usage: () => 3n },
    [
      "LINK PASSED: test link; program, partner and ad are active",
      person,
      version,
      clicks,
      unrestricted,
      byDefault,
      "RATE PASSED: Each payable click earns 0.05 USD; makes 0.05 USD",
      "LIMITS PASSED: Paid are at most 10 clicks a day: 3 clicks used before, 3 clicks after; " +
        "Clicks earn at most 0.04 USD for each; Paid are at most 7 clicks a week: " +
        "3 clicks used before, 3 clicks after; The last click before a payout limit earns " +
        "what is left of it (OVERLIMIT_PAYOUT)",
    ],
  ],
  [
    "a weekend's own limit",
    {
      // A Saturday.
      event: { ...click, at: Date.UTC(2026, 10, 21) },
      contract: contract({
        event: "CLICK",
        rate: "0.05",
        limits: [{ kind: "CLICKS", reset: "DAY", max: "10", weekendMax: "4" }],
      }),
      usage: () => 2n,
    },
    until(
      unrestricted,
      byDefault,
      "RATE PASSED: Each payable click earns 0.05 USD; makes 0.05 USD",
      "LIMITS PASSED: Paid are at most 10 clicks a day, 4 clicks on Saturdays and Sundays: " +
        "2 clicks used before, 3 clicks after, of 4 clicks",
    ),
  ],
  [
    "a limit in the windows of two calendars",
    {
      contract: contract({
        event: "CLICK",
        rate: "0.05",
        limits: [
          { kind: "CLICKS", reset: "WEEK", max: "10" },
          { kind: "CLICKS", reset: "CONTRACT", max: "99" },
        ],
      }),
      calendar: calendarHistory({ zone: "Asia/Tokyo", yearStartMonth: 1 }, [
        { zone: "UTC", yearStartMonth: 1, until: at - 1 },
      ]),
      usage: (_, { start }) => (start === Date.UTC(2026, 10, 16) ? 3n : 1n),
    },
    [
      live,
      person,
      "CONTRACT PASSED: in force since 1970-01-01 09:00 Asia/Tokyo, by version 4 of its terms",
      clicks,
      unrestricted,
      byDefault,
      "RATE PASSED: Each payable click earns 0.05 USD; makes 0.05 USD",
      "LIMITS PASSED: Paid are at most 10 clicks a week: 1 click used before, 2 clicks after, " +
        "in the period from 2026-11-16 00:00 to 2026-11-23 00:00 Asia/Tokyo; Paid are at most " +
        "10 clicks a week: 3 clicks used before, 4 clicks after, in the period from " +
        "2026-11-16 09:00 to 2026-11-23 09:00 Asia/Tokyo; Paid are at most 99 clicks in all: " +
        "1 click used before, 2 clicks after",
    ],
  ],
  [
    "a sale past its limit",
    { event: sale, contract: sales, usage: () => 4n },
    ofSale(
      "LIMITS STOPPED: Paid are at most 5 orders a month: 4 orders used before, 4 orders after " +
        "(OVERLIMIT_CONVERSIONS)",
    ),
  ],
  [
    "a sale that waits",
    { event: { ...sale, outside: { state: "HELD", reason: "OVERLIMIT_PAYOUT" } }, contract: sales },
    ofSale(
      "LIMITS STOPPED: outside of terms: 8.00 USD waits for the brand's approval " +
        "(OVERLIMIT_PAYOUT)",
    ),
  ],
  [
    "a sale that was approved",
    { event: { ...sale, outside: { state: "APPROVED" } }, contract: sales },
    ofSale(
      "LIMITS PASSED: outside of terms; the brand approved it past the limits, and it takes " +
        "nothing from them",
    ),
  ],
  [
    "another currency",
    { event: { ...sale, currency: "EUR" }, contract: sales },
    [
      ...ofSale().slice(0, 5),
      "RATE STOPPED: the sale is in EUR, the terms pay in USD (CURRENCY_MISMATCH)",
    ],
  ],
];

test.each(cases)("%s", (_words, changes, expected) => {
  const { steps } = explain({
    event: click,
    standing,
    contract: plain,
    calendar: { zone: "UTC", yearStartMonth: 1 },
    usage: () => 0n,
    ...changes,
  });
  const told = steps.filter(({ verdict }) => verdict !== "NOT_REACHED");
  expect(
    told.map(
      ({ step, verdict, seen, reason }) =>
        `${step} ${verdict}: ${seen}${reason === null ? "" : ` (${reason})`}`,
    ),
  ).toEqual(expected);
  for (const { seen, reason } of steps.slice(told.length))
    expect([seen, reason]).toEqual(["not reached", null]);
});

const asked = (changes: Partial<DecideInput>): DecideInput => ({
  event: click,
  standing,
  contract: plain,
  calendar: { zone: "UTC", yearStartMonth: 1 },
  usage: () => 0n,
  ...changes,
});
const groupSeen = (
  rules: NonNullable<EventPayoutDraft["groups"]>[number]["rules"],
  facts: ClickEvent["facts"] & object,
  event: "CLICK" | "SALE" = "CLICK",
) => {
  const under = contract({
    event,
    rate: "0.05",
    groups: [{ name: "G", rules, rate: "0.20" }],
    limits: [],
  });
  const { steps } = explain(
    asked({ contract: under, event: event === "CLICK" ? { ...click, facts } : { ...sale, facts } }),
  );
  return steps.find(({ step }) => step === "GROUP")?.seen;
};

test("found 93: no step shows an engine's word or an id; groups go by their names", () => {
  const engineWord = /\b[A-Z_]+ (IS|IS_NOT|EXISTS|NOT_EXISTS|MORE_THAN|LESS_THAN)\b/;
  const id = /[\da-f]{8}-[\da-f]{4}-/;
  const told = cases.flatMap(([, changes]) =>
    explain({
      event: click,
      standing,
      contract: plain,
      calendar: { zone: "UTC", yearStartMonth: 1 },
      usage: () => 0n,
      ...changes,
    }).steps.map(({ seen }) => seen ?? ""),
  );
  expect(told.length).toBeGreaterThan(100);
  expect(told.filter((text) => engineWord.test(text) || id.test(text))).toEqual([]);
  expect(groupSeen([is("COUNTRY", "CA")], { COUNTRY: "CA" })).toMatch(/^Payout group 1, G, pays/);
});
test("several values are named singly, missing ones as n/a, lists by membership alone", () => {
  expect(groupSeen([is("COUNTRY", "CA")], { COUNTRY: ["US", "CA"] })).toBe(
    "Payout group 1, G, pays 0.20 USD for each click where the country is CA; " +
      "the country is CA: seen US, CA",
  );
  expect(groupSeen([{ variable: "SHARED_ID", operator: "NOT_EXISTS", values: [] }], {})).toBe(
    "Payout group 1, G, pays 0.20 USD for each click where the Shared ID is not known; " +
      "the Shared ID is not known: seen n/a",
  );
  expect(
    groupSeen([is("PROMO_CODE_LIST", "list-1")], { PROMO_CODE_LIST: ["list-0", "list-1"] }, "SALE"),
  ).toMatch(/: seen in it$/);
  expect(
    groupSeen(
      [{ variable: "PROMO_CODE_LIST", operator: "IS_NOT", values: ["list-1"] }],
      { PROMO_CODE_LIST: ["list-0"] },
      "SALE",
    ),
  ).toMatch(/: seen not in it$/);
});

test("a click that is hidden is one whose restriction says so; a sale never is", () => {
  const restricted = (event: "CLICK" | "SALE", hideZeroRows: boolean) => {
    const under = contract({
      event,
      rate: "0.05",
      restrictions: [{ name: "R", rules: [is("COUNTRY", "FR")], hideZeroRows }],
      limits: [],
    });
    const facts = { COUNTRY: "FR" };
    return decide(
      asked({
        contract: under,
        event: event === "CLICK" ? { ...click, facts } : { ...sale, facts },
      }),
    );
  };
  expect([
    restricted("CLICK", true).hidden,
    restricted("CLICK", false).hidden,
    restricted("SALE", true).hidden,
  ]).toEqual([true, false, false]);
});

test("a sale in another currency is unpaid, unless there is nothing to pay", () => {
  const euros = { ...sale, currency: "EUR" };
  expect(decide(asked({ contract: sales, event: euros }))).toMatchObject({
    outcome: "UNPAID",
    reason: "CURRENCY_MISMATCH",
    amount: 0n,
    currency: "USD",
    contractId: "c",
  });
  const free = contract({ event: "SALE", rate: "0%", limits: [] });
  expect(decide(asked({ contract: free, event: euros }))).toMatchObject({
    outcome: "PAID_ZERO",
    reason: "ZERO_RATE",
  });
});

test("what would be paid past a limit is said of live sales alone", () => {
  const full = { usage: () => 99n };
  const tight = contract({
    event: "CLICK",
    rate: "0.05",
    limits: [{ kind: "CLICKS", reset: "DAY", max: "1" }],
  });
  expect(decide(asked({ contract: tight, ...full }))).toMatchObject({
    reason: "OVERLIMIT_CLICKS",
    wouldPay: 0n,
  });
  expect(decide(asked({ contract: sales, event: sale, ...full }))).toMatchObject({
    reason: "OVERLIMIT_CONVERSIONS",
    wouldPay: 8_000_000n,
  });
  expect(
    decide(asked({ contract: sales, event: { ...sale, isTest: true }, ...full })),
  ).toMatchObject({ reason: "OVERLIMIT_CONVERSIONS", wouldPay: 0n });
});

test("two reasons let a sale wait outside of terms", () => {
  expect(
    (["OVERLIMIT_CONVERSIONS", "OVERLIMIT_PAYOUT", "OVERLIMIT_CLICKS", null] as const).map(
      isOverLimit,
    ),
  ).toEqual([true, true, false, false]);
});

test("a decision under a contract names it, and one without names nothing", () => {
  const input = {
    event: click,
    standing,
    calendar: { zone: "UTC", yearStartMonth: 1 },
    usage: () => 0n,
  };
  const nothing = {
    hidden: false,
    groupId: null,
    rate: null,
    amount: 0n,
    wouldPay: 0n,
    uses: [],
    boundBy: null,
  };
  expect(explain({ ...input, contract: null }).decision).toEqual({
    ...nothing,
    outcome: "UNPAID",
    reason: "CONTRACT_NOT_FOUND",
    currency: null,
    contractId: null,
    termsVersionId: null,
  });
  const restricted = explain({
    ...input,
    contract: ruled,
    event: { ...click, facts: { DEVICE: "TV" } },
  }).decision;
  expect(restricted).toEqual({
    ...nothing,
    hidden: true,
    outcome: "UNPAID",
    reason: "RESTRICTED",
    currency: "USD",
    contractId: "c",
    termsVersionId: "v",
  });
});

test("a trace that tells another choice than was paid is an error: terms changed in place", () => {
  const under = contract({
    event: "CLICK",
    rate: "0.05",
    groups: [{ name: "US", rules: [is("COUNTRY", "US")], rate: "0.20" }],
    limits: [],
  });
  const input = asked({ contract: under, event: { ...click, facts: { COUNTRY: "US" } } });
  expect(explain(input).decision.amount).toBe(200_000n);
  for (const rule of under.terms.eventPayouts[0]?.groups[0]?.rules ?? []) rule.values = ["CA"];
  expect(() => explain(input)).toThrow(
    "explain: the compiled rules chose 0, the plain walk 2147483647",
  );
  expect(decide(input).amount).toBe(200_000n);
});

test("a sale's link is named, or why it has none", () => {
  const reported = { isReported: true };
  expect(linkText({ name: "Spring", notSplit: false, ...reported })).toBe("Spring");
  expect(linkText({ name: null, notSplit: false, ...reported })).toBe("not named by the report");
  expect(linkText({ name: null, notSplit: true, ...reported })).toBe("not split by Amazon");
  expect(linkText({ name: null, notSplit: false, isReported: false })).toBe(
    "none: credited without a link",
  );
});
