/** What Amazon told of a program: its campaign, ad groups and creatives, as told last. */
import { adGroupOf } from "../../domain/attribution-tag.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";

export interface AskedRows {
  programId: string;
  brandId: string;
  /** The program's code: its campaign at Amazon. */
  campaign: string;
  /** YYYY-MM-DD at the profile, both included. */
  from: string;
  to: string;
}
interface ToldSums {
  clicks: string;
  orders: string;
  amount: string;
}

const sums = `sum(r.click_throughs)::text as clicks,
    sum(r.orders)::text as orders,
    sum(r.amount_micros)::text as amount`;

export interface CampaignDay extends ToldSums {
  date: string;
  /** False: of tags that are not ours. Other programs of the brand are in neither. */
  own: boolean;
}
export const campaignDays = (ctx: Context, asked: AskedRows): Promise<CampaignDay[]> =>
  ctx.em.execute<CampaignDay[]>(
    `select r.date::text as date, r.campaign_id = ? as own, ${sums}
      from report_row r
      where r.program_id = ?
        and r.brand_account_id = ?
        and r.grouping = 'CAMPAIGN'
        and r.date between ?::date and ?::date
        and (
          r.campaign_id = ?
            or not exists (
              select from program o where o.brand_account_id = ? and o.code = r.campaign_id
            )
        )
      group by 1, 2`,
    [
      asked.campaign,
      asked.programId,
      asked.brandId,
      asked.from,
      asked.to,
      asked.campaign,
      asked.brandId,
    ],
  );

/** SQL: partners of the brand by the ad groups that are theirs. */
export const ofPartners = `
  select a.id, a.code
  from partnership s
  join account a on a.id = s.partner_account_id
  where s.brand_account_id = ?`;
export const partnerCode = (adGroup: string): string => `regexp_replace(${adGroup}, '-test$', '')`;

export interface GroupStretch extends ToldSums {
  /** 1 for the first date or stretch of dates. */
  there: number;
  partner: string;
  is_test: boolean;
}
/**
 * `starts`: first dates of the stretches, in their order. Of every partner, or of one.
 */
export const groupStretches = (
  ctx: Context,
  asked: AskedRows,
  starts: readonly string[],
  partnerId: string | null,
): Promise<GroupStretch[]> =>
  ctx.em.execute<GroupStretch[]>(
    `with partners as (${ofPartners}),
      groups as (
        select width_bucket(r.date, ?::date[]) as there, r.ad_group_id, ${sums}
        from report_row r
        where r.program_id = ?
          and r.brand_account_id = ?
          and r.grouping = 'ADGROUP'
          and r.date between ?::date and ?::date
        group by 1, 2
      )
      select
        g.there,
        a.id as partner,
        g.ad_group_id like '%-test' as is_test,
        g.clicks,
        g.orders,
        g.amount
      from groups g
      join partners a on a.code = ${partnerCode("g.ad_group_id")}
      ${partnerId === null ? "" : "where a.id = ?"}`,
    [
      asked.brandId,
      pgArray(starts),
      asked.programId,
      asked.brandId,
      asked.from,
      asked.to,
      ...(partnerId === null ? [] : [partnerId]),
    ],
  );

export interface GroupDay extends ToldSums {
  date: string;
  /** False: of ad groups that name no partner of the brand. */
  known: boolean;
}
export const groupDays = (ctx: Context, asked: AskedRows): Promise<GroupDay[]> =>
  ctx.em.execute<GroupDay[]>(
    `with partners as (${ofPartners}),
      told as (
        select r.date, r.ad_group_id, r.click_throughs, r.orders, r.amount_micros
        from report_row r
        where r.program_id = ?
          and r.brand_account_id = ?
          and r.grouping = 'ADGROUP'
          and r.date between ?::date and ?::date
      ),
      named as (
        select g.ad_group_id
        from (select distinct ad_group_id from told) g
        join partners a on a.code = ${partnerCode("g.ad_group_id")}
      )
      select r.date::text as date, n.ad_group_id is not null as known, ${sums}
      from told r
      left join named n on n.ad_group_id = r.ad_group_id
      group by 1, 2`,
    [asked.brandId, asked.programId, asked.brandId, asked.from, asked.to],
  );

export interface CreativeStretch extends ToldSums {
  there: number;
  creative: string;
  is_test: boolean;
}
/** Its ad groups: of its live links, and of its test links. */
export const adGroupsOf = (partner: string): string =>
  pgArray([adGroupOf(partner, false), adGroupOf(partner, true)]);

