/** The live signal of a report. A partner is told only when own figures changed: others' activity stays unseen. */
import type { Context } from "../context.ts";
import { endable } from "../db/ticks.ts";
import { findProgram } from "../programs/programs.ts";
import type { ReportTickView } from "./report.types.ts";

/** Older figures change only by late arrivals; they show at the next reading. */
const watchedMs = 2 * 86_400_000;

async function ownFigures(ctx: Context, programId: string): Promise<string> {
  const own = [programId, ctx.scope.requireAccountId()];
  const recent = new Date(ctx.clock() - watchedMs);
  const [row] = await ctx.em.fork().execute<{ figures: string }[]>(
    `select coalesce((select sum(clicks)::text from click_rollup where program_id = ? and partner_account_id = ? and level = 'C' and bucket > ?), '') || '/' ||
      coalesce((select sum(updates)::text from action where program_id = ? and partner_account_id = ?), '') as figures`,
    [...own, recent, ...own],
  );
  return row?.figures ?? "";
}

async function* ticksUntil(ctx: Context, programId: string, end: AbortSignal): AsyncGenerator<ReportTickView> {
  const program = await findProgram({ ...ctx, em: ctx.em.fork() }, programId);
  if (!program || !ctx.ticks) return;
  const isPartner = ctx.scope.kind === "PARTNER";
  let known: string | null = null;
  for await (const _ of ctx.ticks.of(programId, end)) {
    const figures = isPartner ? await ownFigures(ctx, programId) : "";
    if (isPartner && figures === known) continue;
    known = figures;
    // When the program's figures changed would tell a partner of others' activity.
    yield { programId, at: new Date(isPartner ? ctx.clock() : ctx.ticks.changedAt(programId)) };
  }
}

/** Yields at once, then after each change. Ends at once for a program outside the scope: absent, like an unknown id. */
export const reportTicks = (ctx: Context, programId: string): AsyncIterableIterator<ReportTickView> => endable((end) => ticksUntil(ctx, programId, end));
