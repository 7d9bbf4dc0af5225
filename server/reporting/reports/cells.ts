/**
 * Reads click cells and sale cells for given bucket edges, from rollups where they can answer, else
 * from the decisions. PostgreSQL puts rows into buckets by the edges that the domain cut, so no
 * second place knows about time zones.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { dateOf, type Bucket, type Grain, type Instant } from "../../domain/calendar.ts";
import { textsOfDecisions, textsOfRollup } from "../../platform/db/click-counts.ts";
import { saleJoins, valueJoins, type DimensionName } from "../../platform/db/click-dimensions.ts";
import { askedNames, dimensionConditions, saleConditions } from "../clicks/dimension-conditions.ts";
import { holdsDates } from "./range.ts";
import type { ClickCell, ConversionCell } from "./figures.ts";
import { ReportMode, type ReportFilter } from "./report.types.ts";

export interface CellQuery {
  programId: string;
  /** The program's brand: the leading column of the decisions' key. */
  brandAccountId: string;
  filter: ReportFilter;
  buckets: readonly Bucket[];
  /** In which the buckets were cut. */
  zone: string;
  byPartner: boolean;
  /** The buckets begin and end with dates of the zone. */
  isOfDates: boolean;
}

interface Where {
  sql: string[];
  values: unknown[];
}
function add(where: Where, sql: string, ...values: unknown[]): void {
  where.sql.push(sql);
  where.values.push(...values);
}

function common(where: Where, ctx: Context, query: CellQuery, at: string): void {
  const { filter, buckets } = query;
  add(where, "r.program_id = ?", query.programId);
  add(where, `r.${ctx.scope.tenantColumn()} = ?`, ctx.scope.requireAccountId());
  add(
    where,
    `${at} >= ? and ${at} < ?`,
    new Date(buckets[0]?.start ?? 0),
    new Date(buckets.at(-1)?.end ?? 0),
  );
  if (filter.mode !== ReportMode.BOTH) add(where, "r.is_test = ?", filter.mode === ReportMode.TEST);
  if (filter.partnerIds)
    add(where, "r.partner_account_id = any(?::uuid[])", pgArray(filter.partnerIds));
  if (filter.outcomes) add(where, "r.outcome = any(?::text[])", pgArray(filter.outcomes));
  if (filter.reasons) add(where, "r.reason = any(?::text[])", pgArray(filter.reasons));
}

/**
 * Rollups know outcome, reason, partner and test; a link, country, device …, and 5 minutes, need
 * the raw rows.
 */
export const needsRaw = (filter: ReportFilter, grain: Grain): boolean =>
  grain === "MINUTE_5" || askedNames(filter, inRollup).length > 0;
const inRollup: readonly DimensionName[] = ["PARTNER", "REASON"];
/** Of the filter what the rollups do not know. */
function addOthers(where: Where, ctx: Context, { filter }: CellQuery): void {
  const asked = dimensionConditions(ctx, filter, { decision: "r", without: inRollup });
  for (const { sql, values } of asked) add(where, sql, ...values);
}
const edges = (buckets: readonly Bucket[]): string =>
  pgArray(buckets.map((bucket) => new Date(bucket.start).toISOString()));

/**
 * Dates are cut in one zone per program; a report in that zone, by day or coarser, needs no quarter
 * hours.
 */
export async function hasDatesIn(
  ctx: Context,
  query: Pick<CellQuery, "programId" | "zone">,
): Promise<boolean> {
  const [row] = await ctx.em.execute<{ zone: string }[]>(
    "select zone from rollup_zone where program_id = ?",
    [query.programId],
  );
  return row?.zone === query.zone;
}

async function fromRollup(ctx: Context, query: CellQuery, grain: Grain): Promise<ClickCell[]> {
  const perPartner =
    query.byPartner || Boolean(query.filter.partnerIds) || ctx.scope.kind === "PARTNER";
  if (perPartner && query.isOfDates && holdsDates(grain) && (await hasDatesIn(ctx, query)))
    return fromLevel(
      ctx,
      { ...query, buckets: query.buckets.map((bucket) => asDates(bucket, query.zone)) },
      "D",
    );
  return fromLevel(ctx, query, perPartner ? "C" : "P");
}

/** The bucket's dates as midnights UTC, the form in which level D stores them. */
const asDates = (bucket: Bucket, zone: string): Bucket => {
  const midnight = (at: number) => Date.parse(`${dateOf(at, zone)}T00:00:00Z`);
  return { ...bucket, start: midnight(bucket.start), end: midnight(bucket.end) };
};

async function fromLevel(
  ctx: Context,
  query: CellQuery,
  level: "P" | "C" | "D",
): Promise<ClickCell[]> {
  const where: Where = { sql: [], values: [] };
  add(where, "r.level = ?", level);
  common(where, ctx, query, "r.bucket");
  const partner = query.byPartner ? "r.partner_account_id" : "null::uuid";
  return ctx.em.execute<ClickCell[]>(
    `select
        width_bucket(r.bucket, ?::timestamptz[]) as i,
        ${partner} as partner_account_id,
        r.outcome,
        r.reason,
        r.currency,
        ${textsOfRollup("r")}
      from click_rollup r
      where ${where.sql.join(" and ")}
      group by 1, 2, 3, 4, 5`,
    [edges(query.buckets), ...where.values],
  );
}

