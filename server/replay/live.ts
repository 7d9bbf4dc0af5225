/** A replay's progress, as it is told by the worker. */
import type { Context } from "../context.ts";
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

/** Ends with the replay, and at once for one outside the scope: absent, like an unknown id. A listener who left must not wait for the next tick. */
export function replayTicks(ctx: Context, id: string): AsyncIterableIterator<ReplayView> {
  const end = new AbortController();
  const ticks = ticksUntil(ctx, id, end.signal);
  return {
    next: () => ticks.next(),
    return: () => {
      end.abort();
      return ticks.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
