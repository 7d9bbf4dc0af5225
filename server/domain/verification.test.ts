import { describe, expect, test } from "vitest";
import { checksOf } from "./verification-checks.ts";
import {
  allPassed,
  changedSince,
  checkFixes,
  checkGroups,
  checkKeys,
  groupChecks,
  resultOf,
  type CheckCause,
  type CheckFix,
  type CheckKey,
  type CheckState,
  type PartnerFacts,
  type ProgramFacts,
} from "./verification.ts";

const hour = 3_600_000;
const now = Date.parse("2026-11-22T14:00:00Z");
const destination =
  "https://www.amazon.com/dp/B0TESTTEST?maas=maas_1&aa_campaignid=p&aa_adgroupid=acme-test" +
  "&aa_creativeid=ad1";

const simulated: ProgramFacts = {
  clickEventType: "ACTIVE",
  cpc: "ENABLED",
  source: "SIMULATED",
  hasAttribution: true,
  country: "US",
  host: "www.amazon.com",
  trackerHost: "go.acme.example",
  campaignTold: true,
  hasActiveTerms: true,
  hasDraftTerms: false,
  hasProgramLimit: false,
};
const amazon: ProgramFacts = { ...simulated, source: "AMAZON" };
const shop: ProgramFacts = { ...simulated, source: "NONE" };
const clicksOnly: ProgramFacts = { ...simulated, source: "NONE", hasAttribution: false };

const contract = {
  termsVersionId: "v1",
  versionNumber: 1,
  newestNumber: 1,
  paysClicks: true,
  paysSales: true,
  limitsClicks: true,
};
const link = {
  id: "l1",
  isActive: true,
  adIsActive: true,
  destination,
  page: "https://www.amazon.com/dp/B0TESTTEST",
  tag: {
    parameters: [
      "maas=maas_1",
      "aa_campaignid={insertCampaignId}",
      "aa_adgroupid={insertAdGroupId}",
      "aa_creativeid={insertAdId}",
    ],
    adGroup: "acme-test",
  },
};
const decision = {
  outcome: "UNPAID" as const,
  reason: "TEST_CLICK" as const,
  reasonText: "A test click",
  wouldPay: 120_000n,
  currency: "USD",
  termsVersionId: "v1",
  hidden: false,
};
const click = {
  id: "c1",
  at: now - hour,
  partnerId: "acme",
  landingPage: link.page,
  destinationHost: "www.amazon.com",
  notCredited: false,
  decision,
};
const clicks = {
  tag: 10,
  group: 10,
  firstAt: now - hour,
  lastAt: now - hour,
  countries: ["US"],
  withSubIds: 0,
};
const bound = { source: "SIMULATED -", eventTypes: "CLICK ACTIVE" };
const whole: PartnerFacts = {
  partnerId: "acme",
  code: "acme",
  isActive: true,
  hasReader: true,
  contract,
  upcoming: null,
  hasProposal: false,
  link,
  startedAt: now - 2 * hour,
  request: { at: now - hour, status: 302, location: destination, creditedTo: "acme" },
  click,
  forecast: { agrees: true, step: null },
  clicks,
  told: { clickThroughs: 10, orders: 1 },
  order: { at: now - hour / 2, number: "111-1234567-1234567" },
  sales: { orders: 1, discarded: 0, lastAt: now - hour / 4 },
  isReported: true,
  pass: null,
  now: bound,
};
const noSale = { sales: { orders: 0, discarded: 0, lastAt: null } };
const early = now - hour - 60_000;
const noClick = {
  click: null,
  request: null,
  told: null,
  clicks: { ...clicks, tag: 0, group: 0, firstAt: null, lastAt: null, countries: [] },
};
const few = { clicks: { ...clicks, tag: 7, group: 9 } };
const late = { ...noSale, order: { at: now - 49 * hour, number: "1" } };

const checkOf = (key: CheckKey, program: ProgramFacts, changes: Partial<PartnerFacts>) => {
  const partner = { ...whole, ...changes };
  return (
    checksOf(program, partner, now).find((check) => check.key === key) ??
    expect.fail(`no check ${key}`)
  );
};

