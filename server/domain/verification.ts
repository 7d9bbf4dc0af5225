/**
 * The verification of one partner in one program: fourteen checks that the stored facts decide, and
 * what they come to. Pure; nothing here is typed in by anybody but the order's number.
 */
import type { Instant } from "./calendar.ts";
import type { SalesSource } from "./amazon-region.ts";
import type { Outcome } from "./decide.ts";
import type { Micros } from "./money.ts";
import type { ReasonCode } from "./reason.ts";

/** In their order. */
export const checkKeys = [
  "CLICK_EVENT_TYPE",
  "CONTRACT",
  "EVENTS_IN_TERMS",
  "LIMIT",
  "RULES_PUBLISHED",
  "TEST_LINK",
  "REDIRECT",
  "CLICK",
  "CREDITED_PARTNER",
  "DECISION",
  "ENOUGH_CLICKS",
  "ORDER",
  "SALE",
  "REPORTING",
] as const;
export type CheckKey = (typeof checkKeys)[number];

export const checkGroups = ["SET_UP", "LINK", "CLICK", "ORDER", "REPORTING"] as const;
export type CheckGroup = (typeof checkGroups)[number];
export const groupOf: Record<CheckKey, CheckGroup> = {
  CLICK_EVENT_TYPE: "SET_UP",
  CONTRACT: "SET_UP",
  EVENTS_IN_TERMS: "SET_UP",
  LIMIT: "SET_UP",
  RULES_PUBLISHED: "SET_UP",
  TEST_LINK: "LINK",
  REDIRECT: "LINK",
  CLICK: "CLICK",
  CREDITED_PARTNER: "CLICK",
  DECISION: "CLICK",
  ENOUGH_CLICKS: "CLICK",
  ORDER: "ORDER",
  SALE: "REPORTING",
  REPORTING: "REPORTING",
};

/** WAITING says until when or what for. A check never fails before its time limit. */
export const checkStates = [
  "PASSED",
  "WAITING",
  "FAILED",
  "WARNING",
  "NOT_NEEDED",
  "NOT_STARTED",
] as const;
export type CheckState = (typeof checkStates)[number];

/** The one thing to do about a check. */
export const checkFixes = [
  "REQUEST_CPC",
  "SET_EVENT_TYPE",
  "PROPOSE_CONTRACT",
  "CHANGE_TERMS",
  "ADD_LIMIT",
  "PUBLISH_TERMS",
  "CREATE_TEST_LINK",
  "REOPEN_LINK",
  "SWITCH_AD_ON",
  "MAKE_CLICK",
  "OPEN_LINK",
  "SEND_LINK",
  "READ_TRACE",
  "RECORD_ORDER",
  "PLACE_TEST_ORDER",
  "CONNECT_AMAZON",
  "CHECK_AGAIN",
  "INVITE_AGAIN",
] as const;
export type CheckFix = (typeof checkFixes)[number];

export interface Check {
  key: CheckKey;
  state: CheckState;
  /** In plain words, for people. */
  sentence: string;
  /** Why it failed or what it waits for, for machines. */
  cause: CheckCause | null;
  /** Of WAITING: when it is decided at the latest; null where it waits for somebody. */
  until: Instant | null;
  fix: CheckFix | null;
}

