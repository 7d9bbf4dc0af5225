/**
 * Why a report shows no clicks or no sales: what hides them, what is missing on the way to them, or
 * that the range holds none, or is still to come.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { OutcomeValue } from "../clicks/click.types.ts";
import { askedNames, saleConditions } from "../clicks/dimension-conditions.ts";
import { minimumClicks } from "../../domain/attribution.ts";
import { type Instant } from "../../domain/calendar.ts";
import { neverOfOrders, type ReasonCode } from "../../domain/reason.ts";
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
  /** Before it no more sales are to come. Null: none were read. */
  salesSettled: Instant | null;
}
/** From where on sales may still come. */
const openFrom = ({ salesSettled }: Seen): Instant => salesSettled ?? 0;

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
  /** The same of the asked partners and links alone. */
  asked_within_delay: boolean;
  sales: boolean;
  sales_in_range: boolean;
  /** Of the asked partners and links alone, whatever came of them but a discarding. */
  orders_in_range: boolean;
  tests: boolean;
  tests_in_range: boolean;
  test_sales: boolean;
  test_sales_in_range: boolean;
  /** Orders that a shop handed in, whenever. */
  shop_sales: boolean;
}

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
  const sales = (mode: string) =>
    `select from sales_daily where ${owned} and kind = 'SALE' ${mode}`;
  const [cut, dates] = ["clicked_at >= ? and clicked_at < ?", "date between ?::date and ?::date"];
  const [chosen, test] = [ofMode[mode], "and is_test"];
  const asked = `and (?::uuid[] is null or partner_account_id = any(?::uuid[]))
      and (?::uuid[] is null or link_id = any(?::uuid[]))`;
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
    exists (${clicks(chosen)} and ${cut} ${asked}) as asked_within_delay,
    exists (${sales(chosen)}) as sales,
    exists (${sales(chosen)} and ${dates}) as sales_in_range,
    exists (
      ${sales(chosen)} and ${dates} ${asked} and outcome <> 'DISCARDED'
    ) as orders_in_range,
    exists (${clicks(test)}) as tests,
    exists (${clicks(test)} and ${cut}) as tests_in_range,
    exists (${sales(test)}) as test_sales,
    exists (${sales(test)} and ${dates}) as test_sales_in_range,
    exists (
      select from conversion where ${owned} and kind = 'SALE' and source <> 'REPORT'
    ) as shop_sales`;
}

async function factsOf(
  ctx: Context,
  program: Program,
  { mode, partnerIds, linkIds }: ReportFilter,
  seen: Seen,
): Promise<Presence> {
  const { start, end, from, to, now } = seen;
  const own = [program.id, ctx.scope.requireAccountId()];
  const at = new Date(now);
  const span = [new Date(start), new Date(end)];
  const delayed = [new Date(Math.max(start, openFrom(seen))), new Date(end)];
  const asked = [partnerIds, partnerIds, linkIds, linkIds].map((ids) =>
    ids ? pgArray(ids) : null,
  );
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
    ...delayed,
    ...own,
    ...delayed,
    ...asked,
    ...own,
    ...own,
    from,
    to,
    ...own,
    from,
    to,
    ...asked,
    ...own,
    ...own,
    ...span,
    ...own,
    ...own,
    from,
    to,
    ...own,
  ]);
  if (!facts) throw new Error("factsOf: no row");
  return facts;
}

const isFiltered = (filter: ReportFilter): boolean =>
  Boolean(filter.outcomes) || askedNames(filter).length > 0;

/** Whether a sale that counts could be seen under the filter, whosever it is. */
const letsOrdersThrough = ({ outcomes, ...filter }: ReportFilter): boolean =>
  saleConditions(filter) !== null &&
  (outcomes?.some((outcome) => outcome !== OutcomeValue.DISCARDED) ?? true) &&
  (filter.reasons?.some((reason) => !neverOfOrders.has(reason as ReasonCode)) ?? true);

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

/** What a program is, for why its sales are missing. */
interface Standing {
  /** Of its active event types. */
  kinds: readonly string[];
  connected: boolean;
}
/** Its sales are what a shop hands in: none waits for Amazon. */
const isShop = (facts: Presence, { connected }: Standing): boolean =>
  !connected && facts.shop_sales;
/** What keeps sales from being credited now. */
function missingForSales(facts: Presence, standing: Standing): EmptyReason | null {
  const { kinds, connected } = standing;
  if (!kinds.includes("SALE") || (facts.contracts && !facts.sale_terms))
    return EmptyReason.NO_SALE_EVENT_TYPE;
  if (!facts.contracts) return EmptyReason.NO_CONTRACT;
  return connected || isShop(facts, standing) ? null : EmptyReason.NOT_CONNECTED;
}

function whyNoSales(
  facts: Presence,
  filter: ReportFilter,
  standing: Standing,
  seen: Seen,
): EmptyReason {
  const { discardedOrders, end } = seen;
  const isLive = filter.mode === ReportMode.LIVE;
  const readsAmazon = !isShop(facts, standing);
  const mayStillCome = end > (readsAmazon ? openFrom(seen) : seen.now);
  // Of the asked partners and links: what the outcomes or reasons alone hide.
  if (facts.orders_in_range) return EmptyReason.FILTERED_OUT;
  if (discardedOrders > 0)
    return letsOrdersThrough(filter) || !facts.sale_terms
      ? EmptyReason.NO_SALE_EVENT_TYPE
      : EmptyReason.FILTERED_OUT;
  if (facts.sales_in_range) return EmptyReason.FILTERED_OUT;
  if (isLive && facts.test_sales_in_range) return EmptyReason.TEST_HIDDEN;
  const missing = missingForSales(facts, standing);
  // What is missing today explains today's sales, not those of a range long past.
  if (missing && (mayStillCome || !facts.sales)) return missing;
  // What may still come is no reason where the filter would leave it out.
  if (readsAmazon && mayStillCome && facts.clicks_within_delay) {
    if (!facts.asked_within_delay || !letsOrdersThrough(filter)) return EmptyReason.FILTERED_OUT;
    return Number(facts.few_clicks) < minimumClicks
      ? EmptyReason.BELOW_10_CLICKS
      : EmptyReason.WITHIN_DELAY;
  }
  if (facts.sales) return EmptyReason.NONE_IN_RANGE;
  if (isLive && facts.test_sales) return EmptyReason.TEST_HIDDEN;
  if (!facts.clicks) return EmptyReason.NO_CLICKS_YET;
  return readsAmazon && Number(facts.few_clicks) < minimumClicks
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
  const standing = { kinds, connected: program.salesSource !== "NONE" };
  const facts = await factsOf(ctx, program, filter, seen);
  return {
    clicks: seen.clicks > 0 ? null : whyNoClicks(facts, filter, kinds),
    sales: seen.orders > 0 ? null : whyNoSales(facts, filter, standing, seen),
  };
}
