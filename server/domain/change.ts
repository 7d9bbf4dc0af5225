/**
 * The three ways to change what partners are paid, as pure plans. A plan is a list of steps on one
 * partner's signed contracts; the preview shows it, the change carries the very same one out.
 * Sources: "Modify Template Terms", "Replace a Partner's Contract", "View & Accept Upcoming
 * Contract Changes".
 */
import { addDays, dateOf, dateStart, type Instant, type Period } from "./calendar.ts";
import { refuse, accept, type Result } from "./result.ts";
import { gateDate } from "./values/place-and-time.ts";

/**
 * INVITE: new terms for new partners. SWITCH: partners move to other terms. MODIFY: the terms under
 * signed contracts change.
 */
export const strategies = ["INVITE", "SWITCH", "MODIFY"] as const;
export type Strategy = (typeof strategies)[number];
export const approvals = ["REPLACE", "PROPOSE"] as const;
/** REPLACE needs no consent and keeps the notice period; PROPOSE waits for the partner. */
export type Approval = (typeof approvals)[number];

/**
 * A signed contract of one partner with one program; a partner's list is sorted by start and never
 * overlaps.
 */
export interface Signed {
  contractId: string;
  versionId: string;
  termsId: string;
  noticeDays: number;
  /** Conditions on what the partner alone sees, which it agreed to: privateRulesOf() its terms. */
  privateRules: readonly string[];
  validity: Period;
}

export type Step =
  | { kind: "END"; contractId: string; at: Instant }
  | { kind: "SUPERSEDE"; contractId: string }
  | {
      kind: "SIGN";
      role: "NEW" | "FALLBACK";
      versionId: string;
      validity: Period;
      follows: string | null;
    }
  | { kind: "PROPOSE"; versionId: string; validity: Period };

/** Takes everything from `from` on (until `until`) away from what is signed. */
function cut(signed: readonly Signed[], from: Instant, until: Instant | null): Step[] {
  return signed.flatMap(({ contractId, validity }): Step[] => {
    if (
      (validity.end !== null && validity.end <= from) ||
      (until !== null && validity.start >= until)
    )
      return [];
    return validity.start < from
      ? [{ kind: "END", contractId, at: from }]
      : [{ kind: "SUPERSEDE", contractId }];
  });
}

const inForce = (signed: readonly Signed[], at: Instant): Signed | undefined =>
  signed.find(
    ({ validity }) => validity.start <= at && (validity.end === null || at < validity.end),
  );

export interface Switch {
  versionId: string;
  from: Instant;
  /** null = open end; else the contract is temporary. */
  until: Instant | null;
  /** What follows a temporary contract; without it the partner ends without a contract [D40]. */
  fallbackVersionId: string | null;
}

/** New terms from an instant on, whatever was signed from then on. */
export function switchSteps(
  signed: readonly Signed[],
  { versionId, from, until, fallbackVersionId }: Switch,
): Step[] {
  const follows = inForce(signed, from) ?? inForce(signed, from - 1);
  const steps = cut(signed, from, fallbackVersionId === null ? until : null);
  steps.push({
    kind: "SIGN",
    role: "NEW",
    versionId,
    validity: { start: from, end: until },
    follows: follows?.contractId ?? null,
  });
  if (until !== null && fallbackVersionId !== null)
    steps.push({
      kind: "SIGN",
      role: "FALLBACK",
      versionId: fallbackVersionId,
      validity: { start: until, end: null },
      follows: null,
    });
  return steps;
}

/**
 * Every signed contract on these terms goes on under their new version from the instant on; its end
 * stays.
 */
export function modifySteps(
  signed: readonly Signed[],
  termsId: string,
  versionId: string,
  from: Instant,
): Step[] {
  return signed.flatMap(({ contractId, termsId: own, validity }): Step[] => {
    if (own !== termsId || (validity.end !== null && validity.end <= from)) return [];
    const start = validity.start < from ? from : validity.start;
    return [
      ...cut([{ contractId, validity } as Signed], from, null),
      {
        kind: "SIGN",
        role: "NEW",
        versionId,
        validity: { start, end: validity.end },
        follows: contractId,
      },
    ];
  });
}

export interface PartnerSnapshot {
  partnerId: string;
  signed: readonly Signed[];
  /** A planned change that has not taken effect. */
  hasPlannedChange: boolean;
  /** An open proposal of this program already waits for the partner. */
  hasProposal: boolean;
}

export type PlanFault =
  | "NO_CONTRACT"
  | "CONTRACT_IN_FORCE"
  | "CHANGE_ALREADY_SCHEDULED"
  | "INSIDE_NOTICE_PERIOD"
  | "ALREADY_ON_THESE_TERMS"
  | "CONSENT_NEEDED";

export interface ChangePlan {
  strategy: Strategy;
  approval: Approval | null;
  /** The terms whose signed partners are changed; MODIFY alone. */
  termsId: string;
  versionId: string;
  effectiveAt: Instant;
  until: Instant | null;
  fallbackVersionId: string | null;
  /** privateRulesOf() the terms that are given, the fallback included. */
  privateRules: readonly string[];
}

