/** Terms while they are being written: what the form holds, and its way to and from the API. */
import type { FragmentType } from "../../../gql/index.ts";
import type {
  BonusBasis,
  BonusInput,
  BonusKind,
  CustomTermsKind,
  EventPayoutInput,
  EventTypeKind,
  LimitInput,
  LimitKind,
  LimitReset,
  LimitScope,
  LockingPeriod,
  SentenceList_SentenceFragmentDoc,
  PayoutLevel,
  RemainderPolicy,
  RuleOperator,
  RuleVariable,
  SchedulePeriod,
  TermsInput,
} from "../../../gql/graphql.ts";
import type { Refusal } from "../../../ui/form.tsx";
import { takesValues, valuesOf } from "../rules/values.ts";
import { numbersTyped, numberTexts, type NumberTexts } from "./number-clauses.ts";
import { resetFor } from "./limit-scopes.ts";

export interface RuleDraft {
  key: string;
  variable: RuleVariable;
  /** For PARAM alone. */
  name: string;
  operator: RuleOperator;
  /** Each as it is meant: a comma is a part of it. */
  values: string[];
  /** What is being typed: it counts as a value. */
  typed: string;
}
export interface GroupDraft {
  key: string;
  /** Null = new. */
  id: string | null;
  name: string;
  rate: string;
  rules: RuleDraft[];
  limits: LimitDraft[];
}
export interface RestrictionDraft extends Omit<GroupDraft, "rate" | "limits"> {
  hideZeroRows: boolean;
}
export interface LimitDraft {
  kind: LimitKind;
  /** Of terms: never PROGRAM. */
  scope: LimitScope;
  /** Kept, and not sent, where the scope has no period. */
  reset: LimitReset;
  max: string;
  /** "" = the same as on other days. */
  weekendMax: string;
}
export const newLimit = (changes: Partial<LimitDraft> = {}): LimitDraft => ({
  kind: "PAYOUT",
  scope: "CONTRACT",
  reset: "MONTH",
  max: "",
  weekendMax: "",
  ...changes,
});
export interface LockingDraft {
  kind: "DAY" | "MONTH" | "OPEN_ENDED";
  months: string;
  days: string;
}
export interface ScheduleDraft {
  period: SchedulePeriod;
  months: string;
  days: string;
  dayOfMonth: string;
}
/** From where on a bonus pays which rate. */
interface BonusTierDraft {
  /** An amount or a number of orders, as the basis has it. */
  from: string;
  rate: string;
}
export interface BonusDraft {
  kind: BonusKind;
  basis: BonusBasis;
  /** 1 to 10, lowest first. */
  tiers: BonusTierDraft[];
}
export const newBonusTier = (): BonusTierDraft => ({ from: "", rate: "" });
/**
 * What fits the default payout: past a tier of revenue a share can be paid, past one of orders an
 * amount for each.
 */
export const newBonus = (defaultRate: string): BonusDraft => ({
  kind: "PAST_EACH_TIER",
  basis: /^[\d.\s]+$/.test(defaultRate) ? "CONVERSIONS" : "REVENUE",
  tiers: [newBonusTier()],
});
export interface PayoutDraft {
  event: EventTypeKind;
  level: PayoutLevel;
  rate: string;
  groups: GroupDraft[];
  restrictions: RestrictionDraft[];
  limits: LimitDraft[];
  remainder: RemainderPolicy;
  /** Null = the account's rule. */
  locking: LockingDraft | null;
  schedule: ScheduleDraft | null;
  /** Of sales alone. */
  bonus: BonusDraft | null;
}
export interface ClauseDraft {
  key: string;
  name: string;
  kind: CustomTermsKind;
  text: string;
  fileId: string | null;
}
export interface TermsDraft extends NumberTexts {
  name: string;
  /** Separated by commas. */
  labels: string;
  comment: string;
  currency: string;
  /** In the order of offeredKinds; one that is missing is no part of the terms. */
  payouts: PayoutDraft[];
  clauses: ClauseDraft[];
  acknowledgeNoLimit: boolean;
}

