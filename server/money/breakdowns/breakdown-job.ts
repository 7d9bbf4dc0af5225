/** The loop of the worker that folds clicks for breakdowns. */
import { watchReleases } from "../../platform/db/parking.ts";
import { startLoop, type Job, type Loop } from "../../platform/loop.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { foldWaiting } from "./fold.ts";

const everyMs = 15_000;

export function createBreakdownJob(deps: WorkerDeps): Job {
  const isReleased = watchReleases(deps, "BREAKDOWN");
  let loop: Loop | null = null;
  let lookedAt = -Infinity;
  const run = async (): Promise<number> => {
    if (performance.now() - lookedAt < everyMs && !(await isReleased())) return 0;
    const folded = await foldWaiting(deps);
    lookedAt = performance.now();
    return folded;
  };
  return {
    start: () => void (loop = startLoop({ name: "breakdowns", log: deps.log, run })),
    stop: () => loop?.stop(),
  };
}
