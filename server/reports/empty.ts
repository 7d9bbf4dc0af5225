/** Why a report is empty: the first missing thing on the way from event type to click, or the filter. */
import type { Context } from "../context.ts";
import { minimumClicks, salesDelayHours } from "../domain/attribution.ts";
import { minuteMs, type Instant } from "../domain/calendar.ts";
import { EventType, type Program } from "../programs/program.entity.ts";
import { EmptyReason, ReportMode, type ReportFilter } from "./report.types.ts";

interface Facts {
  links: boolean;
  contracts: boolean;
  sale_terms: boolean;
  clicks: boolean;
  hidden_tests: boolean;
  recent_clicks: string;
}

async function factsOf(ctx: Context, program: Program, filter: ReportFilter, now: Instant): Promise<Facts> {
  const tenant = `${ctx.scope.tenantColumn()} = ?`;
  const own = [program.id, ctx.scope.requireAccountId()];
  const at = new Date(now);
  const [facts] = await ctx.em.execute<Facts[]>(
    `select exists (select from tracking_link where program_id = ? and ${tenant}) as links,
      exists (select from contract where program_id = ? and ${tenant} and decision = 'SIGNED' and starts_at <= ? and (ends_at is null or ends_at > ?)) as contracts,
      exists (select from contract c join terms_version v on v.id = c.terms_version_id where c.program_id = ? and c.${tenant} and c.decision = 'SIGNED'
        and c.starts_at <= ? and (c.ends_at is null or c.ends_at > ?) and v.body->'eventPayouts' @> '[{"event": "SALE"}]') as sale_terms,
      exists (select from click where program_id = ? and ${tenant}) as clicks,
      exists (select from click_rollup where program_id = ? and level = 'T' and ${tenant}) as hidden_tests,
      (select count(*)::text from (select 1 from click where program_id = ? and ${tenant} and clicked_at > ? limit 10) few) as recent_clicks`,
    [...own, ...own, at, at, ...own, at, at, ...own, ...own, ...own, new Date(now - salesDelayHours * 60 * minuteMs)],
  );
  if (!facts) throw new Error("factsOf: no row");
  return { ...facts, hidden_tests: facts.hidden_tests && filter.mode === ReportMode.LIVE };
}

const isFiltered = (filter: ReportFilter): boolean => Boolean(filter.partnerIds ?? filter.linkIds ?? filter.countries ?? filter.devices ?? filter.outcomes ?? filter.reasons);

export async function emptyReasons(
  ctx: Context,
  program: Program,
  filter: ReportFilter,
  seen: { clicks: number; orders: number; now: Instant },
): Promise<{ clicks: EmptyReason | null; sales: EmptyReason | null }> {
  if (seen.clicks > 0 && seen.orders > 0) return { clicks: null, sales: null };
  const kinds = (await ctx.em.find(EventType, { programId: program.id, state: "ACTIVE" })).map((type) => type.kind);
  const facts = await factsOf(ctx, program, filter, seen.now);
  const clicks = (): EmptyReason => {
    if (facts.clicks && isFiltered(filter)) return EmptyReason.FILTERED_OUT;
    if (facts.hidden_tests) return EmptyReason.TEST_HIDDEN;
    if (!facts.links) return kinds.includes("CLICK") ? (facts.contracts ? EmptyReason.NO_LINK : EmptyReason.NO_CONTRACT) : EmptyReason.NO_CLICK_EVENT_TYPE;
    return facts.clicks ? EmptyReason.NONE_IN_RANGE : EmptyReason.NO_CLICKS_YET;
  };
  const sales = (): EmptyReason => {
    if (!kinds.includes("SALE") || (facts.contracts && !facts.sale_terms)) return EmptyReason.NO_SALE_EVENT_TYPE;
    if (!facts.contracts) return EmptyReason.NO_CONTRACT;
    if (filter.countries || filter.devices || (isFiltered(filter) && facts.clicks)) return EmptyReason.FILTERED_OUT;
    if (!facts.clicks) return EmptyReason.NO_CLICKS_YET;
    if (Number(facts.recent_clicks) === 0) return EmptyReason.NONE_IN_RANGE;
    return Number(facts.recent_clicks) < minimumClicks ? EmptyReason.BELOW_10_CLICKS : EmptyReason.WITHIN_DELAY;
  };
  return { clicks: seen.clicks > 0 ? null : clicks(), sales: seen.orders > 0 ? null : sales() };
}
