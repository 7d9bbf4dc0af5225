"use client";
import { late, whenIdle } from "../lib/late.ts";

const idleWithinMs = 2_000;
const idle = () => new Promise<void>((resolve) => void whenIdle(resolve, idleWithinMs));

/** Late enough that the page is read before the chart's code is: in pieces, each a short task. */
export const bars = late(async () => {
  await import("./late-ground.ts");
  await idle();
  await import("./late-axes.tsx");
  await idle();
  return await import("./late-bars.tsx");
});