type Row = [
  key: CheckKey,
  name: string,
  program: ProgramFacts,
  changes: Partial<PartnerFacts>,
  state: CheckState,
  cause: CheckCause | null,
  fix: CheckFix | null,
];
const rows: Row[] = [
  ["CLICK_EVENT_TYPE", "active", simulated, {}, "PASSED", null, null],
  [
    "CLICK_EVENT_TYPE",
    "not requested",
    { ...simulated, clickEventType: "NONE", cpc: "NONE" },
    {},
    "FAILED",
    "CPC_NOT_REQUESTED",
    "REQUEST_CPC",
  ],
  [
    "CLICK_EVENT_TYPE",
    "requested",
    { ...simulated, clickEventType: "NONE", cpc: "REQUESTED" },
    {},
    "WAITING",
    "CPC_IN_REVIEW",
    null,
  ],
  [
    "CLICK_EVENT_TYPE",
    "switched off",
    { ...simulated, clickEventType: "INACTIVE" },
    {},
    "FAILED",
    "EVENT_TYPE_MISSING",
    "SET_EVENT_TYPE",
  ],
  ["CONTRACT", "in force", simulated, {}, "PASSED", null, null],
  [
    "CONTRACT",
    "begins later",
    simulated,
    { contract: null, upcoming: { startsAt: now + hour } },
    "WAITING",
    "CONTRACT_STARTS",
    null,
  ],
  [
    "CONTRACT",
    "offered",
    simulated,
    { contract: null, hasProposal: true },
    "WAITING",
    "CONTRACT_PROPOSED",
    null,
  ],
  ["CONTRACT", "none", simulated, { contract: null }, "FAILED", "NO_CONTRACT", "PROPOSE_CONTRACT"],
  ["EVENTS_IN_TERMS", "both", simulated, {}, "PASSED", null, null],
  ["EVENTS_IN_TERMS", "no contract", simulated, { contract: null }, "NOT_STARTED", null, null],
  [
    "EVENTS_IN_TERMS",
    "no sales",
    simulated,
    { contract: { ...contract, paysSales: false } },
    "FAILED",
    "SALE_MISSING",
    "CHANGE_TERMS",
  ],
  [
    "EVENTS_IN_TERMS",
    "no clicks",
    simulated,
    { contract: { ...contract, paysClicks: false } },
    "FAILED",
    "CLICK_MISSING",
    "CHANGE_TERMS",
  ],
  ["LIMIT", "of the terms", simulated, {}, "PASSED", null, null],
  [
    "LIMIT",
    "of the program",
    { ...simulated, hasProgramLimit: true },
    { contract: { ...contract, limitsClicks: false } },
    "PASSED",
    null,
    null,
  ],
  [
    "LIMIT",
    "none",
    simulated,
    { contract: { ...contract, limitsClicks: false } },
    "WARNING",
    "NO_LIMIT",
    "ADD_LIMIT",
  ],
  ["RULES_PUBLISHED", "newest", simulated, {}, "PASSED", null, null],
  [
    "RULES_PUBLISHED",
    "older",
    simulated,
    { contract: { ...contract, newestNumber: 2 } },
    "WARNING",
    "OLDER_VERSION",
    "PROPOSE_CONTRACT",
  ],
  [
    "RULES_PUBLISHED",
    "drafts alone",
    { ...simulated, hasActiveTerms: false, hasDraftTerms: true },
    { contract: null },
    "FAILED",
    "DRAFT_ONLY",
    "PUBLISH_TERMS",
  ],
  ["TEST_LINK", "stands", simulated, {}, "PASSED", null, null],
  ["TEST_LINK", "none", simulated, { link: null }, "NOT_STARTED", null, "CREATE_TEST_LINK"],
  [
    "TEST_LINK",
    "paused",
    simulated,
    { link: { ...link, isActive: false } },
    "FAILED",
    "LINK_ENDED",
    "REOPEN_LINK",
  ],
  [
    "TEST_LINK",
    "ad off",
    simulated,
    { link: { ...link, adIsActive: false } },
    "FAILED",
    "AD_INACTIVE",
    "SWITCH_AD_ON",
  ],
  ["REDIRECT", "as it should", simulated, {}, "PASSED", null, null],
  ["REDIRECT", "no link", simulated, { link: null }, "NOT_STARTED", null, null],
  ["REDIRECT", "not tried", simulated, noClick, "NOT_STARTED", null, "MAKE_CLICK"],
  ["REDIRECT", "by a person's click", simulated, { request: null }, "PASSED", null, null],
  ...(
    [
      ["unreached", null, null, "NO_REDIRECT"],
      ["404", 404, null, "LINK_UNKNOWN"],
      ["503", 503, null, "NO_REDIRECT"],
      ["a loop", 302, "https://go.acme.example/c/a/b/c", "LOOP"],
      ["another host", 302, "https://www.amazon.de/dp/B0TESTTEST", "WRONG_HOST"],
      ["no tag", 302, link.page, "TAG_STRIPPED"],
      ["another page", 302, destination.replace("B0TESTTEST", "B0OTHER"), "WRONG_PAGE"],
    ] as const
  ).map(([name, status, location, cause]): Row => [
    "REDIRECT",
    name,
    simulated,
    { request: { at: now, status, location, creditedTo: null } },
    "FAILED",
    cause,
    "MAKE_CLICK",
  ]),
  [
    "REDIRECT",
    "a risky click of a strict program",
    simulated,
    { request: null, click: { ...click, notCredited: true } },
    "FAILED",
    "TAG_STRIPPED",
    "MAKE_CLICK",
  ],
  ["CLICK", "seen", simulated, {}, "PASSED", null, null],
  ["CLICK", "no link", simulated, { ...noClick, link: null }, "NOT_STARTED", null, null],
  ["CLICK", "no run", simulated, { ...noClick, startedAt: null }, "NOT_STARTED", null, null],
  [
    "CLICK",
    "within ten minutes",
    simulated,
    { ...noClick, startedAt: now - 599_999 },
    "WAITING",
    "OPEN_THE_LINK",
    "OPEN_LINK",
  ],
  [
    "CLICK",
    "after ten minutes",
    simulated,
    { ...noClick, startedAt: now - 600_000 },
    "FAILED",
    "NONE_AFTER_10_MIN",
    "MAKE_CLICK",
  ],
  [
    "CLICK",
    "an own link",
    simulated,
    { ...noClick, told: { clickThroughs: 0, orders: 1 }, startedAt: now },
    "FAILED",
    "OWN_LINK",
    "SEND_LINK",
  ],
  [
    "CLICK",
    "visits of an earlier link of ours, and none through the new one",
    simulated,
    {
      ...noClick,
      clicks: { ...noClick.clicks, group: 10 },
      told: { clickThroughs: 10, orders: 1 },
      startedAt: now,
    },
    "WAITING",
    "OPEN_THE_LINK",
    "OPEN_LINK",
  ],
  ["CREDITED_PARTNER", "own", simulated, {}, "PASSED", null, null],
  ["CREDITED_PARTNER", "no click", simulated, noClick, "NOT_STARTED", null, null],
  [
    "CREDITED_PARTNER",
    "another's by the request",
    simulated,
    { request: { at: now, status: 302, location: destination, creditedTo: "other" } },
    "FAILED",
    "OTHER_PARTNER",
    "SEND_LINK",
  ],
  [
    "CREDITED_PARTNER",
    "another's by the click",
    simulated,
    { click: { ...click, partnerId: "other" } },
    "FAILED",
    "OTHER_PARTNER",
    "SEND_LINK",
  ],
  [
    "CREDITED_PARTNER",
    "another's by the tag",
    simulated,
    {
      request: {
        at: now,
        status: 302,
        location: destination.replace("acme-test", "other-test"),
        creditedTo: "acme",
      },
    },
    "FAILED",
    "OTHER_PARTNER",
    "SEND_LINK",
  ],
  ["DECISION", "as the rules give", simulated, {}, "PASSED", null, null],
  ["DECISION", "no click", simulated, noClick, "NOT_STARTED", null, null],
  [
    "DECISION",
    "not decided yet",
    simulated,
    { click: { ...click, decision: null }, forecast: null },
    "WAITING",
    "BEING_DECIDED",
    null,
  ],
  [
    "DECISION",
    "another",
    simulated,
    { forecast: { agrees: false, step: "RATE" } },
    "FAILED",
    "DECISION_DIFFERS",
    "READ_TRACE",
  ],
  [
    "DECISION",
    "under other terms",
    simulated,
    { contract: { ...contract, termsVersionId: "v2" } },
    "WAITING",
    "TERMS_CHANGED",
    "MAKE_CLICK",
  ],
  ["ENOUGH_CLICKS", "ten", simulated, {}, "PASSED", null, null],
  ["ENOUGH_CLICKS", "seven", simulated, few, "WAITING", "BELOW_10_CLICKS", "MAKE_CLICK"],
  [
    "ENOUGH_CLICKS",
    "seven at Amazon",
    amazon,
    { ...few, told: null },
    "WAITING",
    "BELOW_10_CLICKS",
    "OPEN_LINK",
  ],
  ["ENOUGH_CLICKS", "seven here, ten at Amazon", amazon, few, "PASSED", null, null],
  ["ENOUGH_CLICKS", "clicks only", clicksOnly, few, "NOT_NEEDED", "NO_ATTRIBUTION", null],
  ["ENOUGH_CLICKS", "none", simulated, noClick, "NOT_STARTED", null, null],
  ["ORDER", "placed", simulated, {}, "PASSED", null, null],
  ["ORDER", "seen", simulated, { order: null }, "PASSED", null, null],
  [
    "ORDER",
    "placed a minute before the first click",
    simulated,
    { order: { at: early, number: null } },
    "WAITING",
    "ORDER_BEFORE_CLICK",
    "PLACE_TEST_ORDER",
  ],
  [
    "ORDER",
    "recorded days before the first click, and another told after it",
    amazon,
    { order: { at: now - 26 * hour, number: "111-1" } },
    "PASSED",
    null,
    null,
  ],
  [
    "ORDER",
    "recorded before the first click, and told as of the end of its day",
    amazon,
    { order: { at: now - 25 * hour, number: "111-1" } },
    "WAITING",
    "ORDER_BEFORE_CLICK",
    "RECORD_ORDER",
  ],
  [
    "ORDER",
    "recorded before the first click",
    amazon,
    { ...noSale, order: { at: early, number: "111-1" } },
    "WAITING",
    "ORDER_BEFORE_CLICK",
    "RECORD_ORDER",
  ],
  [
    "ORDER",
    "handed in before the first click",
    shop,
    { order: null, sales: { orders: 1, discarded: 0, lastAt: early } },
    "WAITING",
    "ORDER_BEFORE_CLICK",
    "PLACE_TEST_ORDER",
  ],
  [
    "ORDER",
    "told without any click",
    shop,
    { ...noClick, order: null },
    "WAITING",
    "ORDER_BEFORE_CLICK",
    "PLACE_TEST_ORDER",
  ],
  [
    "ORDER",
    "no click",
    simulated,
    { ...noClick, ...noSale, order: null },
    "NOT_STARTED",
    null,
    null,
  ],
  [
    "ORDER",
    "to be placed",
    simulated,
    { ...noSale, order: null },
    "WAITING",
    "ORDER_NOT_PLACED",
    "PLACE_TEST_ORDER",
  ],
  [
    "ORDER",
    "to be pasted",
    amazon,
    { ...noSale, order: null },
    "WAITING",
    "ORDER_NOT_PLACED",
    "RECORD_ORDER",
  ],
  [
    "ORDER",
    "of a shop",
    shop,
    { ...noSale, order: null },
    "WAITING",
    "ORDER_NOT_PLACED",
    "PLACE_TEST_ORDER",
  ],
  ["ENOUGH_CLICKS", "of a shop", shop, few, "NOT_NEEDED", "NOT_CONNECTED", null],
  ["SALE", "of a shop", shop, {}, "PASSED", null, null],
  ["ORDER", "clicks only", clicksOnly, {}, "NOT_NEEDED", "NO_ATTRIBUTION", null],
  ["SALE", "told", simulated, {}, "PASSED", null, null],
  ["SALE", "clicks only", clicksOnly, noSale, "NOT_NEEDED", "NO_ATTRIBUTION", null],
  [
    "SALE",
    "discarded",
    simulated,
    { sales: { orders: 0, discarded: 1, lastAt: null } },
    "FAILED",
    "SALE_DISCARDED",
    "CHANGE_TERMS",
  ],
  [
    "SALE",
    "no source",
    { ...simulated, source: "NONE" },
    noSale,
    "FAILED",
    "NOT_CONNECTED",
    "CONNECT_AMAZON",
  ],
  ["SALE", "no click", simulated, { ...noClick, ...noSale }, "NOT_STARTED", null, null],
  ["SALE", "no order", simulated, { ...noSale, order: null }, "WAITING", "ORDER_NOT_PLACED", null],
  [
    "SALE",
    "no campaign yet",
    { ...simulated, campaignTold: false },
    noSale,
    "WAITING",
    "CAMPAIGN_4_HOURS",
    null,
  ],
  [
    "SALE",
    "clicks not told yet",
    amazon,
    { ...noSale, told: null },
    "WAITING",
    "CLICKS_24_HOURS",
    null,
  ],
  ["SALE", "masked", amazon, { ...noSale, ...few }, "WAITING", "BELOW_10_CLICKS", "OPEN_LINK"],
  ["SALE", "within 48 hours", amazon, noSale, "WAITING", "SALE_48_HOURS", null],
  [
    "SALE",
    "a click over 14 days old",
    simulated,
    { ...noSale, order: null, clicks: { ...clicks, lastAt: now - 15 * 24 * hour } },
    "FAILED",
    "OVER_14_DAYS",
    "CHECK_AGAIN",
  ],
  ["SALE", "late, too few", amazon, { ...late, ...few }, "FAILED", "BELOW_10_CLICKS", "OPEN_LINK"],
  [
    "SALE",
    "late, no tag",
    amazon,
    { ...late, link: { ...link, tag: null } },
    "FAILED",
    "TAG_STRIPPED",
    "CHECK_AGAIN",
  ],
  [
    "SALE",
    "late, another country",
    amazon,
    { ...late, clicks: { ...clicks, countries: ["DE"] } },
    "FAILED",
    "COUNTRY_MISMATCH",
    "CHECK_AGAIN",
  ],
  [
    "SALE",
    "late, a shared id",
    amazon,
    { ...late, clicks: { ...clicks, withSubIds: 2 } },
    "FAILED",
    "SUB_ID_PRESENT",
    "CHECK_AGAIN",
  ],
  ["SALE", "late", amazon, late, "FAILED", "NOT_SEEN_AFTER_48H", "CHECK_AGAIN"],
  ["REPORTING", "both", simulated, {}, "PASSED", null, null],
  ["REPORTING", "clicks only", clicksOnly, noSale, "PASSED", null, null],
  ["REPORTING", "no click", simulated, noClick, "NOT_STARTED", null, null],
  [
    "REPORTING",
    "not decided yet",
    simulated,
    { isReported: false },
    "WAITING",
    "BEING_DECIDED",
    null,
  ],
  ["REPORTING", "no sale yet", simulated, noSale, "WAITING", "ORDER_NOT_PLACED", null],
  [
    "REPORTING",
    "hidden",
    simulated,
    { click: { ...click, decision: { ...decision, hidden: true } } },
    "FAILED",
    "HIDDEN_BY_RULE",
    "READ_TRACE",
  ],
  ["REPORTING", "nobody", simulated, { hasReader: false }, "FAILED", "NO_RIGHTS", "INVITE_AGAIN"],
];