export interface PartnerPlan {
  partnerId: string;
  /**
   * YYYY-MM-DD in the brand's zone: the first day on which a change may take effect for this
   * partner.
   */
  earliestOn: string;
  steps: Step[];
  fault: { code: PlanFault; message: string } | null;
}

/** The longest notice among the contracts that a change would touch. */
const noticeOf = (signed: readonly Signed[], at: Instant): number =>
  signed
    .filter(({ validity }) => validity.end === null || validity.end > at)
    .reduce((days, contract) => Math.max(days, contract.noticeDays), 0);

/** Today plus the notice period, in the brand's zone [D27, D39]. */
export const earliestDate = (signed: readonly Signed[], now: Instant, zone: string): string =>
  addDays(dateOf(now, zone), noticeOf(signed, now));

const words: Record<PlanFault, (earliest: string, strategy: Strategy) => string> = {
  NO_CONTRACT: (_earliest, strategy) =>
    strategy === "MODIFY"
      ? "The partner's contract on these terms ends before that day: choose an earlier day, or " +
        "leave the partner as it is"
      : "There is no signed contract to change: invite the partner instead",
  CONTRACT_IN_FORCE: () =>
    "A contract with this program is in force: switch the partner instead of inviting it",
  CHANGE_ALREADY_SCHEDULED: () =>
    "A change is already planned for this partner: let it take effect or withdraw it first",
  INSIDE_NOTICE_PERIOD: (earliest) =>
    `The partner's notice period ends later: the earliest day is ${earliest}`,
  ALREADY_ON_THESE_TERMS: () => "The partner's contract already names this version of the terms",
  CONSENT_NEEDED: () =>
    "The new terms pay by sub ids, which are the partner's own: propose them, so that it can " +
    "accept, or leave these conditions out",
};

/**
 * What is not asked may not test what the partner alone sees, but as every contract in its place
 * does that the partner is signed on.
 */
function needsConsent(plan: ChangePlan, touched: readonly Signed[]): boolean {
  const isAsked = plan.strategy === "INVITE" || plan.approval === "PROPOSE";
  return (
    !isAsked &&
    plan.privateRules.some((rule) =>
      touched.some(({ privateRules }) => !privateRules.includes(rule)),
    )
  );
}

function faultOf(
  plan: ChangePlan,
  partner: PartnerSnapshot,
  isTooEarly: boolean,
): PlanFault | null {
  const lasting = partner.signed.filter(
    ({ validity }) => validity.end === null || validity.end > plan.effectiveAt,
  );
  if (plan.strategy === "INVITE") return lasting.length > 0 ? "CONTRACT_IN_FORCE" : null;
  if (lasting.length === 0) return "NO_CONTRACT";
  if (partner.hasPlannedChange) return "CHANGE_ALREADY_SCHEDULED";
  const touched =
    plan.strategy === "MODIFY"
      ? lasting.filter(({ termsId }) => termsId === plan.termsId)
      : lasting;
  // Of other terms a modification reaches nothing, and must not stand in another change's way.
  if (touched.length === 0) return "NO_CONTRACT";
  if (
    plan.strategy === "SWITCH" &&
    lasting.length === 1 &&
    plan.until === null &&
    lasting[0]?.versionId === plan.versionId
  )
    return "ALREADY_ON_THESE_TERMS";
  if (needsConsent(plan, touched)) return "CONSENT_NEEDED";
  return isTooEarly ? "INSIDE_NOTICE_PERIOD" : null;
}

function stepsOf(plan: ChangePlan, partner: PartnerSnapshot): Step[] {
  const { versionId, effectiveAt, until, fallbackVersionId } = plan;
  if (plan.strategy === "MODIFY")
    return modifySteps(partner.signed, plan.termsId, versionId, effectiveAt);
  if (plan.strategy === "INVITE" || plan.approval === "PROPOSE")
    return [{ kind: "PROPOSE", versionId, validity: { start: effectiveAt, end: until } }];
  return switchSteps(partner.signed, { versionId, from: effectiveAt, until, fallbackVersionId });
}

/**
 * What the change does to one partner, or why it does nothing. `now` and `zone` say from when
 * notice counts.
 */
export function planFor(
  plan: ChangePlan,
  partner: PartnerSnapshot,
  now: Instant,
  zone: string,
): PartnerPlan {
  const earliestOn = earliestDate(partner.signed, now, zone);
  const code = faultOf(plan, partner, dateOf(plan.effectiveAt, zone) < earliestOn);
  return {
    partnerId: partner.partnerId,
    earliestOn,
    steps: code === null ? stepsOf(plan, partner) : [],
    fault: code === null ? null : { code, message: words[code](earliestOn, plan.strategy) },
  };
}

/** A day in the brand's zone as an instant: its start, or now when that has passed today. */
export function effectiveInstant(
  day: string,
  now: Instant,
  zone: string,
  path: string,
): Result<Instant, "BAD_DATE" | "DATE_IN_PAST"> {
  const gated = gateDate(day, path);
  if (!gated.ok) return gated;
  if (day < dateOf(now, zone))
    return refuse("DATE_IN_PAST", `${day} has passed: choose today or a later day`, path);
  return accept(Math.max(now, dateStart(day, zone)));
}
