/** Terms as the input that says them: what an editor begins with, and sends back unchanged. */
import { formatMicros } from "./money.ts";
import { numbersOf } from "./number-clauses.ts";
import { isVariable } from "./rule-variables.ts";
import type { Rule } from "./rules.ts";
import { rateText, type Bonus, type EventPayout, type Limit, type Terms } from "./terms.ts";
import type { LimitDraft, TermsDraft } from "./terms-draft.ts";

/** A comma separates values, and double quotes keep one together. */
const quoted = (value: string): string =>
  /[",]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
/**
 * What no rule can look at any more becomes a parameter without a name, which is refused until
 * something is chosen.
 */
const ruleInput = ({ variable, name, operator, values }: Rule) => ({
  variable: isVariable(variable) ? variable : "PARAM",
  name,
  operator,
  values: values.map(quoted),
});

const limitInput = ({ kind, scope, reset, max, weekendMax }: Limit): LimitDraft => {
  const text = (amount: bigint) => (kind === "PAYOUT" ? formatMicros(amount) : String(amount));
  return {
    kind,
    scope,
    reset,
    max: text(max),
    weekendMax: weekendMax === null ? null : text(weekendMax),
  };
};

const bonusInput = ({ kind, basis, tiers }: Bonus) => ({
  kind,
  basis,
  tiers: tiers.map(({ from, rate }) => ({
    from: basis === "REVENUE" ? formatMicros(from) : String(from),
    rate: rateText(rate),
  })),
});

const lockingInput = (locking: NonNullable<EventPayout["locking"]>) =>
  locking.kind === "OPEN_ENDED"
    ? { openEnded: true, months: 0, days: 0 }
    : { openEnded: false, period: locking.period, months: locking.months, days: locking.days };

const payoutInput = (payout: EventPayout) => ({
  event: payout.event,
  level: payout.level,
  rate: rateText(payout.defaultRate),
  groups: payout.groups.map(({ id, name, rules, rate, limits }) => ({
    id,
    name,
    rules: rules.map(ruleInput),
    rate: rateText(rate),
    limits: limits.map(limitInput),
  })),
  restrictions: payout.restrictions.map(({ id, name, rules, hideZeroRows }) => ({
    id,
    name,
    rules: rules.map(ruleInput),
    hideZeroRows,
  })),
  limits: payout.limits.map(limitInput),
  remainder: payout.remainder,
  locking: payout.locking && lockingInput(payout.locking),
  schedule: payout.schedule,
  bonus: payout.bonus && bonusInput(payout.bonus),
});

/** parseTerms(asInput(terms)) is the same terms again, ids of groups and restrictions included. */
export const asInput = (terms: Terms): TermsDraft => ({
  currency: terms.currency,
  eventPayouts: terms.eventPayouts.map(payoutInput),
  ...numbersOf(terms),
  customTerms: terms.customTerms.map(({ name, kind, text, fileId }) => ({
    name,
    kind,
    text,
    fileId,
  })),
});
