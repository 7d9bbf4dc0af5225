/** Uses of limits as a decision keeps them: bigints as text, windows in milliseconds; and what they tell of the limits as they were. */
import type { ContractInForce, DecideInput } from "./decide.ts";
import type { LimitUse } from "./limits.ts";
import { limitNamed, limitsOf, type Limit } from "./terms.ts";

export interface StoredUse extends Omit<LimitUse, "scope" | "max" | "before" | "after"> {
  /** Absent from decisions of the first engine, which knew contracts alone. */
  scope?: LimitUse["scope"];
  max: string;
  before: string;
  after: string;
}

const useToJson = (use: LimitUse): StoredUse => ({ ...use, max: use.max.toString(), before: use.before.toString(), after: use.after.toString() });
export const usesToJson = (uses: readonly LimitUse[]): string => (uses.length === 0 ? "[]" : JSON.stringify(uses.map(useToJson)));
export const usesFromJson = (uses: readonly StoredUse[]): LimitUse[] =>
  uses.map(({ limitId, kind, scope, windowStart, windowEnd, max, before, after }) => ({
    limitId,
    kind,
    scope: scope ?? "CONTRACT",
    windowStart,
    windowEnd,
    max: BigInt(max),
    before: BigInt(before),
    after: BigInt(after),
  }));

/** A program's own limits may have been changed since, and a weekly limit may have been new: both are as the decision saw them. */
export function asThen(contract: ContractInForce | null, stored: readonly StoredUse[]): Pick<DecideInput, "contract" | "programLimits"> {
  const uses = usesFromJson(stored);
  const programLimits = uses
    .filter(({ scope }) => scope === "PROGRAM")
    .map(({ limitId: id, kind, scope, max }): Limit => ({ id, kind, scope, reset: limitNamed(id).reset, max, weekendMax: null }));
  if (contract === null) return { contract, programLimits };
  const absent = contract.terms.eventPayouts.flatMap(limitsOf).filter(({ id, reset }) => reset === "WEEK" && !uses.some(({ limitId }) => limitId === id));
  return { contract: absent.length === 0 ? contract : { ...contract, weeklyFrom: new Map(absent.map(({ id }) => [id, Infinity])) }, programLimits };
}
