/** The live signal of a report. A partner is told only when own figures changed: others' activity stays unseen. */
import type { Context } from "../context.ts";
import { Program } from "../programs/program.entity.ts";
import type { ReportTickView } from "./report.types.ts";

async function ownFigures(ctx: Context, programId: string): Promise<string> {
  const own = [programId, ctx.scope.requireAccountId()];
  const [row] = await ctx.em.fork().execute<{ figures: string }[]>(
    `select coalesce((select sum(clicks)::text from rollup_15m where program_id = ? and partner_account_id = ? and level = 'C'), '') || '/' ||
      coalesce((select sum(updates)::text from action where program_id = ? and partner_account_id = ?), '') as figures`,
    [...own, ...own],
  );
  return row?.figures ?? "";
}

/** Yields at once, then after each change. Ends at once for a program outside the scope: absent, like an unknown id. */
export async function* reportTicks(ctx: Context, programId: string): AsyncGenerator<ReportTickView> {
  const program = await ctx.em.fork().findOne(Program, { id: programId });
  if (!program || !ctx.ticks) return;
  const isPartner = ctx.scope.kind === "PARTNER";
  let known = isPartner ? await ownFigures(ctx, programId) : "";
  yield { programId, at: new Date(ctx.clock()) };
  for await (const _ of ctx.ticks.of(programId)) {
    const figures = isPartner ? await ownFigures(ctx, programId) : "";
    if (isPartner && figures === known) continue;
    known = figures;
    yield { programId, at: new Date(ctx.clock()) };
  }
}
