/** Terms as the API and the CLI hand them in, and what they may be refused for. */
import type { CustomTermsKind, EventKind, LimitKind, LimitScope, PayoutLevel } from "./terms.ts";
import type { BonusDraft } from "./bonus-input.ts";
import type { Reset } from "./calendar.ts";
import type { NumberField, NumberFault } from "./number-clauses.ts";
import type { RuleDraft } from "./rules.ts";

export type TermsFault =
  | "NO_EVENT_PAYOUT"
  | "DUPLICATE_EVENT"
  | "BAD_LEVEL"
  | "BAD_RATE"
  | "BAD_LIMIT"
  | "BAD_AMOUNT"
  | "BAD_CURRENCY"
  | "BAD_RULE"
  | "BAD_TEXT"
  | "BAD_NAME"
  | "BAD_GROUP"
  | "BAD_RANK"
  | "BAD_RESTRICTION"
  | "BAD_LOCKING"
  | "BAD_SCHEDULE"
  | NumberFault
  | "BAD_CUSTOM_TERMS"
  | "BAD_BONUS";

export interface LimitDraft {
  kind: LimitKind;
  /** Default CONTRACT. */
  scope?: LimitScope | null;
  /** Absent for EVENT alone. */
  reset?: Reset | null;
  max: string;
  weekendMax?: string | null;
}
export interface GroupDraft {
  id?: string | null;
  name: string;
  /** Lower is tried first; without ranks the order of the list counts. */
  rank?: number | null;
  rules: RuleDraft[];
  rate: string;
  limits?: LimitDraft[] | null;
}
export interface RestrictionDraft {
  id?: string | null;
  name: string;
  rules: RuleDraft[];
  hideZeroRows?: boolean | null;
}
export interface LockingDraft {
  openEnded?: boolean | null;
  period?: "DAY" | "MONTH" | null;
  months?: number | null;
  days?: number | null;
}
export interface ScheduleDraft {
  period?: "DAY" | "WEEK" | "MONTH" | null;
  months?: number | null;
  days?: number | null;
  dayOfMonth?: number | null;
}
/** What the API and the CLI hand in. Rates are text: "0.12" or "8%". */
export interface EventPayoutDraft {
  event: EventKind;
  level?: PayoutLevel | null;
  rate: string;
  groups?: GroupDraft[] | null;
  restrictions?: RestrictionDraft[] | null;
  limits: LimitDraft[];
  remainder?: "PAY_ZERO" | "PAY_REMAINDER" | null;
  locking?: LockingDraft | null;
  schedule?: ScheduleDraft | null;
  bonus?: BonusDraft | null;
}
export interface CustomTermsDraft {
  name: string;
  kind?: CustomTermsKind | null;
  text?: string | null;
  fileId?: string | null;
}
export interface TermsDraft extends Partial<Record<NumberField, number | null>> {
  currency: string;
  eventPayouts: EventPayoutDraft[];
  customTerms?: CustomTermsDraft[] | null;
}