describe("[D192] [D193] each check in each of its states, with cause and way out", () => {
  test.each(rows)("%s: %s", (...row) => {
    const [key, , program, changes, state, cause, fix] = row;
    const check = checkOf(key, program, changes);
    expect({ state: check.state, cause: check.cause, fix: check.fix }).toEqual({
      state,
      cause,
      fix,
    });
    expect(check.sentence).not.toBe("");
  });

  test("[D193] the count of clicks is named, and until when each of Amazon's delays lasts", () => {
    expect(checkOf("ENOUGH_CLICKS", amazon, { ...few, told: null }).sentence).toContain(
      "7 of 10 clicks of this tag, 9 of 10 of its ad group",
    );
    expect(checkOf("SALE", { ...simulated, campaignTold: false }, noSale).until).toBe(
      now - hour + 4 * hour,
    );
    expect(checkOf("SALE", amazon, { ...noSale, told: null }).until).toBe(now - hour + 24 * hour);
    expect(checkOf("SALE", amazon, noSale).until).toBe(now - hour / 2 + 48 * hour);
    expect(checkOf("CLICK", simulated, { ...noClick, startedAt: now }).until).toBe(now + 600_000);
  });

  test("nothing fails or waits without a cause, and nothing fails without a way out", () => {
    for (const [key, , program, changes] of rows) {
      const check = checkOf(key, program, changes);
      const isOpen = check.state === "FAILED" || check.state === "WAITING";
      expect(isOpen === (check.cause !== null) || check.state !== "PASSED", key).toBe(true);
      if (check.state === "FAILED") expect(check.fix, `${key}: ${check.sentence}`).not.toBeNull();
      if (check.state === "WAITING") expect(check.sentence.length).toBeGreaterThan(10);
    }
    const used = new Set(rows.map(([, , , , , , fix]) => fix));
    expect(checkFixes.filter((fix) => !used.has(fix))).toEqual([]);
  });
});

