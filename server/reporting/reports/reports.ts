/**
 * The pair report: clicks, sales and leads of a program over time, cut by the server in one zone,
 * with
 * completeness and reasons.
 */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import { salesDelayHours } from "../../domain/attribution.ts";
import {
  dateEnd,
  dateStart,
  minuteMs,
  parseZone,
  type Grain,
  type Instant,
} from "../../domain/calendar.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { EventType, type Program } from "../../partnership/programs/program.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import {
  clickCells,
  lastClicks,
  needsRaw,
  conversionCells,
  type CellQuery,
  type LastBucket,
} from "./cells.ts";
import { emptyReasons } from "./empty.ts";
import {
  areSalesHidden,
  completenessOf,
  hasSimulatedSales,
  salesReadUntil,
  trackedSince,
} from "./freshness.ts";
import { Figures, type ClickCell, type ConversionCell } from "./figures.ts";
import {
  cutRange,
  defaultGrain,
  holdsDates,
  readRange,
  type ReportBucket,
  type ReportRange,
} from "./range.ts";
import { ascending } from "../../domain/order.ts";
import {
  ReportMode,
  ReportSource,
  SalesState,
  type GrainValue,
  type PartnerReportView,
  type RangeInput,
  type ReportBucketView,
  type ReportFilter,
  type ReportMetaView,
  type ReportScope,
  type ReportView,
  type SalesDayView,
} from "./report.types.ts";

export interface AskedReport {
  scope: ReportScope;
  range: RangeInput;
  grain: GrainValue | null;
  timeZone: string | null;
  filter: ReportFilter | null;
}

export interface Plan {
  program: Program;
  zone: string;
  marketplaceZone: string;
  range: ReportRange;
  grain: Grain;
  buckets: ReportBucket[];
  filter: ReportFilter;
  isForBrand: boolean;
  now: Instant;
  /** Null: nothing could be measured yet. */
  trackedSince: Instant | null;
  /** Before it no more sales are to come. Null: none were read. */
  salesSettled: Instant | null;
}
const everything: ReportFilter = {
  mode: ReportMode.LIVE,
  outcomes: null,
};
const salesDelayMs = salesDelayHours * 60 * minuteMs;

/** Before it no more sales are to come, as far as they were read. */
async function salesSettled(ctx: Context, programId: string, now: Instant) {
  const readUntil = await salesReadUntil(ctx, programId);
  return readUntil === null ? null : Math.min(readUntil, now) - salesDelayMs;
}

/** Checks what was asked and cuts the buckets; null when the program is not in the scope. */
export async function plan(ctx: Context, asked: AskedReport): Promise<Plan | null> {
  const program = await findProgram(ctx, asked.scope.programId);
  if (!program) return null;
  const brand = await ctx.em.findOne(Account, { id: program.brandAccountId });
  const zone = parseZone(asked.timeZone ?? brand?.timeZone ?? "UTC", "timeZone");
  if (!zone.ok) throw refusedInput(zone);
  const now = ctx.clock();
  const range = readRange(
    asked.range,
    { zone: zone.value, yearStartMonth: brand?.financialYearStart ?? 1 },
    now,
  );
  if (!range.ok) throw refusedInput(range);
  const grain: Grain = asked.grain ?? defaultGrain(range.value);
  const buckets = cutRange(range.value, zone.value, grain);
  if (!buckets.ok) throw refusedInput(buckets);
  const marketplaceZone = storefrontOf(program)?.zone ?? "UTC";
  const shared = {
    program,
    zone: zone.value,
    marketplaceZone,
    range: range.value,
    grain,
    buckets: buckets.value,
  };
  return {
    ...shared,
    filter: asked.filter ?? everything,
    isForBrand: ctx.scope.kind === "BRAND",
    now,
    trackedSince: await trackedSince(ctx, program.id, marketplaceZone),
    salesSettled: await salesSettled(ctx, program.id, now),
  };
}

