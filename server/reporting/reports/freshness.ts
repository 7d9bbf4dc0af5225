/**
 * How far clicks are read and decided: by what the worker has really done, never by what should be.
 */
import type { Context } from "../../platform/context.ts";
import { dateStart, type Instant } from "../../domain/calendar.ts";
import type { CompletenessView } from "./report.types.ts";

const ms = (instant: string): string => `(extract(epoch from ${instant}) * 1000)::bigint::text`;

/**
 * The first link, click or sale, whichever was first: before it nothing could be measured. Null:
 * there is none.
 */
export async function trackedSince(
  ctx: Context,
  programId: string,
  marketplaceZone: string,
): Promise<Instant | null> {
  const own = [programId, ctx.scope.requireAccountId()];
  const owned = `program_id = ? and ${ctx.scope.tenantColumn()} = ?`;
  const [first] = await ctx.em.execute<
    { link: string | null; click: string | null; sale: string | null }[]
  >(
    `select (select ${ms("min(created_at)")} from tracking_link where ${owned}) as link,
      (select ${ms("min(clicked_at)")} from click where ${owned}) as click,
      (select min(date)::text from sales_daily where ${owned}) as sale`,
    [...own, ...own, ...own],
  );
  const instants = [first?.link, first?.click].flatMap((instant) =>
    instant ? [Number(instant)] : [],
  );
  if (first?.sale) instants.push(dateStart(first.sale, marketplaceZone));
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Until when sales were read; null where they never were, or nothing is read. */
export async function salesReadUntil(ctx: Context, programId: string): Promise<Instant | null> {
  const [row] = await ctx.em.execute<{ until: string | null }[]>(
    `select ${ms("sales_read_until(?)")} as until`,
    [programId],
  );
  return row?.until ? Number(row.until) : null;
}

/** Whether the newest whole reading hides most of what was told before of its dates. */
export async function areSalesHidden(ctx: Context, programId: string): Promise<boolean> {
  const [row] = await ctx.em.execute<{ hidden: boolean }[]>("select sales_hidden(?) as hidden", [
    programId,
  ]);
  return row?.hidden ?? false;
}

/** Whether any sale of the program that this reader may see came from the simulator. */
export async function hasSimulatedSales(ctx: Context, programId: string): Promise<boolean> {
  const [row] = await ctx.em.execute<{ found: boolean }[]>(
    `select exists (
        select
        from conversion
        where program_id = ? and simulated and ${ctx.scope.tenantColumn()} = ?
      ) as found`,
    [programId, ctx.scope.requireAccountId()],
  );
  return row?.found ?? false;
}

/**
 * Every click before `clicksUntil` that this viewer may see is decided and counted. Two things hold
 * it back: journals that are not read to their end, and clicks that wait to be decided.
 * @param trackedSince - Where nothing was ever read, nothing before the first link can be missing.
 */
export async function completenessOf(
  ctx: Context,
  programId: string,
  trackedSince: Instant | null,
): Promise<CompletenessView> {
  const now = ctx.clock();
  const [row] = await ctx.em.execute<
    { read_until: string | null; clicks: string; oldest: string | null }[]
  >(
    `select ${ms("journals_read_until()")} as read_until,
      w.clicks::text as clicks, ${ms("w.oldest")} as oldest from waiting_clicks(?) w`,
    [programId],
  );
  const bounds = [now, Number(row?.read_until ?? trackedSince ?? now)];
  if (row?.oldest) bounds.push(Number(row.oldest));
  return {
    at: new Date(now),
    clicksUntil: new Date(Math.min(...bounds)),
    waitingClicks: Number(row?.clicks ?? 0),
  };
}