let keys = 0;
/** What a server drew is gone on in a browser, which counts for itself. */
const counter = typeof window === "undefined" ? "s" : "k";
/** For lists whose items move: React follows the item, not its place. */
export const newKey = (): string => `${counter}${++keys}`;

export const offeredKinds: readonly EventTypeKind[] = ["CLICK", "SALE", "LEAD"];

export const newRule = (event: EventTypeKind = "CLICK"): RuleDraft => ({
  key: newKey(),
  variable: event === "CLICK" ? "COUNTRY" : "PROMO_CODE",
  name: "",
  operator: "IS",
  values: [],
  typed: "",
});
export const newGroup = (event: EventTypeKind = "CLICK"): GroupDraft => ({
  key: newKey(),
  id: null,
  name: "",
  rate: "",
  rules: [newRule(event)],
  limits: [],
});
export const newRestriction = (event: EventTypeKind = "CLICK"): RestrictionDraft => ({
  key: newKey(),
  id: null,
  name: "",
  hideZeroRows: false,
  rules: [newRule(event)],
});
const levels: Record<EventTypeKind, PayoutLevel> = { CLICK: "CLICK", SALE: "ORDER", LEAD: "LEAD" };
export const newPayout = (event: EventTypeKind, rate = ""): PayoutDraft => ({
  event,
  level: levels[event],
  rate,
  groups: [],
  restrictions: [],
  limits: event === "CLICK" ? [newLimit()] : [],
  remainder: "PAY_ZERO",
  locking: null,
  schedule: null,
  bonus: null,
});

export const newDraft = (currency: string): TermsDraft => ({
  name: "",
  labels: "",
  comment: "",
  currency,
  payouts: [newPayout("CLICK"), newPayout("SALE")],
  ...numberTexts(() => ""),
  clauses: [],
  acknowledgeNoLimit: false,
});

export const payoutOf = ({ payouts }: TermsDraft, event: EventTypeKind): PayoutDraft | undefined =>
  payouts.find((payout) => payout.event === event);

/** With this payout put in, replaced or taken out (null); the order of events stays. */
export function withPayout(
  draft: TermsDraft,
  event: EventTypeKind,
  payout: PayoutDraft | null,
): TermsDraft {
  const payouts = offeredKinds.flatMap((kind) =>
    kind === event ? (payout ?? []) : (payoutOf(draft, kind) ?? []),
  );
  return { ...draft, payouts };
}

