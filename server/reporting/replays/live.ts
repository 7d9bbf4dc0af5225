/** A replay's progress, as it is told by the worker. */
import type { Context } from "../../platform/context.ts";
import { endable } from "../../platform/db/ticks.ts";
import { replay } from "./replays.ts";
import type { ReplayView } from "./replay.types.ts";

async function* ticksUntil(ctx: Context, id: string, end: AbortSignal): AsyncGenerator<ReplayView> {
  const read = () => replay({ ...ctx, em: ctx.em.fork() }, id);
  if (!(await read()) || !ctx.ticks) return;
  for await (const _ of ctx.ticks.of(id, end)) {
    const view = await read();
    if (!view) return;
    yield view;
    if (view.state !== "QUEUED" && view.state !== "RUNNING") return;
  }
}

/** Ends with the replay, and at once for one outside the scope: absent, like an unknown id. */
export const replayTicks = (ctx: Context, id: string): AsyncIterableIterator<ReplayView> =>
  endable((end) => ticksUntil(ctx, id, end));
