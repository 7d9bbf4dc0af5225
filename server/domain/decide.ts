/**
 * Where money is made. Pure: (event, contract in force, usage of its limits) → outcome with its
 * reason. The worker stores the outcome; the trace is the same walk with a listener, so it cannot
 * disagree with the money.
 */
import type { CalendarHistory } from "./calendar.ts";
import { RuleProgram } from "./compiled-rules.ts";
import { grant, type LimitContext, type LimitUse, type Usage } from "./limits.ts";
import { eventRecords } from "./event-kinds.ts";
import { numberClauses } from "./number-clauses.ts";
import { formatMicros, type Micros } from "./money.ts";
import type { ReasonCode } from "./reason.ts";
import { isHiddenFrom } from "./rule-variables.ts";
import { paidKinds, payoutOf, type EventPayout, type Limit, type Rate } from "./terms.ts";
import { defaultSentence, rateWords, remainderSentence } from "./terms-sentences.ts";
import { reasonOfClass } from "./validity.ts";
import {
  traceSteps,
  type TraceStep,
  type Listener,
  silent,
  classWords,
  paidText,
  inForceText,
  minuteText,
  limitsText,
  tellChoice,
} from "./trace-words.ts";
import { type PayableEvent, askOf, countOf, outsideIn } from "./payable-event.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import { trialEnd } from "./trial.ts";

/** Raised with every change that could alter an outcome; stored with each decision. */
export const engineVersion = 6;

/**
 * PAID > 0 · PAID_ZERO by rate 0 · UNPAID for a reason · DISCARDED: a sale or lead for which the
 * terms have no payout, shown and never paid.
 */
export const outcomes = ["PAID", "PAID_ZERO", "UNPAID", "DISCARDED"] as const;
export type Outcome = (typeof outcomes)[number];

export interface Standing {
  programActive: boolean;
  partnerActive: boolean;
  adActive: boolean;
  /** The program has an active event type of the event's kind. */
  eventTypeActive: boolean;
  /** An operator gave the click up: it is not paid, whatever is in force. */
  givenUp?: boolean;
  linkEnded?: boolean;
}

export interface DecideInput {
  event: PayableEvent;
  standing: Standing;
  /** The contract in force at the event's instant, or null. */
  contract: ContractInForce | null;
  /**
   * The brand account's, as far as it was known when the event was decided: days, weeks and months
   * of limits are cut by it.
   */
  calendar: CalendarHistory;
  /**
   * The program's own limits on this kind of event, in the contract's currency; they apply besides
   * those of the terms.
   */
  programLimits?: readonly Limit[];
  usage: Usage;
}

export interface Decision {
  outcome: Outcome;
  reason: ReasonCode | null;
  /**
   * Blocked by a restriction that leaves it out of reports: raw counts and books know it, lists of
   * payable clicks do not [D79].
   */
  hidden: boolean;
  /** The payout group that matched; null = default payout. */
  groupId: string | null;
  rate: Rate | null;
  /** Micros of the terms' currency that are paid. */
  amount: Micros;
  /**
   * For test events: what a live event would have been paid. For sales past a limit: what approval
   * would pay.
   */
  wouldPay: Micros;
  currency: string | null;
  contractId: string | null;
  termsVersionId: string | null;
  uses: LimitUse[];
  /**
   * The limit that stopped the event, or cut what it is paid; the tightest of several. Not stored:
   * it follows from the rest.
   */
  boundBy: LimitUse | null;
}

function standingReason({ event, standing }: DecideInput): ReasonCode | null {
  if (standing.givenUp) return "GIVEN_UP";
  if (!standing.programActive) return "PROGRAM_NOT_ACTIVE";
  if (!standing.partnerActive) return "PARTNER_NOT_ACTIVE";
  if (event.kind !== "CLICK" || (standing.adActive && !standing.linkEnded)) return null;
  return standing.adActive ? "LINK_ENDED" : "AD_NOT_ACTIVE";
}

/**
 * What keeps an event under a contract from being priced: terms that do not pay for its kind, or an
 * event type that rests.
 */
const payoutReasons = {
  CLICK: { missing: "CPC_V2_ACTIONTERMS_NOT_FOUND", inactive: "CLICK_TRACKER_NOT_FOUND" },
  SALE: { missing: "ACTIONTERMS_NOT_FOUND", inactive: "ACTIONTRACKER_NOT_ACTIVE" },
  LEAD: { missing: "ACTIONTERMS_NOT_FOUND", inactive: "ACTIONTRACKER_NOT_ACTIVE" },
} as const;

const nothing = (reason: ReasonCode, contract: ContractInForce | null): Decision => ({
  outcome: reason === "ACTIONTERMS_NOT_FOUND" ? "DISCARDED" : "UNPAID",
  reason,
  hidden: false,
  groupId: null,
  rate: null,
  amount: 0n,
  wouldPay: 0n,
  currency: contract?.terms.currency ?? null,
  contractId: contract?.contractId ?? null,
  termsVersionId: contract?.termsVersionId ?? null,
  uses: [],
  boundBy: null,
});

