/** A replay's progress, as it is told by the worker. */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import { endable } from "../../platform/db/ticks.ts";
import { refuse } from "../../domain/result.ts";
import { replay } from "./replays.ts";
import type { ReplayView } from "./replay.types.ts";

const read = (ctx: Context, id: string) => replay({ ...ctx, em: ctx.em.fork() }, id);

async function* ticksUntil(ctx: Context, id: string, end: AbortSignal): AsyncGenerator<ReplayView> {
  if (!ctx.ticks) return;
  for await (const _ of ctx.ticks.of(id, end)) {
    const view = await read(ctx, id);
    if (!view) return;
    yield view;
    if (view.state !== "QUEUED" && view.state !== "RUNNING") return;
  }
}

/** Ends with the replay; one outside the scope is refused as absent, like an unknown id. */
export async function replayTicks(
  ctx: Context,
  id: string,
): Promise<AsyncIterableIterator<ReplayView>> {
  if (await read(ctx, id)) return endable((end) => ticksUntil(ctx, id, end));
  throw refusedInput(refuse("NOT_FOUND", "There is no such replay in your account", "id"));
}
