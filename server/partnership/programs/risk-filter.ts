/**
 * A program's click filter: what becomes of clicks that carry a risk signal. Source: "Filter
 * High-Risk Traffic".
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { mutation, type View } from "../../platform/mutation.ts";
import { Conflict, NotFound, type IdempotencyKeyReused } from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import type { RiskFilter } from "../../domain/validity.ts";
import { Program } from "./program.entity.ts";
import { hold } from "../../platform/db/locks.ts";

/**
 * The filter that held until now is kept: clicks of its time are judged and explained by it,
 * whenever they are.
 */
async function change(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  filter: RiskFilter,
): Promise<void> {
  if (program.riskFilter === filter) return;
  // Accounting holds this lock shared while it prices a batch: none prices by the old filter what
  // is clicked after the instant.
  await hold(tx, "CONTRACTS", program.id);
  await tx.execute(
    `
      insert into program_risk_filter (program_id, until, brand_account_id, risk_filter, changed_by)
      select
        ?,
        greatest(
          ?::timestamptz,
          (
            select max(until) + interval '1 millisecond'
            from program_risk_filter
            where program_id = ?
          )
        ),
        ?,
        ?,
        ?`,
    [program.id, now(ctx), program.id, program.brandAccountId, program.riskFilter, actorId(ctx)],
  );
  program.riskFilter = filter;
}

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
      await change(ctx, tx, found, filter);
      return found.id;
    },
    view,
  );
}
