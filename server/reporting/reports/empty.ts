/**
 * Why a report shows no clicks or no sales: what hides them, what is missing on the way to them, or
 * that the range holds none, or is still to come.
 */
import type { Context } from "../../platform/context.ts";
import { minimumClicks, salesDelayHours } from "../../domain/attribution.ts";
import { minuteMs, type Instant } from "../../domain/calendar.ts";
import { EventType, type Program } from "../../partnership/programs/program.entity.ts";
import { EmptyReason, ReportMode, type ReportFilter } from "./report.types.ts";

/** Both as the report was cut: instants for clicks, dates for sales. */
interface Span {
  start: Instant;
  end: Instant;
  from: string;
  to: string;
}
export interface Seen extends Span {
  clicks: number;
  orders: number;
  discardedOrders: number;
  now: Instant;
  /** Null: nothing could be measured yet. */
  trackedSince: Instant | null;
}

interface Presence {
  links: boolean;
  contracts: boolean;
  sale_terms: boolean;
  /** Of the report's mode, whatever its other filters are. */
  clicks: boolean;
  clicks_in_range: boolean;
  /** At most `minimumClicks`. */
  few_clicks: string;
  /** In the part of the range whose sales may still be reported. */
  clicks_within_delay: boolean;
  sales: boolean;
  sales_in_range: boolean;
  tests: boolean;
  tests_in_range: boolean;
  test_sales: boolean;
  test_sales_in_range: boolean;
}

const salesDelayMs = salesDelayHours * 60 * minuteMs;
const ofMode: Record<ReportMode, string> = {
  [ReportMode.LIVE]: "and not is_test",
  [ReportMode.TEST]: "and is_test",
  [ReportMode.BOTH]: "",
};

function presenceSql(tenant: string, mode: ReportMode): string {
  const owned = `program_id = ? and ${tenant} = ?`;
  const inForce = `select
    from contract_in_force c
    join terms_version v on v.id = c.terms_version_id
    where c.program_id = ?
      and c.${tenant} = ?
      and c.starts_at <= ?
      and c.until > ?`;
  const clicks = (kind: string) => `select from click where ${owned} ${kind}`;
  const sales = (kind: string) => `select from sales_daily where ${owned} ${kind}`;
  const [cut, dates] = ["clicked_at >= ? and clicked_at < ?", "date between ?::date and ?::date"];
  const [chosen, test] = [ofMode[mode], "and is_test"];
  return `select
    exists (
      select from tracking_link where ${owned} ${mode === ReportMode.TEST ? test : ""}
    ) as links,
    exists (${inForce}) as contracts,
    exists (${inForce} and v.body->'eventPayouts' @> '[{"event": "SALE"}]') as sale_terms,
    exists (${clicks(chosen)}) as clicks,
    exists (${clicks(chosen)} and ${cut}) as clicks_in_range,
    (select count(*)::text from (${clicks(chosen)} limit ${minimumClicks}) few) as few_clicks,
    exists (${clicks(chosen)} and ${cut}) as clicks_within_delay,
    exists (${sales(chosen)}) as sales,
    exists (${sales(chosen)} and ${dates}) as sales_in_range,
    exists (${clicks(test)}) as tests,
    exists (${clicks(test)} and ${cut}) as tests_in_range,
    exists (${sales(test)}) as test_sales,
    exists (${sales(test)} and ${dates}) as test_sales_in_range`;
}

async function factsOf(
  ctx: Context,
  program: Program,
  mode: ReportMode,
  { start, end, from, to, now }: Seen,
): Promise<Presence> {
  const own = [program.id, ctx.scope.requireAccountId()];
  const at = new Date(now);
  const span = [new Date(start), new Date(end)];
  const [facts] = await ctx.em.execute<Presence[]>(presenceSql(ctx.scope.tenantColumn(), mode), [
    ...own,
    ...own,
    at,
    at,
    ...own,
    at,
    at,
    ...own,
    ...own,
    ...span,
    ...own,
    ...own,
    new Date(Math.max(start, now - salesDelayMs)),
    new Date(end),
    ...own,
    ...own,
    from,
    to,
    ...own,
    ...own,
    ...span,
    ...own,
    ...own,
    from,
    to,
  ]);
  if (!facts) throw new Error("factsOf: no row");
  return facts;
}

