/**
 * A brand account's rules for its template terms: defaults for what a draft leaves open, and, where
 * they are enforced, what terms must keep to when they are created or modified. Terms saved earlier
 * stay valid. Source: "Template Terms Rules".
 */
import { accept, refuse, type Result } from "./result.ts";
import { checkNumber, parseLocking, parseSchedule } from "./terms-input.ts";
import type { LockingDraft, ScheduleDraft, TermsDraft } from "./terms-draft.ts";
import { gateWhole } from "./values/amount.ts";
import { count } from "./number-clauses.ts";
import { lockingSentence, scheduleSentence } from "./terms-sentences.ts";
import type { EventPayout, Locking, PayoutSchedule, Terms } from "./terms.ts";

export interface TermsRules {
  /** Off: only the defaults count. */
  enforced: boolean;
  noticeDays: number;
  /** The notice period may differ from the default, up to `maxNoticeDays`. */
  mayChangeNotice: boolean;
  maxNoticeDays: number;
  /** null = no rule. */
  locking: Locking | null;
  schedule: PayoutSchedule | null;
  maxReturnPercent: number | null;
  openEndedAllowed: boolean;
}

/** Of an account that set none: everything is allowed. */
export const noRules: TermsRules = {
  enforced: false,
  noticeDays: 0,
  mayChangeNotice: true,
  maxNoticeDays: 365,
  locking: null,
  schedule: null,
  maxReturnPercent: null,
  openEndedAllowed: true,
};

export interface TermsRulesDraft extends Omit<TermsRules, "locking" | "schedule"> {
  locking: LockingDraft | null;
  schedule: ScheduleDraft | null;
}

export function parseTermsRules(draft: TermsRulesDraft): Result<TermsRules> {
  const { noticeDays, maxNoticeDays, maxReturnPercent } = draft;
  const notice = checkNumber("noticeDays", noticeDays);
  if (!notice.ok) return notice;
  const longest = gateWhole(
    "BAD_NOTICE",
    `The longest notice period lies between the default, ${noticeDays}, and 365 days`,
    maxNoticeDays,
    { min: noticeDays, max: 365 },
    "maxNoticeDays",
  );
  if (!longest.ok) return longest;
  const returns =
    maxReturnPercent === null ? accept(0) : checkNumber("maxReturnPercent", maxReturnPercent);
  if (!returns.ok) return returns;
  const locking =
    draft.locking === null ? accept(null) : parseLocking("SALE", draft.locking, "locking");
  if (!locking.ok) return locking;
  if (locking.value?.kind === "OPEN_ENDED" && !draft.openEndedAllowed)
    return refuse(
      "BAD_LOCKING",
      "Open-ended locking cannot be the default while it is not allowed",
      "locking",
    );
  const schedule =
    draft.schedule === null ? accept(null) : parseSchedule(draft.schedule, "schedule");
  return schedule.ok
    ? accept({ ...draft, locking: locking.value, schedule: schedule.value })
    : schedule;
}

const lockingDraft = (locking: Locking): LockingDraft =>
  locking.kind === "OPEN_ENDED"
    ? { openEnded: true }
    : { period: locking.period, months: locking.months, days: locking.days };

/** The draft with the account's defaults where it says nothing. */
export const withDefaults = (draft: TermsDraft, rules: TermsRules): TermsDraft => ({
  ...draft,
  noticeDays: draft.noticeDays ?? rules.noticeDays,
  maxReturnPercent: draft.maxReturnPercent ?? rules.maxReturnPercent,
  eventPayouts: draft.eventPayouts.map((payout) => ({
    ...payout,
    schedule: payout.schedule ?? rules.schedule,
    locking:
      payout.locking ??
      (payout.event === "CLICK" || rules.locking === null ? null : lockingDraft(rules.locking)),
  })),
});

function noticeKept({ noticeDays }: Terms, rules: TermsRules): Result<true> {
  if (noticeDays === rules.noticeDays) return accept(true);
  if (!rules.mayChangeNotice)
    return refuse(
      "NOTICE_RULE",
      `The account's rules set a notice period of ${count(rules.noticeDays, "day")}`,
      "noticeDays",
    );
  return noticeDays <= rules.maxNoticeDays
    ? accept(true)
    : refuse(
        "NOTICE_RULE",
        "The account's rules allow a notice period of at most " +
          `${count(rules.maxNoticeDays, "day")}, not ${noticeDays}`,
        "noticeDays",
      );
}

/** What the rules refuse of when one event is final and paid: whatever has another sentence. */
function timingKept(
  { event, locking, schedule }: EventPayout,
  rules: TermsRules,
  at: string,
): Result<true> {
  const isOpen = locking?.kind === "OPEN_ENDED";
  if (isOpen && !rules.openEndedAllowed)
    return refuse(
      "OPEN_ENDED_NOT_ALLOWED",
      "The account's rules do not allow open-ended locking",
      `${at}.locking`,
    );
  const final = rules.locking && lockingSentence(event, rules.locking);
  if (locking && !isOpen && final && lockingSentence(event, locking) !== final)
    return refuse("LOCKING_RULE", `The account's rules say: ${final}`, `${at}.locking`);
  const paid = rules.schedule && scheduleSentence(event, rules.schedule);
  return paid && scheduleSentence(event, schedule) !== paid
    ? refuse("SCHEDULE_RULE", `The account's rules say: ${paid}`, `${at}.schedule`)
    : accept(true);
}

/** What the rules refuse in these terms, or nothing. Only where they are enforced [D28, D29]. */
export function keepsRules(terms: Terms, rules: TermsRules): Result<true> {
  if (!rules.enforced) return accept(true);
  const notice = noticeKept(terms, rules);
  if (!notice.ok) return notice;
  if (rules.maxReturnPercent !== null && terms.maxReturnPercent !== rules.maxReturnPercent)
    return refuse(
      "RETURN_RULE",
      `The account's rules allow ${rules.maxReturnPercent} % to be reversed`,
      "maxReturnPercent",
    );
  for (const [i, payout] of terms.eventPayouts.entries()) {
    const timing = timingKept(payout, rules, `eventPayouts.${i}`);
    if (!timing.ok) return timing;
  }
  return accept(true);
}
