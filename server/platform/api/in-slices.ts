/**
 * Long work of the processor in slices, so that whoever else waits on this event loop gets its turn
 * in between.
 */
import { setImmediate } from "node:timers/promises";

const sliceMs = 10;

/** Runs steps to their end; gives way once they have taken a slice's time. */
export async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < sliceMs) continue;
    await setImmediate();
    began = performance.now();
  }
}