async function fromDecisions(ctx: Context, query: CellQuery): Promise<ClickCell[]> {
  const where: Where = {
    sql: ["r.event = 'CLICK'", "r.brand_account_id = ?"],
    values: [query.brandAccountId],
  };
  common(where, ctx, query, "r.occurred_at");
  addOthers(where, ctx, query);
  const join = valueJoins(askedNames(query.filter, inRollup), query.zone, { decision: "r" });
  const partner = query.byPartner ? "r.partner_account_id" : "null::uuid";
  return ctx.em.execute<ClickCell[]>(
    `select
        width_bucket(r.occurred_at, ?::timestamptz[]) as i,
        ${partner} as partner_account_id,
        r.outcome,
        r.reason,
        r.currency,
        ${textsOfDecisions("r")}
      from decision r ${join}
      where ${where.sql.join(" and ")}
      group by 1, 2, 3, 4, 5`,
    [edges(query.buckets), ...where.values],
  );
}

export const clickCells = (ctx: Context, query: CellQuery, grain: Grain): Promise<ClickCell[]> =>
  needsRaw(query.filter, grain) ? fromDecisions(ctx, query) : fromRollup(ctx, query, grain);

export interface LastBucket {
  partnerId: string;
  bucket: Bucket;
}
/**
 * The newest decided click of each partner under the filter, looked for in the newest bucket that
 * holds one.
 */
export async function lastClicks(
  ctx: Context,
  query: CellQuery,
  newest: readonly LastBucket[],
): Promise<Map<string, Date>> {
  const { filter } = query;
  const at = (pick: (bucket: Bucket) => Instant) =>
    pgArray(newest.map(({ bucket }) => new Date(pick(bucket)).toISOString()));
  const where: Where = { sql: [], values: [] };
  add(where, "c.program_id = ?", query.programId);
  add(where, `c.${ctx.scope.tenantColumn()} = ?`, ctx.scope.requireAccountId());
  if (filter.mode !== ReportMode.BOTH) add(where, "c.is_test = ?", filter.mode === ReportMode.TEST);
  if (filter.outcomes) add(where, "r.outcome = any(?::text[])", pgArray(filter.outcomes));
  if (filter.reasons) add(where, "r.reason = any(?::text[])", pgArray(filter.reasons));
  addOthers(where, ctx, query);
  const rows = await ctx.em.execute<{ id: string; ms: string }[]>(
    `select p.id, (extract(epoch from k.clicked_at) * 1000)::bigint::text as ms
      from
        unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[]) as p(id, since, until),
        lateral (
          select c.clicked_at
          from click c
          join decision r
            on r.brand_account_id = c.brand_account_id
            and r.occurred_at = c.clicked_at
            and r.subject_id = c.id
          ${valueJoins(askedNames(filter, inRollup), query.zone, { decision: "r", has: "c" })}
          where c.partner_account_id = p.id
            and c.clicked_at >= p.since
            and c.clicked_at < p.until
            and ${where.sql.join(" and ")}
          order by c.clicked_at desc, c.id desc
          limit 1
        ) k`,
    [
      pgArray(newest.map(({ partnerId }) => partnerId)),
      at(({ start }) => start),
      at(({ end }) => end),
      ...where.values,
    ],
  );
  return new Map(rows.map(({ id, ms }) => [id, new Date(Number(ms))]));
}

/**
 * Sales and leads by date. What none of them knows, such as a country, leaves them out rather than
 * guess.
 */
export async function conversionCells(
  ctx: Context,
  query: CellQuery,
  dates: { from: string; to: string },
): Promise<ConversionCell[]> {
  const { filter } = query;
  const asked = saleConditions(filter, "r");
  if (asked === null) return [];
  const where: Where = { sql: [], values: [] };
  add(where, "r.program_id = ?", query.programId);
  add(where, `r.${ctx.scope.tenantColumn()} = ?`, ctx.scope.requireAccountId());
  add(where, "r.date between ?::date and ?::date", dates.from, dates.to);
  if (filter.mode !== ReportMode.BOTH) add(where, "r.is_test = ?", filter.mode === ReportMode.TEST);
  if (filter.outcomes) add(where, "r.outcome = any(?::text[])", pgArray(filter.outcomes));
  for (const { sql, values } of asked) add(where, sql, ...values);
  const partner = query.byPartner ? "r.partner_account_id" : "null::uuid";
  return ctx.em.execute<ConversionCell[]>(
    `select
        r.date::text as date,
        r.kind,
        ${partner} as partner_account_id,
        r.outcome,
        r.currency,
        sum(r.leads)::text as leads,
        sum(r.orders)::text as orders,
        sum(r.units)::text as units,
        sum(r.amount_micros)::text as amount,
        sum(r.payout_micros)::text as payout,
        sum(r.would_pay_micros)::text as "wouldPay"
      from sales_daily r ${saleJoins(askedNames(filter), "r")}
      where ${where.sql.join(" and ")}
      group by 1, 2, 3, 4, 5`,
    where.values,
  );
}