/**
 * The bucket of a date of the range. A range of hours holds its dates whole: what begins before it
 * lies in its first bucket.
 */
function bucketOfDate({ buckets, range, zone }: Plan, date: string): number {
  const start = Math.max(dateStart(date, zone), range.start);
  return buckets.findIndex((bucket) => start >= bucket.start && start < bucket.end);
}

/**
 * Before tracking began, and in the future, there is no figure; 0 would say that nobody clicked.
 */
const isMeasured = ({ start, end }: ReportBucket, { trackedSince: since, now }: Plan): boolean =>
  since !== null && end > since && start <= now;

function salesStateOf(bucket: ReportBucket, made: Plan, salesExpected: boolean): SalesState {
  if (!salesExpected || bucket.start > made.now) return SalesState.NONE_EXPECTED;
  return bucket.end <= (made.salesSettled ?? -Infinity) ? SalesState.SETTLED : SalesState.ARRIVING;
}

function bucketViews(
  made: Plan,
  cells: { clicks: ClickCell[]; conversions: ConversionCell[] },
  salesExpected: boolean,
): ReportBucketView[] {
  const figures = made.buckets.map(() => new Figures(made.isForBrand));
  for (const cell of cells.clicks) figures[cell.i - 1]?.addClicks(cell);
  const withSales = holdsDates(made.grain);
  if (withSales)
    for (const cell of cells.conversions)
      figures[bucketOfDate(made, cell.date)]?.addConversions(cell);
  return made.buckets.map((bucket, index) => {
    const own = isMeasured(bucket, made) ? figures[index] : undefined;
    const isOpen = made.now >= bucket.start && made.now < bucket.end;
    return {
      key: bucket.key,
      start: new Date(bucket.start),
      end: new Date(bucket.end),
      isOpen,
      isPartial:
        isOpen || bucket.isCut || (own !== undefined && (made.trackedSince ?? 0) > bucket.start),
      salesState: salesStateOf(bucket, made, salesExpected),
      clicks: own?.clicks() ?? null,
      sales: withSales ? (own?.sales() ?? null) : null,
      leads: withSales ? (own?.leads() ?? null) : null,
      payout: own?.payout() ?? null,
    };
  });
}

function salesDays(made: Plan, cells: readonly ConversionCell[]): SalesDayView[] {
  if (holdsDates(made.grain)) return [];
  return [...new Set(cells.map((cell) => cell.date))].sort().map((date) => {
    const figures = new Figures(made.isForBrand);
    for (const cell of cells) if (cell.date === date) figures.addConversions(cell);
    return {
      date,
      start: new Date(dateStart(date, made.marketplaceZone)),
      end: new Date(dateEnd(date, made.marketplaceZone)),
      sales: figures.sales(),
      leads: figures.leads(),
    };
  });
}

const queryOf = (made: Plan, byPartner: boolean): CellQuery => ({
  programId: made.program.id,
  brandAccountId: made.program.brandAccountId,
  filter: made.filter,
  buckets: made.buckets,
  zone: made.zone,
  byPartner,
  isOfDates: made.range.isOfDates,
});
const datesOf = ({ range }: Plan) => ({ from: range.fromDate, to: range.toDate });

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
  const meta: ReportMetaView = {
    timeZone: made.zone,
    grain: made.grain as GrainValue,
    start: new Date(start),
    end: new Date(end),
    trackedSince: made.trackedSince === null ? null : new Date(made.trackedSince),
    generatedAt: new Date(made.now),
    completeness: await completenessOf(ctx, made.program.id, made.trackedSince),
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
    totals: {
      clicks: totals.clicks(),
      sales: totals.sales(),
      leads: totals.leads(),
      payout: totals.payout(),
      reasons: totals.reasons(),
    },
    buckets: bucketViews(made, { clicks, conversions }, salesExpected),
    salesDays: salesDays(made, conversions),
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
