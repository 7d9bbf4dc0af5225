/**
 * The live signal of a report. A partner is told only when own figures changed: others' activity
 * stays unseen.
 */
import { setTimeout } from "node:timers/promises";
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import { endable } from "../../platform/db/ticks.ts";
import { refuse } from "../../domain/result.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { completenessOf, trackedSince } from "./freshness.ts";
import type { ReportTickView } from "./report.types.ts";

/**
 * A tick comes at least so often, so that silence says that the connection or the platform is gone.
 */
const heartbeatMs = 2_000;
/** Older figures change only by late arrivals; they show at the next reading. */
const watchedMs = 2 * 86_400_000;

async function ownFigures(ctx: Context, programId: string): Promise<string> {
  const own = [programId, ctx.scope.requireAccountId()];
  const recent = new Date(ctx.clock() - watchedMs);
  const [row] = await ctx.em.fork().execute<{ figures: string }[]>(
    `select coalesce(
        (
          select sum(clicks)::text
          from click_rollup
          where program_id = ? and partner_account_id = ? and level = 'C' and bucket > ?
        ),
        ''
      ) || '/' || coalesce((select sum(updates)::text from conversion where program_id = ? and
      partner_account_id = ?),
      '') as figures`,
    [...own, recent, ...own],
  );
  return row?.figures ?? "";
}

/** Ends the wait when the signal does, so that nothing is left behind. */
const silence = (end: AbortSignal): Promise<"SILENCE"> =>
  setTimeout(heartbeatMs, "SILENCE" as const, { signal: end, ref: false }).catch(
    () => "SILENCE" as const,
  );

async function* ticksUntil(
  ctx: Context,
  programId: string,
  end: AbortSignal,
): AsyncGenerator<ReportTickView> {
  const program = await findProgram({ ...ctx, em: ctx.em.fork() }, programId);
  if (!program || !ctx.ticks) return;
  const zone = storefrontOf(program)?.zone ?? "UTC";
  const since = await trackedSince({ ...ctx, em: ctx.em.fork() }, programId, zone);
  const completeness = () => completenessOf({ ...ctx, em: ctx.em.fork() }, programId, since);
  const isPartner = ctx.scope.kind === "PARTNER";
  const changes = ctx.ticks.of(programId, end);
  let known: string | null = null;
  let change = changes.next();
  while (!end.aborted) {
    const heard = await Promise.race([change, silence(end)]);
    if (end.aborted) return;
    if (heard === "SILENCE") {
      yield { programId, at: null, completeness: await completeness() };
      continue;
    }
    if (heard.done) return;
    change = changes.next();
    const figures = isPartner ? await ownFigures(ctx, programId) : "";
    if (isPartner && figures === known) continue;
    known = figures;
    // When the program's figures changed would tell a partner of others' activity.
    yield {
      programId,
      at: new Date(isPartner ? ctx.clock() : ctx.ticks.changedAt(programId)),
      completeness: await completeness(),
    };
  }
}

/**
 * Yields at once, then after each change, and every two seconds with how far clicks are. Ends at
 * once for a program outside the scope.
 */
const reportTicks = (ctx: Context, programId: string): AsyncIterableIterator<ReportTickView> =>
  endable((end) => ticksUntil(ctx, programId, end));

/** The ticks of a program; one outside the scope is refused as absent, like an unknown id. */
export async function openTicks(
  ctx: Context,
  programId: string,
): Promise<AsyncIterableIterator<ReportTickView>> {
  if (await findProgram({ ...ctx, em: ctx.em.fork() }, programId))
    return reportTicks(ctx, programId);
  throw refusedInput(refuse("NOT_FOUND", "There is no such program in your account", "programId"));
}
