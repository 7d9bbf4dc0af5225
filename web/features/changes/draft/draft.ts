/**
 * A contract change while it is being prepared: what the wizard holds, how it resumes, what it
 * sends.
 */
import type {
  ChangeApproval,
  ChangeStrategy,
  ContractChangeInput,
  TermsInput,
} from "../../../gql/graphql.ts";

export const wizardSteps = [
  "strategy",
  "terms",
  "partners",
  "differences",
  "dates",
  "message",
  "review",
] as const;
export type WizardStep = (typeof wizardSteps)[number];

export interface ChangeDraft {
  strategy: ChangeStrategy;
  approval: ChangeApproval;
  termsId: string;
  versionNumber: number | null;
  /** What the terms become; MODIFY alone. */
  terms: TermsInput | null;
  baseVersion: number | null;
  partnerIds: string[];
  /** Everyone on these terms instead of partnerIds; SWITCH alone. */
  everyoneOnTermsId: string | null;
  excludePartnerIds: string[];
  /** "" = the first day that suits every partner. */
  effectiveOn: string;
  lastDay: string | null;
  fallbackTermsId: string | null;
  expiresAt: string | null;
  mayCounter: boolean;
  earlyOptIn: boolean;
  howTo: boolean;
  comment: string;
}

export const newChange = (termsId: string, comment: string): ChangeDraft => ({
  strategy: "INVITE",
  approval: "REPLACE",
  termsId,
  versionNumber: null,
  terms: null,
  baseVersion: null,
  partnerIds: [],
  everyoneOnTermsId: null,
  excludePartnerIds: [],
  effectiveOn: "",
  lastDay: null,
  fallbackTermsId: null,
  expiresAt: null,
  mayCounter: true,
  earlyOptIn: false,
  howTo: false,
  comment,
});

/** A saved draft as the API gives it back; what an older one lacks is as in a new one. */
export function resumedChange(json: string): ChangeDraft {
  const saved = JSON.parse(json) as Partial<Record<keyof ChangeDraft, unknown>>;
  const start = newChange("", "");
  const known = Object.entries(saved).filter(
    ([name, value]) => name in start && value !== null && value !== undefined,
  );
  return { ...start, ...(Object.fromEntries(known) as Partial<ChangeDraft>) };
}

/**
 * Everything that was chosen, also for a strategy that is not chosen now, so that going back finds
 * it again.
 */
export const savedInput = (draft: ChangeDraft): ContractChangeInput => ({
  ...draft,
  approval: draft.strategy === "SWITCH" ? draft.approval : null,
});

export const proposes = ({
  strategy,
  approval,
}: Pick<ChangeDraft, "strategy" | "approval">): boolean =>
  strategy === "INVITE" || (strategy === "SWITCH" && approval === "PROPOSE");

/** What the strategy takes, and nothing else. `day` stands in where no first day is chosen. */
export function inputOf(draft: ChangeDraft, day: string): ContractChangeInput {
  const { strategy } = draft;
  const modifies = strategy === "MODIFY";
  const everyone = strategy === "SWITCH" && draft.everyoneOnTermsId !== null;
  return {
    strategy,
    approval: strategy === "SWITCH" ? draft.approval : null,
    termsId: draft.termsId,
    versionNumber: modifies ? null : draft.versionNumber,
    terms: modifies ? draft.terms : null,
    baseVersion: modifies ? draft.baseVersion : null,
    partnerIds: modifies || everyone ? null : draft.partnerIds,
    everyoneOnTermsId: everyone ? draft.everyoneOnTermsId : null,
    excludePartnerIds: everyone ? draft.excludePartnerIds : null,
    effectiveOn: draft.effectiveOn || day,
    lastDay: modifies ? null : draft.lastDay,
    fallbackTermsId:
      modifies || strategy === "INVITE" || draft.lastDay === null ? null : draft.fallbackTermsId,
    expiresAt: proposes(draft) ? draft.expiresAt : null,
    mayCounter: !proposes(draft) || draft.mayCounter,
    earlyOptIn: modifies && draft.earlyOptIn,
    howTo: draft.howTo,
    comment: draft.comment,
  };
}

/** What decides the figures of past days: terms and partners; days and words do not. */
export function triedChange(draft: ChangeDraft): string {
  const {
    strategy,
    termsId,
    versionNumber,
    terms,
    partnerIds,
    everyoneOnTermsId,
    excludePartnerIds,
  } = inputOf(draft, "");
  return JSON.stringify([
    strategy,
    termsId,
    versionNumber,
    terms?.eventPayouts,
    terms?.currency,
    partnerIds,
    everyoneOnTermsId,
    excludePartnerIds,
  ]);
}

/** Whether enough is chosen to ask what the change would do. */
export function isPreviewable(draft: ChangeDraft): boolean {
  if (draft.termsId === "") return false;
  if (draft.strategy === "MODIFY") return draft.terms !== null;
  return (
    (draft.strategy === "SWITCH" && draft.everyoneOnTermsId !== null) || draft.partnerIds.length > 0
  );
}

const steps: readonly [fields: readonly string[], step: WizardStep][] = [
  [["strategy"], "strategy"],
  [["termsId", "versionNumber", "terms", "baseVersion"], "terms"],
  [["partnerIds", "everyoneOnTermsId", "excludePartnerIds", "expectedPartners"], "partners"],
  [
    [
      "effectiveOn",
      "lastDay",
      "fallbackTermsId",
      "approval",
      "expiresAt",
      "mayCounter",
      "earlyOptIn",
    ],
    "dates",
  ],
  [["comment", "howTo"], "message"],
];
/** The step on which the field at fault stands; null for a refusal of the whole. */
export function stepOfPath(path: readonly string[]): WizardStep | null {
  const field = path[0] === "input" ? path[1] : path[0];
  return steps.find(([fields]) => field !== undefined && fields.includes(field))?.[1] ?? null;
}

/** Whether a message says more than the sentence it is prefilled with. */
export const explains = (comment: string, sentence: string): boolean =>
  comment.replace(sentence, "").trim() !== "";

/** Above so many partners their number is typed before the change is sent. */
const typedAbove = 20;
export const mustType = (partners: number): boolean => partners > typedAbove;
export const confirms = (partners: number, typed: string): boolean =>
  !mustType(partners) || typed.trim() === String(partners);
