/** What a counter of a limit is of: its key in limit_budget (domain/limits.ts). */
import type { Period } from "./calendar.ts";

/** Stands for the partner of a program's own limit, which counts all of them together. */
export const nobody = "00000000-0000-0000-0000-000000000000";

export interface CounterKey {
  program: string;
  /** `nobody` for a program's own limit. */
  partner: string;
  /** Whom it counts together: partner, contract, program, or a visitor's hash. */
  scope: string;
  limitId: string;
  /** Of money alone; else "". */
  currency: string;
  window: Period;
  brand: string;
}