export const checkCauses = {
  CPC_NOT_REQUESTED: "CPC was not requested, or was rejected.",
  CPC_IN_REVIEW: "The platform looks at the CPC request.",
  EVENT_TYPE_MISSING: "The program has no active Click event type.",
  NO_CONTRACT: "There is no contract and no proposal.",
  CONTRACT_PROPOSED: "A proposal waits for the other side's answer.",
  CONTRACT_STARTS: "The contract is signed and begins later.",
  CLICK_MISSING: "The terms do not pay for clicks.",
  SALE_MISSING: "The terms have no sale event type: sales are discarded.",
  NO_LIMIT: "No limit holds clicks.",
  DRAFT_ONLY: "The program's terms are drafts.",
  OLDER_VERSION: "The terms have a newer version.",
  LINK_ENDED: "The test link has ended.",
  AD_INACTIVE: "The test link's ad is switched off.",
  LINK_UNKNOWN: "The tracker does not know the link.",
  NO_REDIRECT: "The link answered something else than a redirect.",
  LOOP: "The link leads back to the tracker.",
  WRONG_HOST: "The link leads to another host than the storefront.",
  WRONG_PAGE: "The link led to another page than now.",
  TAG_STRIPPED: "The visitor arrived without the tag, or without all of it.",
  OPEN_THE_LINK: "No click has come yet.",
  NONE_AFTER_10_MIN: "No click came within ten minutes.",
  OWN_LINK: "Amazon counts visits by this tag that did not come through the link.",
  OTHER_PARTNER: "The click, or its tag, names another partner.",
  BEING_DECIDED: "The click is written down and is being decided.",
  DECISION_DIFFERS: "The decision is not what the rules give.",
  TERMS_CHANGED: "The click was decided under other terms than now.",
  BELOW_10_CLICKS: "Amazon tells nothing of a tag before its tenth click.",
  ORDER_NOT_PLACED: "No test order is known.",
  ORDER_BEFORE_CLICK: "The order is older than the first click through the link.",
  NO_ATTRIBUTION: "Amazon has no Attribution at this storefront.",
  NOT_CONNECTED: "The program is connected to no source of sales.",
  CAMPAIGN_4_HOURS: "Amazon makes the campaign within 4 hours of the first click.",
  CLICKS_24_HOURS: "Amazon tells of clicks within 24 hours.",
  SALE_48_HOURS: "Amazon tells of a sale within 48 hours.",
  OVER_14_DAYS: "An order counts within 14 days of a click.",
  COUNTRY_MISMATCH: "The clicks came from another country than the storefront's.",
  SUB_ID_PRESENT: "The click carried a shared id or a sub id.",
  NOT_SEEN_AFTER_48H: "No sale was told within 48 hours of the order.",
  SALE_DISCARDED: "The sale was discarded: the contract has no sale event type.",
  HIDDEN_BY_RULE: "A restriction leaves the click out of reports.",
  NO_RIGHTS: "Nobody at the partner can read reports.",
} as const;
export type CheckCause = keyof typeof checkCauses;

/** Whom a run covers, and with what the server clicks. */
export const runScopes = ["ONE", "ALL", "UNVERIFIED"] as const;
export type RunScope = (typeof runScopes)[number];
/** As the tracker tells them apart. */
export const runDevices = ["DESKTOP", "PHONE"] as const;
export type RunDevice = (typeof runDevices)[number];

export interface ProgramFacts {
  clickEventType: "ACTIVE" | "INACTIVE" | "NONE";
  cpc: "NONE" | "REQUESTED" | "IN_REVIEW" | "ENABLED" | "REJECTED";
  source: SalesSource;
  hasAttribution: boolean;
  /** ISO 3166-1 alpha-2 of the storefront, and the host of its pages. */
  country: string;
  host: string;
  trackerHost: string;
  /** Amazon told of the program's campaign. */
  campaignTold: boolean;
  /** Of the program's own terms. */
  hasActiveTerms: boolean;
  hasDraftTerms: boolean;
  /** A limit on clicks for the program as a whole. */
  hasProgramLimit: boolean;
}

export interface ContractFacts {
  termsVersionId: string;
  versionNumber: number;
  newestNumber: number;
  paysClicks: boolean;
  paysSales: boolean;
  limitsClicks: boolean;
}

export interface LinkFacts {
  id: string;
  isActive: boolean;
  adIsActive: boolean;
  /** Where it leads now, tag included. */
  destination: string;
  /** The same page without tag. */
  page: string;
  /** What the tag names; null: the program has no template. */
  tag: { parameters: readonly string[]; adGroup: string } | null;
}

/** A request that the server made itself, through the real tracker. */
export interface RequestFacts {
  at: Instant;
  /** Null: the tracker could not be reached. */
  status: number | null;
  location: string | null;
  /** The partner that its click was credited to; null while none is known. */
  creditedTo: string | null;
}

/** The first click that the run may count. */
export interface ClickFacts {
  id: string;
  at: Instant;
  partnerId: string;
  landingPage: string;
  destinationHost: string;
  /** Sent on without the tag, since the program's filter credits no risky click. */
  notCredited: boolean;
  decision: {
    outcome: Outcome;
    reason: ReasonCode | null;
    reasonText: string | null;
    wouldPay: Micros;
    currency: string | null;
    termsVersionId: string | null;
    hidden: boolean;
  } | null;
}

/** Clicks that Amazon can count: those that a browser followed; at the simulator's, all. */
export interface CountedClicks {
  /** Of this link's tag, ever. */
  tag: number;
  /** Of the partner's test ad group, ever. */
  group: number;
  firstAt: Instant | null;
  lastAt: Instant | null;
  /** Of the newest ones. */
  countries: readonly string[];
  withSubIds: number;
}