const quoted = (value: string): string =>
  /[",]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

interface Wait {
  months: number;
  days: number;
}
export const lockingDraft = (
  locking: Wait & { openEnded: boolean; period: LockingPeriod | null },
): LockingDraft => ({
  kind: locking.openEnded ? "OPEN_ENDED" : (locking.period ?? "DAY"),
  months: String(locking.months),
  days: String(locking.days),
});
export const scheduleDraft = ({
  period,
  months,
  days,
  dayOfMonth,
}: Wait & { period: SchedulePeriod; dayOfMonth: number | null }): ScheduleDraft => ({
  period,
  months: String(months),
  days: String(days),
  dayOfMonth: dayOfMonth === null ? "" : String(dayOfMonth),
});

export interface VersionText {
  customTerms: readonly {
    name: string | null;
    kind: CustomTermsKind;
    text: string | null;
    fileId: string | null;
  }[];
  sentences: readonly FragmentType<typeof SentenceList_SentenceFragmentDoc>[];
}

export type DraftWarning = "NO_CPC_LIMIT" | "NO_SALE_EVENT_TYPE";
/**
 * The two that the API gives back after saving and that can be mended here, shown while there is
 * still time.
 */
export function draftWarnings(draft: TermsDraft): DraftWarning[] {
  const click = payoutOf(draft, "CLICK");
  if (!click) return [];
  return [
    ...(click.limits.length + click.groups.flatMap(({ limits }) => limits).length === 0
      ? ["NO_CPC_LIMIT" as const]
      : []),
    ...(payoutOf(draft, "SALE") ? [] : ["NO_SALE_EVENT_TYPE" as const]),
  ];
}

export const wholeOf = (text: string): number | null =>
  /^\d{1,6}$/.test(text.trim()) ? Number(text) : null;
const ruleInput = (rule: RuleDraft) => ({
  variable: rule.variable,
  name: rule.variable === "PARAM" ? rule.name.trim() : null,
  operator: rule.operator,
  values: takesValues(rule.operator) ? valuesOf(rule).map(quoted) : [],
});

export const lockingInput = ({ kind, months, days }: LockingDraft) =>
  kind === "OPEN_ENDED"
    ? { openEnded: true, months: 0, days: 0 }
    : { openEnded: false, period: kind, months: wholeOf(months) ?? 0, days: wholeOf(days) ?? 0 };
export const scheduleInput = ({ period, months, days, dayOfMonth }: ScheduleDraft) => ({
  period,
  months: wholeOf(months) ?? 0,
  days: wholeOf(days) ?? 0,
  dayOfMonth: wholeOf(dayOfMonth),
});

/** Only a day has weekends of its own, and only what has a period has a reset. */
export const limitInput = ({ kind, scope, reset, max, weekendMax }: LimitDraft): LimitInput => {
  const sent = resetFor(scope, reset);
  return {
    kind,
    scope,
    reset: sent,
    max: max.trim(),
    weekendMax: sent === "DAY" && weekendMax.trim() !== "" ? weekendMax.trim() : null,
  };
};

const bonusInput = ({ kind, basis, tiers }: BonusDraft): BonusInput => ({
  kind,
  basis,
  tiers: tiers.map(({ from, rate }) => ({ from: from.trim(), rate: rate.trim() })),
});

const payoutInput = (payout: PayoutDraft): EventPayoutInput => ({
  event: payout.event,
  level: payout.level,
  rate: payout.rate.trim(),
  remainder: payout.remainder,
  bonus: payout.bonus && bonusInput(payout.bonus),
  groups: payout.groups.map(({ id, name, rate, rules, limits }) => ({
    id,
    name: name.trim(),
    rate: rate.trim(),
    rules: rules.map(ruleInput),
    limits: limits.map(limitInput),
  })),
  restrictions: payout.restrictions.map(({ id, name, hideZeroRows, rules }) => ({
    id,
    name: name.trim(),
    hideZeroRows,
    rules: rules.map(ruleInput),
  })),
  limits: payout.limits.map(limitInput),
  locking: payout.locking && payout.event !== "CLICK" ? lockingInput(payout.locking) : null,
  schedule: payout.schedule && scheduleInput(payout.schedule),
});

export const inputOf = (draft: TermsDraft): TermsInput => ({
  name: draft.name.trim(),
  labels: draft.labels
    .split(",")
    .map((label) => label.trim())
    .filter(Boolean),
  comment: draft.comment,
  currency: draft.currency,
  eventPayouts: draft.payouts.map(payoutInput),
  ...numbersTyped(draft, wholeOf),
  customTerms: draft.clauses.map(({ name, kind, text, fileId }) => ({
    name: name.trim(),
    kind,
    text: fileId === null ? text : null,
    fileId,
  })),
  acknowledgeNoLimit: draft.acknowledgeNoLimit,
});

/** Where a path names no control of the form, the first one below it. */
const firstControl: [RegExp, string][] = [
  [/\.limits\.\d+$/, ".max"],
  [/\.locking$/, ".kind"],
  [/\.schedule$/, ".period"],
  [/\.bonus$/, ".basis"],
  [/\.bonus\.tiers$/, ".0.from"],
  [/\.rules$/, ".0.values"],
  [/\.rules\.\d+$/, ".variable"],
  [/\.(groups|restrictions)\.\d+$/, ".name"],
];
/**
 * Fields of the form are named as in the input, positions included, so that one of many rules can
 * be told from the others.
 */
export function placeRefusal(refusal: Refusal | null): Refusal | null {
  if (!refusal || refusal.path.length === 0) return refusal;
  const parts = refusal.path.flatMap((part) => part.split("."));
  const place = (parts[0] === "input" ? parts.slice(1) : parts).join(".");
  // The values of a rule are typed into one field.
  const name = place.replace(/\.values\.\d+$/, ".values");
  return {
    ...refusal,
    path: [name + (firstControl.find(([ending]) => ending.test(name))?.[1] ?? "")],
  };
}