/** Of one partner, by its code. */
export const creativeStretches = (
  ctx: Context,
  asked: AskedRows,
  starts: readonly string[],
  partner: string,
): Promise<CreativeStretch[]> =>
  ctx.em.execute<CreativeStretch[]>(
    `select
        width_bucket(r.date, ?::date[]) as there,
        r.creative_id as creative,
        r.ad_group_id like '%-test' as is_test,
        ${sums}
      from report_row r
      where r.program_id = ?
        and r.brand_account_id = ?
        and r.grouping = 'CREATIVE'
        and r.ad_group_id = any(?::text[])
        and r.date between ?::date and ?::date
      group by 1, 2, 3`,
    [pgArray(starts), asked.programId, asked.brandId, adGroupsOf(partner), asked.from, asked.to],
  );

/** Partners of which an ad group was ever told, live and test apart: they are out of the mask. */
export const everTold = (
  ctx: Context,
  { programId, brandId }: AskedRows,
  partnerIds: readonly string[],
): Promise<{ partner: string; is_test: boolean }[]> =>
  ctx.em.execute<{ partner: string; is_test: boolean }[]>(
    `select distinct a.id as partner, r.ad_group_id like '%-test' as is_test
      from report_row r
      join account a on a.code = ${partnerCode("r.ad_group_id")}
      where r.program_id = ?
        and r.brand_account_id = ?
        and r.grouping = 'ADGROUP'
        and a.id = any(?::uuid[])`,
    [programId, brandId, pgArray(partnerIds)],
  );

/** Clicks of all times, robots apart, of ad groups that were never told. */
export async function untoldClicks(
  ctx: Context,
  { programId, brandId }: AskedRows,
): Promise<number> {
  const [row] = await ctx.em.execute<{ clicks: string }[]>(
    `with partners as (${ofPartners}),
      told as (
        select distinct ad_group_id
        from report_row
        where program_id = ? and brand_account_id = ? and grouping = 'ADGROUP'
      )
      select coalesce(sum(r.clicks), 0)::text as clicks
      from partners a
      cross join (values (false, ''), (true, '-test')) as kind (is_test, ending)
      join click_rollup r
        on r.partner_account_id = a.id
        and r.program_id = ?
        and r.brand_account_id = ?
        and r.level = 'C'
        and r.is_test = kind.is_test
        and r.reason is distinct from 'INVALID_CLASSIFICATION'
      where not exists (select from told t where t.ad_group_id = a.code || kind.ending)`,
    [brandId, programId, brandId, programId, brandId],
  );
  return Number(row?.clicks ?? 0);
}

export interface SourceState {
  /** When the last whole answer of ad groups was asked for; without one, the newest date's rows. */
  toldAt: number | null;
  /** The first date of which anything was told. */
  firstDate: string | null;
  /** When the tag of its connection was fetched. */
  tagAt: number | null;
}
export async function sourceState(ctx: Context, asked: AskedRows): Promise<SourceState> {
  const { programId, brandId } = asked;
  const [row] = await ctx.em.execute<
    { told_at: string | null; first_date: string | null; tag_at: string | null }[]
  >(
    `select
        (extract(epoch from coalesce(
          (
            select complete_at
            from attribution_run
            where program_id = p.id and grouping = 'ADGROUP'
          ),
          (
            select max(r.as_of)
            from report_row r
            where r.program_id = p.id
              and r.grouping = 'ADGROUP'
              and r.date = (
                select max(n.date)
                from report_row n
                where n.program_id = p.id and n.grouping = 'ADGROUP'
              )
          )
        )) * 1000)::bigint::text as told_at,
        (
          select min(f.date)::text
          from unnest('{CAMPAIGN,ADGROUP,CREATIVE}'::text[]) g
          cross join lateral (
            select min(r.date) as date
            from report_row r
            where r.program_id = p.id and r.grouping = g
          ) f
        ) as first_date,
        (
          select (extract(epoch from c.template_at) * 1000)::bigint::text
          from amazon_connection c
          where c.id = p.amazon_connection_id
        ) as tag_at
      from program p
      where p.id = ? and p.brand_account_id = ?`,
    [programId, brandId],
  );
  const ms = (text: string | null | undefined) => (text == null ? null : Number(text));
  return {
    toldAt: ms(row?.told_at),
    firstDate: row?.first_date ?? null,
    tagAt: ms(row?.tag_at),
  };
}
