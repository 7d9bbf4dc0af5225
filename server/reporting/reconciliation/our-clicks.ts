/**
 * Clicks as they are counted here, by dates of the brand's zone and by dates of the profile's at
 * once: from the rollups, and of one partner's links from the decisions. PostgreSQL puts rows into
 * dates by the edges that the domain cut.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { quarterHourMs, type Instant } from "../../domain/calendar.ts";
import { minimumClicks } from "../../domain/attribution.ts";

/** Edges of dates that follow each other: one more than there are dates. */
export interface Edges {
  /** Of the brand's zone. */
  here: readonly Instant[];
  /** Of the profile's zone. */
  there: readonly Instant[];
}
export interface AskedClicks {
  programId: string;
  brandId: string;
  edges: Edges;
  /** What was clicked from here on need not be told yet. */
  freshFrom: Instant;
}
/** Clicks of one place; `here` and `there` are 1 for the first date, and lie outside elsewhere. */
export interface ClickCell {
  here: number;
  there: number;
  fresh: boolean;
  is_test: boolean;
  partner: string | null;
  link: string | null;
  shared: string | null;
  unique: string;
  repeats: string;
  robots: string;
  risky: string;
}

const time = (at: Instant): string => new Date(at).toISOString();
const edgesText = (edges: readonly Instant[]): string => pgArray(edges.map(time));
/** Rollups know quarters of an hour. */
export const quarterOf = (at: Instant): Instant => at - (at % quarterHourMs);

const spanOf = ({ here, there }: Edges): [string, string] => {
  const all = [...here, ...there];
  return [time(Math.min(...all)), time(Math.max(...all))];
};

/**
 * Under the strict filter a risky visitor arrives at Amazon without the tag. Clicks that were
 * stopped before anybody looked at their quality are told apart as unique or not, and count as
 * repeats.
 */
const isTagged = `coalesce(
    (
      select h.risk_filter
      from program_risk_filter h
      where h.program_id = r.program_id and h.until > r.bucket
      order by h.until
      limit 1
    ),
    p.risk_filter
  ) <> 'STRICT'`;
const rollupSql = (partner: string): string => `
  select
    width_bucket(r.bucket, ?::timestamptz[]) as here,
    width_bucket(r.bucket, ?::timestamptz[]) as there,
    r.bucket >= ?::timestamptz as fresh,
    r.is_test,
    ${partner} as partner,
    null as link,
    null as shared,
    sum(r.unique_clicks::int)::text as unique,
    coalesce(
      sum((r.clicks - r.unique_clicks)::int) filter (
        where r.reason is null or r.reason not in ('INVALID_CLASSIFICATION', 'FILTERED_RISK')
      ),
      0
    )::text as repeats,
    coalesce(
      sum(r.clicks::int) filter (where r.reason = 'INVALID_CLASSIFICATION'),
      0
    )::text as robots,
    coalesce(
      sum(r.clicks::int) filter (where r.reason = 'FILTERED_RISK' and ${isTagged}),
      0
    )::text as risky
  from click_rollup r
  join program p on p.id = r.program_id
  where r.program_id = ?
    and r.brand_account_id = ?
    and r.level = ?
    and r.bucket >= ?
    and r.bucket < ?
  group by 1, 2, 3, 4, 5`;

/** `byPartner`: else of the program as a whole. */
export async function rolledUpClicks(
  ctx: Context,
  { programId, brandId, edges, freshFrom }: AskedClicks,
  byPartner: boolean,
): Promise<ClickCell[]> {
  return ctx.em.execute<ClickCell[]>(rollupSql(byPartner ? "r.partner_account_id" : "null::uuid"), [
    edgesText(edges.here),
    edgesText(edges.there),
    time(freshFrom),
    programId,
    brandId,
    byPartner ? "C" : "P",
    ...spanOf(edges),
  ]);
}

const linksSql = `
  select
    width_bucket(c.clicked_at, ?::timestamptz[]) as here,
    width_bucket(c.clicked_at, ?::timestamptz[]) as there,
    c.clicked_at >= ?::timestamptz as fresh,
    c.is_test,
    c.partner_account_id as partner,
    c.link_id as link,
    c.shared_id as shared,
    (count(*) filter (where d.classification = 'U'))::text as unique,
    (count(*) filter (where d.classification = 'D'))::text as repeats,
    (count(*) filter (where d.classification = 'R'))::text as robots,
    (
      count(*) filter (where d.classification = 'F' and not c.warnings @> '{NOT_CREDITED}')
    )::text as risky
  from click c
  join decision d
    on d.brand_account_id = c.brand_account_id
    and d.occurred_at = c.clicked_at
    and d.subject_id = c.id
  where c.partner_account_id = ?
    and c.program_id = ?
    and c.brand_account_id = ?
    and c.clicked_at >= ?
    and c.clicked_at < ?
  group by 1, 2, 3, 4, 5, 6, 7`;

/** Of one partner by link and shared id, which the rollups do not know. */
export const clicksOfLinks = (
  ctx: Context,
  { programId, brandId, edges, freshFrom }: AskedClicks,
  partnerId: string,
): Promise<ClickCell[]> =>
  ctx.em.execute<ClickCell[]>(linksSql, [
    edgesText(edges.here),
    edgesText(edges.there),
    time(freshFrom),
    partnerId,
    programId,
    brandId,
    ...spanOf(edges),
  ]);

/** Of these partners those that stand below Amazon's threshold, live and test links apart. */
export async function belowThreshold(
  ctx: Context,
  programId: string,
  partnerIds: readonly string[],
): Promise<{ partner: string; is_test: boolean }[]> {
  if (partnerIds.length === 0) return [];
  return ctx.em.execute<{ partner: string; is_test: boolean }[]>(
    `select r.partner_account_id as partner, r.is_test
      from click_rollup r
      where r.program_id = ?
        and r.brand_account_id = ?
        and r.level = 'C'
        and r.partner_account_id = any(?::uuid[])
        and r.reason is distinct from 'INVALID_CLASSIFICATION'
      group by 1, 2
      having sum(r.clicks) < ?`,
    [programId, ctx.scope.requireAccountId(), pgArray(partnerIds), minimumClicks],
  );
}