describe("what the checks come to", () => {
  const result = (changes: Partial<PartnerFacts>, program = simulated) => {
    const partner = { ...whole, ...changes };
    return resultOf(partner, checksOf(program, partner, now));
  };
  const pass = {
    at: now - hour,
    termsVersionId: "v1",
    destination,
    ...bound,
  };
  test("fourteen checks in five groups, and all of them pass", () => {
    const checks = checksOf(simulated, whole, now);
    expect(checks.map(({ key }) => key)).toEqual(checkKeys);
    expect(allPassed(checks)).toBe(true);
    expect(groupChecks(checks).map(({ group, done, total }) => [group, done, total])).toEqual(
      checkGroups.map((group, i) => [group, [5, 2, 4, 1, 2][i], [5, 2, 4, 1, 2][i]]),
    );
  });
  test("[D192] it is verified by a pass alone: a click, a redirect with tag, and a sale", () => {
    expect(result({}).result).toBe("WAITING");
    expect(result({ pass }).result).toBe("VERIFIED");
    for (const missing of [noClick, noSale, { request: { ...whole.request, location: null } }])
      expect(allPassed(checksOf(simulated, { ...whole, ...missing } as PartnerFacts, now))).toBe(
        false,
      );
  });
  test("no run: not started; a failed check: needs you", () => {
    expect(result({ startedAt: null }).result).toBe("NOT_STARTED");
    expect(result({ contract: null }).result).toBe("NEEDS_YOU");
  });
  test("a pass of an earlier run stands for nothing in a new one", () =>
    expect(result({ pass, startedAt: now }).result).toBe("WAITING"));
  test.each([
    ["TERMS", { contract: { ...contract, termsVersionId: "v2" } }],
    ["TERMS", { contract: null }],
    ["DESTINATION", { link: { ...link, destination: link.page } }],
    ["DESTINATION", { link: null }],
    ["CONNECTION", { now: { ...bound, source: "AMAZON 1" } }],
    ["EVENT_TYPE", { now: { ...bound, eventTypes: "CLICK INACTIVE" } }],
  ] as const)("a pass expires when %s changes", (changed, changes) => {
    expect(changedSince(pass, { ...whole, ...changes })).toEqual([changed]);
    expect(result({ pass, ...changes })).toEqual({ result: "NEEDS_YOU", changed: [changed] });
  });
  test("at a storefront without Attribution clicks alone are verified", () =>
    expect(allPassed(checksOf(clicksOnly, { ...whole, ...noSale, order: null }, now))).toBe(true));
});
