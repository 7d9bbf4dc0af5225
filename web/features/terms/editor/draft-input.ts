/** Terms input that was kept, back into what the form holds. */
import type {
  EventPayoutInput,
  LimitInput,
  RuleInput,
  TermsInput,
  VersionView_VersionFragment,
} from "../../../gql/graphql.ts";
import {
  lockingDraft,
  newKey,
  newLimit,
  newPayout,
  scheduleDraft,
  type LimitDraft,
  type PayoutDraft,
  type RuleDraft,
  type TermsDraft,
} from "./draft.ts";
import { valuesIn } from "../rules/values.ts";
import { numberTexts } from "./number-clauses.ts";

/** GraphQL takes one value where a list is meant. */
const list = <T>(given: T | readonly T[] | null | undefined): T[] => {
  if (given == null) return [];
  if (Array.isArray(given)) return [...(given as readonly T[])];
  return [given as T];
};
const text = (value: number | null | undefined): string => (value == null ? "" : String(value));

const ruleOf = (rule: RuleInput): RuleDraft => ({
  key: newKey(),
  variable: rule.variable,
  name: rule.name ?? "",
  operator: rule.operator,
  values: list(rule.values).flatMap(valuesIn),
  typed: "",
});

const limitOf = ({ kind, scope, reset, max, weekendMax }: LimitInput): LimitDraft =>
  newLimit({
    kind,
    scope: scope ?? "CONTRACT",
    reset: reset ?? "DAY",
    max,
    weekendMax: weekendMax ?? "",
  });

const payoutOf = (payout: EventPayoutInput): PayoutDraft => ({
  event: payout.event,
  level: payout.level ?? newPayout(payout.event).level,
  rate: payout.rate,
  groups: list(payout.groups).map((group) => ({
    key: newKey(),
    id: group.id ?? null,
    name: group.name,
    rate: group.rate,
    rules: list(group.rules).map(ruleOf),
    limits: list(group.limits).map(limitOf),
  })),
  restrictions: list(payout.restrictions).map((restriction) => ({
    key: newKey(),
    id: restriction.id ?? null,
    name: restriction.name,
    hideZeroRows: restriction.hideZeroRows ?? false,
    rules: list(restriction.rules).map(ruleOf),
  })),
  limits: list(payout.limits).map(limitOf),
  remainder: payout.remainder ?? "PAY_ZERO",
  locking: payout.locking
    ? lockingDraft({
        openEnded: payout.locking.openEnded ?? false,
        period: payout.locking.period ?? null,
        months: payout.locking.months ?? 0,
        days: payout.locking.days ?? 0,
      })
    : null,
  schedule: payout.schedule
    ? scheduleDraft({
        period: payout.schedule.period ?? "MONTH",
        months: payout.schedule.months ?? 0,
        days: payout.schedule.days ?? 0,
        dayOfMonth: payout.schedule.dayOfMonth ?? null,
      })
    : null,
  bonus: payout.bonus
    ? {
        kind: payout.bonus.kind,
        basis: payout.bonus.basis,
        tiers: payout.bonus.tiers.map(({ from, rate }) => ({ from, rate })),
      }
    : null,
});

/** The draft of a next version or of a copy, from the version that is; the brand alone has one. */
export function draftOf(
  { name, labels }: { name: string; labels: readonly string[] },
  { asInput }: Pick<VersionView_VersionFragment, "asInput">,
): TermsDraft {
  if (!asInput) throw new Error("a version of another brand's terms is no draft");
  return draftOfInput({ ...asInput, name, labels: [...labels] });
}

export const draftOfInput = (input: TermsInput): TermsDraft => ({
  name: input.name,
  labels: list(input.labels).join(", "),
  comment: input.comment ?? "",
  currency: input.currency,
  payouts: list(input.eventPayouts).map(payoutOf),
  ...numberTexts((field) => text(input[field])),
  clauses: list(input.customTerms).map(({ name, kind, text: words, fileId }) => ({
    key: newKey(),
    name,
    kind: kind ?? "CUSTOM",
    text: words ?? "",
    fileId: fileId ?? null,
  })),
  acknowledgeNoLimit: input.acknowledgeNoLimit ?? false,
});
