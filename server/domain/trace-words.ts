/** A decision in words, step by step: what explain() tells while decide() walks. */
import { zoned, type Instant } from "./calendar.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { LimitUse } from "./limits.ts";
import type { ReasonCode } from "./reason.ts";
import { ruleText, seenText, type Facts, type Rule } from "./rules.ts";
import { isOneSides } from "./rule-variables.ts";
import { amountText, type EventPayout, type Limit } from "./terms.ts";
import { groupSentence, ownLimitSentence, restrictionSentence } from "./terms-sentences.ts";
import type { Classification } from "./validity.ts";
import { walkRules, type Choice } from "./rule-choice.ts";

export const traceSteps = [
  "LINK",
  "QUALITY",
  "CONTRACT",
  "EVENT_TYPE",
  "RESTRICTIONS",
  "GROUP",
  "RATE",
  "LIMITS",
  "LEDGER",
  "REDIRECT",
] as const;
export type TraceStepName = (typeof traceSteps)[number];
export interface TraceStep {
  step: TraceStepName;
  /**
   * PASSED went on · STOPPED decided the outcome · NOTED is information · NOT_REACHED came after
   * the stop.
   */
  verdict: "PASSED" | "STOPPED" | "NOTED" | "NOT_REACHED";
  /** The values seen, in plain words. */
  seen: string;
  reason: ReasonCode | null;
}
/** Words are made when somebody listens, not for every click. */
export type Listener = (
  step: TraceStepName,
  verdict: "PASSED" | "STOPPED" | "NOTED",
  seen: () => string,
  reason?: ReasonCode,
) => void;

export const silent: Listener = () => {};

export const classWords: Record<Classification, string> = {
  U: "a person's first click in the window",
  D: "a repeat by the same visitor within the window",
  R: "a robot, by its user agent",
  F: "carries a risk signal that the click filter does not pay for",
};

/** What terms pay for, in words. */
export const kindWords: Record<EventPayout["event"], string> = {
  CLICK: "clicks",
  SALE: "sales",
  LEAD: "leads",
};

export const paidText = (payouts: readonly EventPayout[]): string =>
  `the terms pay for ${payouts.map(({ event }) => kindWords[event]).join(" and ")}`;

/** All that is said of a program's own limit where how much of it others used is not shown. */
export const wholeProgram = "a limit of the whole program";

/** "60 clicks used before, 61 clicks after", and of how many where that day has another cap. */
export function usedText(
  { event, kind, max, before, after }: LimitUse,
  limit: Limit | undefined,
  currency: string,
): string {
  const text = (amount: bigint) => amountText({ event, kind }, amount, currency);
  const of = limit && limit.max !== max ? `, of ${text(max)}` : "";
  return `${text(before)} used before, ${text(after)} after${of}`;
}

/**
 * A trace is read by both sides; how much of a program's own limit others used is the brand's to
 * share.
 */
const useText = (use: LimitUse, limit: Limit | undefined, { payout, currency }: Told): string => {
  if (use.scope === "PROGRAM") return wholeProgram;
  const named = limit ? ownLimitSentence(limit, payout, currency) : use.limitId;
  return use.scope === "EVENT" ? named : `${named}: ${usedText(use, limit, currency)}`;
};

export interface NamedLink {
  name: string | null;
  /** A sale of a partner's ad group that Amazon did not split by creative. */
  notSplit: boolean;
  /** By Amazon's report, or its simulator's; else a shop handed it in. */
  isReported: boolean;
}
/** The link of a sale in words, also where none is known. */
export function linkText({ name, notSplit, isReported }: NamedLink): string {
  if (notSplit) return "not split by Amazon";
  return name ?? (isReported ? "not named by the report" : "none: credited without a link");
}

const minuteOf = (at: Instant, zone: string): string =>
  zoned(at, zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
/** "2026-11-02 13:00 Europe/Vienna" */
export const minuteText = (at: Instant, zone: string): string => `${minuteOf(at, zone)} ${zone}`;
export const inForceText = (contract: ContractInForce, zone: string): string =>
  `in force since ${minuteText(contract.validity.start, zone)}, ` +
  `by version ${contract.versionNumber} of its terms`;
/** Which of several windows of the same limit it is; nothing where there is one alone. */
export const whichWindow = (
  { limitId, windowStart, windowEnd }: LimitUse,
  uses: readonly LimitUse[],
  zone: string,
): string =>
  uses.filter((other) => other.limitId === limitId).length < 2 || windowEnd === null
    ? ""
    : `, in the period from ${minuteOf(windowStart, zone)} to ${minuteText(windowEnd, zone)}`;

interface Told {
  payout: EventPayout;
  currency: string;
}
interface LimitsTold extends Told {
  zone: string;
}
export function limitsText(
  limits: readonly Limit[],
  uses: readonly LimitUse[],
  told: LimitsTold,
): string {
  const words = uses.map((use) => {
    const limit = limits.find(({ id }) => id === use.limitId);
    return `${useText(use, limit, told)}${whichWindow(use, uses, told.zone)}`;
  });
  const waiting = limits.filter(({ id }) => !uses.some(({ limitId }) => limitId === id)).length;
  if (waiting > 0) words.push(`${waiting} weekly counting from next Monday`);
  return words.length === 0 ? "no limit is set" : words.join("; ");
}

/** A trace that both sides read does not show what one of them alone may see. */
const seenWords = (rules: readonly Rule[], facts: Facts): string =>
  rules.map((rule) => `${ruleText(rule)}: seen ${seenText(rule, facts, isOneSides)}`).join("; ");

/** What the compiled rules chose, in words. The plain walk must have come to the same. */
export function tellChoice(
  { payout, currency }: Told,
  facts: Facts,
  choice: Choice,
  say: Listener,
): void {
  if (walkRules(payout, facts) !== choice)
    throw new Error(
      `explain: the compiled rules chose ${choice}, the plain walk ${walkRules(payout, facts)}`,
    );
  const { restrictions, groups } = payout;
  const blocking = restrictions[~choice];
  if (blocking)
    return say(
      "RESTRICTIONS",
      "STOPPED",
      () =>
        `${blocking.name}: ${restrictionSentence(payout.event, blocking)}; ` +
        seenWords(blocking.rules, facts),
      "RESTRICTED",
    );
  say("RESTRICTIONS", "PASSED", () =>
    restrictions.length === 0
      ? "the terms have no restriction"
      : `none of ${restrictions.length} restrictions applies`,
  );
  const group = groups[choice];
  say("GROUP", "PASSED", () =>
    group
      ? `${groupSentence(payout, group, choice, currency)}; ${seenWords(group.rules, facts)}`
      : "no payout group applies: the default payout",
  );
}