/**
 * One object from the first look to the outcome: copies would cost as much as the rest of a
 * decision.
 */
function settle(
  made: Decision,
  outcome: Outcome,
  reason: ReasonCode | null,
  amount: Micros,
): Decision {
  made.outcome = outcome;
  made.reason = reason;
  made.amount = amount;
  return made;
}

/** A sale or lead may have no link, and its ad is not asked. */
const subjectOf = ({ kind, isTest }: PayableEvent): string =>
  `${isTest ? "test" : "live"} ${kind === "CLICK" ? "link" : eventRecords[kind].one}`;

/** What is known before any contract is looked at. */
function refusal(input: DecideInput, say: Listener): ReasonCode | null {
  const { event } = input;
  const standing = standingReason(input);
  if (standing) {
    say("LINK", "STOPPED", () => subjectOf(event), standing);
    return standing;
  }
  say("LINK", "PASSED", () => {
    const active = event.kind === "CLICK" ? "partner and ad" : "partner and event type";
    return `${subjectOf(event)}; program, ${active} are active`;
  });
  if (event.kind !== "CLICK") return null;
  const quality = reasonOfClass[event.classification];
  say(
    "QUALITY",
    quality ? "STOPPED" : "PASSED",
    () => classWords[event.classification],
    quality ?? undefined,
  );
  return quality;
}

const programs = new WeakMap<EventPayout, RuleProgram>();
function programOf(payout: EventPayout): RuleProgram {
  const known = programs.get(payout);
  if (known) return known;
  const made = new RuleProgram(payout.restrictions, payout.groups);
  programs.set(payout, made);
  return made;
}

function price(
  input: DecideInput,
  payout: EventPayout,
  contract: ContractInForce,
  say: Listener,
): Decision {
  const { event } = input;
  const facts = event.facts ?? {};
  const program = programOf(payout);
  // Whoever may not see the value is not told by a trial whether there is one.
  const isKept = facts.triedBy !== undefined && isHiddenFrom(facts.triedBy, "PARTNER_VALUE1");
  if (program.asksPartnerValue1 && !facts.PARTNER_VALUE1 && !isKept) {
    say(
      "RESTRICTIONS",
      "STOPPED",
      () => "the rules ask for the partner's value 1, which the brand has not set",
      "UNKNOWN_PARTNERVALUE1",
    );
    return nothing("UNKNOWN_PARTNERVALUE1", contract);
  }
  const choice = program.choose(facts);
  const { currency } = contract.terms;
  if (say !== silent) tellChoice({ payout, currency }, facts, choice, say);
  const blocking = payout.restrictions[~choice];
  if (blocking)
    return {
      ...nothing("RESTRICTED", contract),
      hidden: event.kind === "CLICK" && blocking.hideZeroRows,
    };
  const group = payout.groups[choice];
  const rate = group?.rate ?? payout.defaultRate;
  const made = nothing("ZERO_RATE", contract);
  made.groupId = group?.id ?? null;
  made.rate = rate;
  const ask = askOf(event, payout, rate);
  const reported = event.kind === "SALE" ? (event.currency ?? currency) : currency;
  if (ask > 0n && reported !== currency) {
    say(
      "RATE",
      "STOPPED",
      () => `the sale is in ${reported}, the terms pay in ${currency}`,
      "CURRENCY_MISMATCH",
    );
    return settle(made, "UNPAID", "CURRENCY_MISMATCH", 0n);
  }
  say(
    "RATE",
    ask > 0n ? "PASSED" : "NOTED",
    () =>
      `${group ? rateWords(rate, currency) : defaultSentence(payout, currency)}; ` +
      `makes ${formatMicros(ask)} ${currency}`,
    ask > 0n ? undefined : "ZERO_RATE",
  );
  if (ask <= 0n) return settle(made, "PAID_ZERO", "ZERO_RATE", 0n);

  const limits = [...(group?.limits ?? []), ...payout.limits, ...(input.programLimits ?? [])];
  return limited(input, { limits, payout }, { made, ask, currency, contract }, say);
}

const overReasons = {
  CLICKS: "OVERLIMIT_CLICKS",
  CONVERSIONS: "OVERLIMIT_CONVERSIONS",
  PAYOUT: "OVERLIMIT_PAYOUT",
} as const;

interface Priced {
  /** What it would be paid if there were no limits. */
  ask: Micros;
  currency: string;
  contract: ContractInForce;
  /** Is given the outcome. */
  made: Decision;
}
/**
 * A conversion outside of terms asks no limits: it waits, or is paid past them. null = the limits
 * are asked.
 */
function outsideOfTerms(
  event: PayableEvent,
  { made, ask, currency }: Priced,
  say: Listener,
): Decision | null {
  const outside = outsideIn(event);
  if (outside?.state === "HELD") {
    say(
      "LIMITS",
      "STOPPED",
      () => `outside of terms: ${formatMicros(ask)} ${currency} waits for the brand's approval`,
      outside.reason,
    );
    return settle(made, "UNPAID", outside.reason, 0n);
  }
  if (outside?.state === "APPROVED") {
    say(
      "LIMITS",
      "PASSED",
      () =>
        "outside of terms; the brand approved it past the limits, and it takes nothing from them",
    );
    return settle(made, "PAID", null, ask);
  }
  return null;
}