export interface SaleFacts {
  /** Told since the run began. */
  orders: number;
  discarded: number;
  /** When the newest of them was ordered, as far as that is told; null: there is none. */
  lastAt: Instant | null;
}

export interface PassFacts {
  at: Instant;
  termsVersionId: string;
  destination: string;
  source: string;
  eventTypes: string;
}

export interface PartnerFacts {
  partnerId: string;
  code: string;
  isActive: boolean;
  /** Somebody there can sign in and read. */
  hasReader: boolean;
  contract: ContractFacts | null;
  upcoming: { startsAt: Instant } | null;
  hasProposal: boolean;
  link: LinkFacts | null;
  /** When the newest run that covers the partner began; null: none does. */
  startedAt: Instant | null;
  request: RequestFacts | null;
  click: ClickFacts | null;
  /** Whether the click's decision, walked again, is the stored one; null: not compared yet. */
  forecast: { agrees: boolean; step: string | null } | null;
  clicks: CountedClicks;
  /** What Amazon told of the test ad group. */
  told: { clickThroughs: number; orders: number } | null;
  /** The order by hand, or at the simulator. */
  order: { at: Instant; number: string | null } | null;
  sales: SaleFacts;
  /** The click stands in the figures that reports read. */
  isReported: boolean;
  pass: PassFacts | null;
  /** What a pass is bound to besides terms and destination, as it is now. */
  now: { source: string; eventTypes: string };
}

export const results = ["VERIFIED", "WAITING", "NEEDS_YOU", "NOT_STARTED"] as const;
export type VerificationResult = (typeof results)[number];

/** What changed since a pass, so that it must be checked again. */
export const changes = ["TERMS", "DESTINATION", "CONNECTION", "EVENT_TYPE"] as const;
export type PassChange = (typeof changes)[number];

/** Since its pass. A link that is gone or switched off leads elsewhere. */
export function changedSince(
  pass: PassFacts,
  { contract, link, now }: Pick<PartnerFacts, "contract" | "link" | "now">,
): PassChange[] {
  return [
    ...(contract?.termsVersionId === pass.termsVersionId ? [] : (["TERMS"] as const)),
    ...(link?.destination === pass.destination ? [] : (["DESTINATION"] as const)),
    ...(now.source === pass.source ? [] : (["CONNECTION"] as const)),
    ...(now.eventTypes === pass.eventTypes ? [] : (["EVENT_TYPE"] as const)),
  ];
}

/** A check that keeps nobody from being verified. */
const isDone = ({ state }: Check): boolean =>
  state === "PASSED" || state === "WARNING" || state === "NOT_NEEDED";
export const allPassed = (checks: readonly Check[]): boolean => checks.every(isDone);

const gone = (partner: PartnerFacts): PassChange[] =>
  partner.pass ? changedSince(partner.pass, partner) : [];

/** A pass of the newest run, or of one before it while no newer one covers the partner. */
export const standingPass = ({ pass, startedAt }: PartnerFacts): PassFacts | null =>
  pass && (startedAt === null || pass.at >= startedAt) ? pass : null;

export function resultOf(
  partner: PartnerFacts,
  checks: readonly Check[],
): { result: VerificationResult; changed: PassChange[] } {
  if (standingPass(partner)) {
    const changed = gone(partner);
    return { result: changed.length > 0 ? "NEEDS_YOU" : "VERIFIED", changed };
  }
  if (partner.startedAt === null) return { result: "NOT_STARTED", changed: [] };
  const needsYou = checks.some(({ state }) => state === "FAILED");
  return { result: needsYou ? "NEEDS_YOU" : "WAITING", changed: [] };
}

/** Of a group: the worst of its checks, which stands for it. */
const worstFirst: readonly CheckState[] = [
  "FAILED",
  "WAITING",
  "NOT_STARTED",
  "WARNING",
  "PASSED",
  "NOT_NEEDED",
];
export function groupChecks(
  checks: readonly Check[],
): { group: CheckGroup; state: CheckState; done: number; total: number; worst: Check }[] {
  return checkGroups.map((group) => {
    const own = checks.filter(({ key }) => groupOf[key] === group);
    const [worst] = own.toSorted(
      (a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state),
    );
    if (!worst) throw new Error(`groupChecks: nothing in ${group}`);
    return {
      group,
      state: worst.state,
      done: own.filter(isDone).length,
      total: own.length,
      worst,
    };
  });
}
