/** Says that something of a program's verifications changed; who hears it reads again. */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import { endable } from "../../platform/db/ticks.ts";
import { refuse } from "../../domain/result.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import type { VerificationTickView } from "./verification.types.ts";

/** When the reader's rows were found otherwise last, in milliseconds; null: never. */
async function changedAt(ctx: Context, programId: string): Promise<number | null> {
  const [row] = await ctx.em.fork().execute<{ at: string | null }[]>(
    `select (extract(epoch from max(found_at)) * 1000)::bigint::text as at
      from verification
      where program_id = ? and ${ctx.scope.tenantColumn()} = ?`,
    [programId, ctx.scope.requireAccountId()],
  );
  return row?.at ? Number(row.at) : null;
}

async function* ticksUntil(
  ctx: Context,
  programId: string,
  end: AbortSignal,
): AsyncGenerator<VerificationTickView> {
  if (!ctx.ticks) return;
  let known: number | null | undefined;
  for await (const _ of ctx.ticks.of(programId, end)) {
    const at = await changedAt(ctx, programId);
    if (at === known) continue;
    known = at;
    yield { programId, at: at === null ? null : new Date(at) };
  }
}

/** A program outside of the scope is refused as absent, like an unknown id. */
export async function verificationTicks(
  ctx: Context,
  programId: string,
): Promise<AsyncIterableIterator<VerificationTickView>> {
  if (await findProgram({ ...ctx, em: ctx.em.fork() }, programId))
    return endable((end) => ticksUntil(ctx, programId, end));
  throw refusedInput(refuse("NOT_FOUND", "There is no such program in your account", "programId"));
}