function limited(
  { event, calendar, usage }: DecideInput,
  { limits, payout }: { limits: readonly Limit[]; payout: EventPayout },
  priced: Priced,
  say: Listener,
): Decision {
  const { made, ask, currency, contract } = priced;
  made.wouldPay = ask;
  const settled = outsideOfTerms(event, priced, say);
  if (settled) return settled;
  const isClick = event.kind === "CLICK";
  const { validity, weeklyFrom } = contract;
  const place: LimitContext = {
    at: event.at,
    calendar,
    contract: validity,
    ...(weeklyFrom ? { weeklyFrom } : {}),
  };
  const { granted, uses, boundBy } = grant(
    limits,
    usage,
    place,
    { micros: ask, count: countOf(event) },
    payout.remainder,
  );
  const over = boundBy && overReasons[boundBy.kind];
  if (event.isTest) for (const use of uses) use.after = use.before;
  say(
    "LIMITS",
    over && granted === 0n ? "STOPPED" : "PASSED",
    () =>
      limitsText(limits, uses, { payout, currency, zone: calendar.zone }) +
      (over === "OVERLIMIT_PAYOUT" ? `; ${remainderSentence(payout)}` : ""),
    over ?? undefined,
  );
  made.uses = uses;
  made.boundBy = boundBy;
  const overLimit = !isClick && !event.isTest ? ask : 0n;
  made.wouldPay = granted > 0n ? granted : overLimit;
  if (granted === 0n) return settle(made, "UNPAID", over, 0n);
  return event.isTest
    ? settle(made, "UNPAID", isClick ? "TEST_CLICK" : "TEST_ACTION", 0n)
    : settle(made, "PAID", null, granted);
}

const dayMs = 86_400_000;
/** Whether an order or lead came after the referral window of the click that it is credited by. */
const isTooLate = (event: PayableEvent, { terms }: ContractInForce): boolean =>
  event.kind !== "CLICK" &&
  event.clickedAt !== undefined &&
  event.at - event.clickedAt > terms.referralWindowDays * dayMs;

function walk(input: DecideInput, say: Listener): Decision {
  const { event, contract } = input;
  const refused = refusal(input, say);
  if (refused !== null) return nothing(refused, contract);
  if (contract === null) {
    say("CONTRACT", "STOPPED", () => "no contract in force at that instant", "CONTRACT_NOT_FOUND");
    return nothing("CONTRACT_NOT_FOUND", contract);
  }
  say("CONTRACT", "PASSED", () => inForceText(contract, input.calendar.zone));
  const payout = payoutOf(contract.terms, event.kind);
  const paidFor = () => paidText(contract.terms.eventPayouts);
  if (!payout || !input.standing.eventTypeActive) {
    const { missing, inactive } = payoutReasons[event.kind];
    const reason = payout ? inactive : missing;
    say("EVENT_TYPE", "STOPPED", paidFor, reason);
    return nothing(reason, contract);
  }
  const trial = event.kind === "CLICK" ? trialEnd(input.calendar, contract) : null;
  if (trial !== null && event.at < trial) {
    const { sentence } = numberClauses.trialDays;
    const said = () =>
      `${sentence(contract.terms.trialDays, ["CLICK"])}: ` +
      `until ${minuteText(trial, input.calendar.zone)}`;
    say("EVENT_TYPE", "STOPPED", said, "IN_TRIAL");
    return nothing("IN_TRIAL", contract);
  }
  if (isTooLate(event, contract)) {
    const { sentence } = numberClauses.referralWindowDays;
    const { referralWindowDays } = contract.terms;
    const said = () => sentence(referralWindowDays, paidKinds(contract.terms));
    say("EVENT_TYPE", "STOPPED", said, "OUTSIDE_ASSOCIATION_WINDOW");
    return nothing("OUTSIDE_ASSOCIATION_WINDOW", contract);
  }
  say("EVENT_TYPE", "PASSED", paidFor);
  return price(input, payout, contract, say);
}

export const decide = (input: DecideInput): Decision => walk(input, silent);

/**
 * The same walk, told step by step; steps after the stop are listed as not reached. LEDGER and
 * REDIRECT are added by the caller.
 */
export function explain(input: DecideInput): { decision: Decision; steps: TraceStep[] } {
  const steps: TraceStep[] = [];
  const decision = walk(input, (step, verdict, seen, reason) =>
    steps.push({ step, verdict, seen: seen(), reason: reason ?? null }),
  );
  const expected = traceSteps
    .slice(0, 8)
    .filter((step) => step !== "QUALITY" || input.event.kind === "CLICK");
  for (const step of expected) {
    if (!steps.some((told) => told.step === step))
      steps.push({ step, verdict: "NOT_REACHED", seen: "not reached", reason: null });
  }
  return { decision, steps };
}
