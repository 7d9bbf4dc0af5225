/**
 * A program's click filter: what becomes of clicks that carry a risk signal. Source: "Filter
 * High-Risk Traffic".
 */
import { mutation, type View } from "../../platform/mutation.ts";
import { Conflict, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import type { Context } from "../../platform/context.ts";
import type { RiskFilter } from "../../domain/validity.ts";
import { Program } from "./program.entity.ts";
import { keepPast } from "./past-settings.ts";

export interface FilterChange {
  programId: string;
  filter: RiskFilter;
}

/**
 * The brand's choice. STRICT takes sales from partners, so only the platform sets it
 * (commands/click-filter.ts) [D112].
 */
export async function setRiskFilter<A>(
  ctx: Context,
  { programId, filter }: FilterChange,
  idempotencyKey: string,
  view: View<A>,
): Promise<A | NotFound | Conflict | IdempotencyKeyReused> {
  const accountId = ctx.scope.requireAccountId();
  if (filter === "STRICT")
    return new Conflict(
      "STRICT_BY_OPERATOR",
      "Strict also takes sales from partners: ask the platform's operator to set it for this " +
        "program",
      ["filter"],
    );
  return mutation(
    ctx,
    "setRiskFilter",
    { input: { programId, filter }, key: idempotencyKey },
    async (tx) => {
      const found = await tx.findOne(Program, { id: programId, brandAccountId: accountId });
      if (!found) return NotFound.of("program", "programId");
      if (found.riskFilter !== filter) {
        await keepPast(ctx, tx, found, "program_risk_filter", { risk_filter: found.riskFilter });
        found.riskFilter = filter;
      }
      return found.id;
    },
    view,
  );
}