const isFiltered = (filter: ReportFilter): boolean =>
  Boolean(
    filter.partnerIds ??
    filter.linkIds ??
    filter.countries ??
    filter.devices ??
    filter.outcomes ??
    filter.reasons,
  );

/** Links exist, but the range ends before the first of them. */
const isBeforeTracking = ({ end, trackedSince }: Seen): boolean =>
  trackedSince !== null && end <= trackedSince;

/** Null where clicks are there and are still being decided. */
function whyNoClicks(
  facts: Presence,
  filter: ReportFilter,
  kinds: readonly string[],
): EmptyReason | null {
  const isLive = filter.mode === ReportMode.LIVE;
  if (facts.clicks_in_range) return isFiltered(filter) ? EmptyReason.FILTERED_OUT : null;
  if (isLive && facts.tests_in_range) return EmptyReason.TEST_HIDDEN;
  if (facts.clicks) return EmptyReason.NONE_IN_RANGE;
  if (isLive && facts.tests) return EmptyReason.TEST_HIDDEN;
  if (facts.links) return EmptyReason.NO_CLICKS_YET;
  if (!kinds.includes("CLICK")) return EmptyReason.NO_CLICK_EVENT_TYPE;
  return facts.contracts ? EmptyReason.NO_LINK : EmptyReason.NO_CONTRACT;
}

/** What keeps sales from being credited now. */
function missingForSales(facts: Presence, kinds: readonly string[]): EmptyReason | null {
  if (!kinds.includes("SALE") || (facts.contracts && !facts.sale_terms))
    return EmptyReason.NO_SALE_EVENT_TYPE;
  return facts.contracts ? null : EmptyReason.NO_CONTRACT;
}

function whyNoSales(
  facts: Presence,
  filter: ReportFilter,
  kinds: readonly string[],
  { discardedOrders, end, now }: Seen,
): EmptyReason {
  const isLive = filter.mode === ReportMode.LIVE;
  const mayStillCome = end > now - salesDelayMs;
  if (discardedOrders > 0) return EmptyReason.NO_SALE_EVENT_TYPE;
  if (facts.sales_in_range) return EmptyReason.FILTERED_OUT;
  if (isLive && facts.test_sales_in_range) return EmptyReason.TEST_HIDDEN;
  const missing = missingForSales(facts, kinds);
  // What is missing today explains today's sales, not those of a range long past.
  if (missing && (mayStillCome || !facts.sales)) return missing;
  if (mayStillCome && facts.clicks_within_delay)
    return Number(facts.few_clicks) < minimumClicks
      ? EmptyReason.BELOW_10_CLICKS
      : EmptyReason.WITHIN_DELAY;
  if (facts.sales) return EmptyReason.NONE_IN_RANGE;
  if (isLive && facts.test_sales) return EmptyReason.TEST_HIDDEN;
  if (!facts.clicks) return EmptyReason.NO_CLICKS_YET;
  return Number(facts.few_clicks) < minimumClicks
    ? EmptyReason.BELOW_10_CLICKS
    : EmptyReason.NO_SALES_YET;
}

export async function emptyReasons(
  ctx: Context,
  program: Program,
  filter: ReportFilter,
  seen: Seen,
): Promise<{ clicks: EmptyReason | null; sales: EmptyReason | null }> {
  if (seen.clicks > 0 && seen.orders > 0) return { clicks: null, sales: null };
  if (seen.start > seen.now) return { clicks: EmptyReason.NOT_YET, sales: EmptyReason.NOT_YET };
  if (isBeforeTracking(seen))
    return { clicks: EmptyReason.BEFORE_TRACKING, sales: EmptyReason.BEFORE_TRACKING };
  const kinds = (await ctx.em.find(EventType, { programId: program.id, state: "ACTIVE" })).map(
    (type) => type.kind,
  );
  const facts = await factsOf(ctx, program, filter.mode, seen);
  return {
    clicks: seen.clicks > 0 ? null : whyNoClicks(facts, filter, kinds),
    sales: seen.orders > 0 ? null : whyNoSales(facts, filter, kinds, seen),
  };
}
