/** The installation's health, from what its processes tell and the worker counted. */
import { healthOf, type HealthFigures, type ProcessState } from "../../domain/health.ts";
import { now, type Context } from "../../platform/context.ts";
import type { SystemHealthView } from "./health.types.ts";

const ms = (column: string, name: string) =>
  `(extract(epoch from ${column}) * 1000)::float8 as "${name}"`;

export async function systemHealth(ctx: Context): Promise<SystemHealthView> {
  const processes = await ctx.em.execute<ProcessState[]>(
    `select
        role,
        ${ms("started_at", "startedAt")},
        ${ms("told_at", "toldAt")},
        ${ms("stopped_at", "stoppedAt")},
        loops
      from process_heartbeat
      order by role, started_at`,
  );
  const [reading] = await ctx.em.execute<{ readAt: number; figures: HealthFigures }[]>(
    `select ${ms("read_at", "readAt")}, figures from health_reading`,
  );
  const at = now(ctx);
  return { at, ...healthOf(processes, reading ?? null, at.getTime()) };
}
