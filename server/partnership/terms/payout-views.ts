/**
 * Payouts of terms as the API shows them: to their partners, to the brand, and to whoever holds a
 * branded link.
 */
import { money } from "../../platform/api/money.ts";
import { formatMicros } from "../../domain/money.ts";
import {
  rateText,
  type Bonus,
  type CustomTerms,
  type EventPayout,
  type Limit,
  type Locking,
  type PayoutSchedule,
  type Rate,
} from "../../domain/terms.ts";
import type { EventTypeKind } from "../programs/program.types.ts";
import type {
  EventPayoutView,
  LimitView,
  LockingPeriodValue,
  LockingView,
  PayoutLevelValue,
  PayoutScheduleView,
  RemainderPolicy,
  SchedulePeriodValue,
} from "./payout.types.ts";
import type { BonusBasisValue, BonusKindValue, BonusView } from "./bonus.types.ts";
import { fullStop, type TermsSentence } from "../../domain/terms-sentences.ts";
import type { TermsSentenceView } from "./sentence.types.ts";
import { ruleView } from "./rule-views.ts";
import type { CustomTermsKindValue, CustomTermsView } from "./terms.types.ts";

const rateView = (rate: Rate, currency: string) => ({
  rate: rateText(rate),
  amount: rate.kind === "AMOUNT" ? money(rate.micros, currency) : null,
});

const maxText = (limit: Limit, max: bigint): string =>
  limit.kind === "PAYOUT" ? formatMicros(max) : String(max);
const limitView = (limit: Limit, currency: string): LimitView => ({
  id: limit.id,
  kind: limit.kind,
  scope: limit.scope,
  reset: limit.reset,
  weekendMax: limit.weekendMax === null ? null : maxText(limit, limit.weekendMax),
  maxClicks: limit.kind === "CLICKS" ? Number(limit.max) : null,
  maxConversions: limit.kind === "CONVERSIONS" ? Number(limit.max) : null,
  maxPayout: limit.kind === "PAYOUT" ? money(limit.max, currency) : null,
});

export const lockingView = (locking: Locking): LockingView =>
  locking.kind === "OPEN_ENDED"
    ? { openEnded: true, period: null, months: 0, days: 0 }
    : {
        openEnded: false,
        period: locking.period as LockingPeriodValue,
        months: locking.months,
        days: locking.days,
      };

export const scheduleView = ({
  period,
  months,
  days,
  dayOfMonth,
}: PayoutSchedule): PayoutScheduleView => ({
  period: period as SchedulePeriodValue,
  months,
  days,
  dayOfMonth,
});

const bonusView = ({ kind, basis, tiers }: Bonus, currency: string): BonusView => ({
  kind: kind as BonusKindValue,
  basis: basis as BonusBasisValue,
  tiers: tiers.map(({ from, rate }) => ({
    from: basis === "REVENUE" ? formatMicros(from) : String(from),
    fromAmount: basis === "REVENUE" ? money(from, currency) : null,
    ...rateView(rate, currency),
  })),
});

export const payoutView = (payout: EventPayout, currency: string): EventPayoutView => ({
  event: payout.event as EventTypeKind,
  level: payout.level as PayoutLevelValue,
  ...rateView(payout.defaultRate, currency),
  groups: payout.groups.map((group, i) => ({
    id: group.id,
    rank: i + 1,
    name: group.name,
    rules: group.rules.map(ruleView),
    ...rateView(group.rate, currency),
    limits: group.limits.map((limit) => limitView(limit, currency)),
  })),
  restrictions: payout.restrictions.map((restriction) => ({
    ...restriction,
    rules: restriction.rules.map(ruleView),
  })),
  limits: payout.limits.map((limit) => limitView(limit, currency)),
  remainder: payout.remainder as RemainderPolicy,
  locking: payout.locking && lockingView(payout.locking),
  schedule: scheduleView(payout.schedule),
  bonus: payout.bonus && bonusView(payout.bonus, currency),
});

export const sentenceViews = (sentences: readonly TermsSentence[]): TermsSentenceView[] =>
  sentences.map(({ part, clause, event, text }) => ({
    part,
    clause,
    event: event as EventTypeKind | null,
    text: fullStop(text),
  }));

export const customTermsView = (
  { name, kind, text, fileId }: CustomTerms,
  brandAccountId: string,
): CustomTermsView => ({
  kind: kind as CustomTermsKindValue,
  text,
  fileId,
  ownName: name,
  brandAccountId,
});
