/**
 * The pair report: clicks, sales and leads of a program over time, cut by the server in one zone,
 * with completeness and reasons.
 */
import { Account } from "../../partnership/accounts/account.entity.ts";
import type { Context } from "../../platform/context.ts";
import { EventType } from "../../partnership/programs/program.entity.ts";
import { ascending } from "../../domain/order.ts";
import { namesInFilter } from "./breakdown-labels.ts";
import { bucketOfDate, bucketViews, isMeasured, salesDays } from "./bucket-views.ts";
import { clickCells, conversionCells, lastClicks, needsRaw, type LastBucket } from "./cells.ts";
import { reportComparison } from "./comparisons.ts";
import { emptyReasons } from "./empty.ts";
import { areSalesHidden, completenessOf, hasSimulatedSales } from "./freshness.ts";
import { Figures, type ClickCell, type ConversionCell } from "./figures.ts";
import { holdsDates } from "./range.ts";
import { datesOf, plan, queryOf, type AskedReport, type Plan } from "./report-plans.ts";
import {
  ReportSource,
  type GrainValue,
  type PartnerReportView,
  type ReportMetaView,
  type ReportView,
} from "./report.types.ts";

export async function report(ctx: Context, asked: AskedReport): Promise<ReportView | null> {
  const made = await plan(ctx, asked);
  if (!made) return null;
  const clicks = await clickCells(ctx, queryOf(made, false), made.grain);
  const dates = datesOf(made);
  const conversions = await conversionCells(ctx, queryOf(made, false), dates);
  const salesExpected =
    made.program.salesSource !== "NONE" &&
    (await ctx.em.count(EventType, { programId: made.program.id, kind: "SALE", state: "ACTIVE" })) >
      0;
  const totals = new Figures(made.isForBrand);
  for (const cell of clicks) totals.addClicks(cell);
  for (const cell of conversions) totals.addConversions(cell);
  const { start, end } = made.range;
  const { orders, discardedOrders } = totals.sales();
  const seen = {
    clicks: totals.clicks().raw,
    orders,
    discardedOrders,
    now: made.now,
    start,
    end,
    trackedSince: made.trackedSince,
    salesSettled: made.salesSettled,
    ...dates,
  };
  const empty = await emptyReasons(ctx, made.program, made.filter, seen);
  const completeness = await completenessOf(ctx, made.program.id, made.trackedSince);
  const meta: ReportMetaView = {
    timeZone: made.zone,
    grain: made.grain as GrainValue,
    start: new Date(start),
    end: new Date(end),
    trackedSince: made.trackedSince === null ? null : new Date(made.trackedSince),
    generatedAt: new Date(made.now),
    completeness,
    salesSettledUntil: made.salesSettled === null ? null : new Date(made.salesSettled),
    salesHidden: await areSalesHidden(ctx, made.program.id),
    salesTimeZone: made.marketplaceZone,
    source: needsRaw(made.filter, made.grain) ? ReportSource.RAW : ReportSource.ROLLUP,
    simulatedSales: made.program.isSimulated() || (await hasSimulatedSales(ctx, made.program.id)),
    emptyReason: empty.clicks,
    salesEmptyReason: empty.sales,
  };
  return {
    meta,
    named: asked.filter ? await namesInFilter(ctx, asked.filter) : [],
    totals: totals.totals(),
    buckets: bucketViews(made, { clicks, conversions }, salesExpected),
    salesDays: salesDays(made, conversions),
    compared: asked.compare
      ? await reportComparison(ctx, made, asked.compare, {
          clicks,
          conversions,
          clicksKnown: completeness.clicksUntil.getTime(),
          salesExpected,
        })
      : null,
  };
}

type Spark = (number | null)[];
function sparks(
  made: Plan,
  clicks: readonly ClickCell[],
  sales: readonly ConversionCell[],
): { clickSpark: Spark; salesSpark: Spark } {
  const none = made.buckets.map((bucket) => (isMeasured(bucket, made) ? 0 : null));
  const clickSpark: Spark = [...none];
  const salesSpark: Spark = holdsDates(made.grain) ? none : [];
  for (const cell of clicks)
    clickSpark[cell.i - 1] = (clickSpark[cell.i - 1] ?? 0) + Number(cell.raw);
  for (const cell of sales) {
    const i = cell.outcome === "DISCARDED" ? -1 : bucketOfDate(made, cell.date);
    if (salesSpark.length > 0 && i >= 0) salesSpark[i] = (salesSpark[i] ?? 0) + Number(cell.orders);
  }
  return { clickSpark, salesSpark };
}

/** Where each partner's newest click of the range lies. */
function newestBuckets(
  made: Plan,
  clicks: ReadonlyMap<string | null, readonly ClickCell[]>,
): LastBucket[] {
  return [...clicks].flatMap(([partnerId, cells]) => {
    const bucket = made.buckets[Math.max(...cells.map(({ i }) => i)) - 1];
    return partnerId !== null && bucket ? [{ partnerId, bucket }] : [];
  });
}

/**
 * The same range by partner: those with data first by payout and clicks, then the other partners of
 * the brand.
 */
export async function reportByPartner(
  ctx: Context,
  asked: AskedReport,
): Promise<PartnerReportView[]> {
  const made = await plan(ctx, asked);
  if (!made) return [];
  const clicks = Map.groupBy(
    await clickCells(ctx, queryOf(made, true), made.grain),
    (cell) => cell.partner_account_id,
  );
  const conversions = Map.groupBy(
    await conversionCells(ctx, queryOf(made, true), datesOf(made)),
    (cell) => cell.partner_account_id,
  );
  const ids = [...new Set([...clicks.keys(), ...conversions.keys()])];
  const withContract = await ctx.em.execute<{ id: string }[]>(
    `select distinct partner_account_id as id
      from tracking_link
      where program_id = ? and ${ctx.scope.tenantColumn()} = ?`,
    [made.program.id, ctx.scope.requireAccountId()],
  );
  for (const { id } of withContract)
    if (!ids.includes(id) && (made.filter.partnerIds?.includes(id) ?? true)) ids.push(id);
  const accounts = new Map(
    (await ctx.em.find(Account, { id: { $in: ids.filter((id) => id !== null) } })).map(
      (account) => [account.id, account.name],
    ),
  );
  const lastAt = await lastClicks(ctx, queryOf(made, true), newestBuckets(made, clicks));
  const views = ids.map((id): PartnerReportView => {
    const figures = new Figures(made.isForBrand);
    const own = { clicks: clicks.get(id) ?? [], conversions: conversions.get(id) ?? [] };
    for (const cell of own.clicks) figures.addClicks(cell);
    for (const cell of own.conversions) figures.addConversions(cell);
    const { clickSpark, salesSpark } = sparks(made, own.clicks, own.conversions);
    return {
      partnerAccountId: id,
      partnerName: id === null ? "Unattributed" : (accounts.get(id) ?? ""),
      clicks: figures.clicks(),
      sales: figures.sales(),
      leads: figures.leads(),
      payout: figures.payout(),
      wouldPay: figures.wouldPay(),
      clickSpark,
      salesSpark,
      lastClickAt: (id !== null && lastAt.get(id)) || null,
    };
  });
  return views.sort(
    (a, b) =>
      b.clicks.raw - a.clicks.raw ||
      b.sales.orders - a.sales.orders ||
      ascending(a.partnerName, b.partnerName),
  );
}
