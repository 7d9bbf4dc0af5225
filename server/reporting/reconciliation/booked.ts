/** What is booked of Amazon's orders, and what of them is not, with its cause. */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { adGroupsOf, ofPartners, partnerCode, type AskedRows } from "./amazons.ts";

/** Why what was told of an ad group and date is not what is booked of it; null: nobody knows. */
export type GapCause = "HELD" | "DROPPED" | "PARKED" | "WAITING" | "MASKED" | null;
/** Of a date, a partner or a link: as it was told when it was booked, and as it counts. */
export interface BookedSums {
  booked_orders: string;
  booked_amount: string;
  test_orders: string;
  test_amount: string;
  discarded_orders: string;
  discarded_amount: string;
  counted_orders: string;
  counted_amount: string;
}
/** Of a link. */
export interface SaleCell extends BookedSums {
  /** Null: what Amazon does not split. */
  link: string | null;
  /** Of what the difference between told and booked comes from. */
  gap: GapCause;
  told: boolean;
  told_orders: string;
  told_amount: string;
}

const booked = (name: string, where: string): string => `
    coalesce(sum(v.orders + v.adjusted_orders) filter (where ${where}), 0) as ${name}_orders,
    coalesce(
      sum(v.amount_micros + v.adjusted_amount_micros) filter (where ${where}),
      0
    ) as ${name}_amount`;
/** As reports count: of live links, but for what terms without sales discard. */
const countedSums = `
    ${booked("test", "v.is_test")},
    ${booked("discarded", "not v.is_test and v.outcome = 'DISCARDED'")},
    ${booked("counted", "not v.is_test and v.outcome <> 'DISCARDED'")}`;
const bookedSums = `
    sum(b.orders) as booked_orders,
    sum(b.amount_micros) as booked_amount,
    ${countedSums}`;
const countedFigures = [
  "test_orders",
  "test_amount",
  "discarded_orders",
  "discarded_amount",
  "counted_orders",
  "counted_amount",
] as const;
const figures = [
  "told_orders",
  "told_amount",
  "booked_orders",
  "booked_amount",
  ...countedFigures,
] as const;
const summed = figures.map((name) => `coalesce(sum(${name}), 0)::text as ${name}`).join(",\n    ");

const held = `exists (
      select
      from attribution_hold h
      where h.program_id = q.program_id and h.closed_at is null
    )`;
const dropped = `exists (
      select
      from attribution_hold h
      where h.program_id = q.program_id
        and h.outcome = 'DROPPED'
        and t.date between h.start_date and h.end_date
    )`;
/** Something was told of its ad group and date that is not booked yet. */
const isNews = `exists (
      select from report_news n where n.ad_group_key = t.ad_group_key
    )`;
/** As what cannot be booked is named where it is put aside. */
const parked = `exists (
      select
      from parked_item i
      where i.kind = 'REPORT_ROW'
        and i.done_at is null
        and i.subject = q.program_id || '/' || left(
          encode(sha256(convert_to(t.ad_group_key, 'UTF8')), 'hex'),
          32
        )
    )`;
/** The two runs were minutes apart: it is booked with the next pair. */
const runsDiffer = `(
      select sum(c.orders) > t.told_orders or sum(c.amount_micros) > t.told_amount
      from report_row c
      where c.ad_group_key = t.ad_group_key and c.grouping = 'CREATIVE' and c.told
    )`;
const gapSql = `case
      when coalesce(t.told_orders, 0) = coalesce(b.booked_orders, 0)
        and coalesce(t.told_amount, 0) = coalesce(b.booked_amount, 0) then null
      when ${isNews} and ${held} then 'HELD'
      when ${parked} then 'PARKED'
      when ${isNews} or t.told is not true or ${runsDiffer} then 'WAITING'
      when ${dropped} then 'DROPPED'
    end`;

const countedTexts = countedFigures
  .map((name) => `coalesce(v.${name}, 0)::text as ${name}`)
  .join(",\n        ");

export type SalesBy = "DATE" | "PARTNER";
const keyOf = (row: string, by: SalesBy): string =>
  by === "DATE" ? `${row}.date::text` : `${row}.partner_account_id::text`;

/** Of partners alone, by date or by partner. */
export async function bookedBy(
  ctx: Context,
  { programId, brandId, from, to }: AskedRows,
  by: SalesBy,
): Promise<(BookedSums & { key: string })[]> {
  return ctx.em.execute<(BookedSums & { key: string })[]>(
    `with b as (
        select ${keyOf("b", by)} as key, sum(b.orders) as orders, sum(b.amount_micros) as amount
        from attribution_row b
        where b.program_id = ?
          and b.brand_account_id = ?
          and b.date between ?::date and ?::date
          and b.partner_account_id is not null
        group by 1
      ),
      v as (
        select ${keyOf("v", by)} as key, ${countedSums}
        from conversion v
        where v.program_id = ?
          and v.brand_account_id = ?
          and v.date between ?::date and ?::date
          and v.partner_account_id is not null
          and v.source = 'REPORT'
        group by 1
      )
      select
        key,
        coalesce(b.orders, 0)::text as booked_orders,
        coalesce(b.amount, 0)::text as booked_amount,
        ${countedTexts}
      from b
      full join v using (key)`,
    [programId, brandId, from, to, programId, brandId, from, to],
  );
}

export interface Gap {
  key: string;
  gap: GapCause;
  orders: string;
  amount: string;
}
const isAsked = (date: string, partner: string, by: SalesBy): string =>
  by === "DATE" ? `${date} = any(?::date[])` : `${partner} = any(?::uuid[])`;
const gapsSql = (by: SalesBy): string =>
  `with q as (select ?::uuid as program_id),
      partners as (${ofPartners}),
      t as (
        select
          r.date,
          r.ad_group_id,
          r.ad_group_key,
          r.told,
          r.orders as told_orders,
          r.amount_micros as told_amount,
          a.id as partner
        from report_row r
        join partners a on a.code = ${partnerCode("r.ad_group_id")}
        where r.program_id = ?
          and r.brand_account_id = ?
          and r.grouping = 'ADGROUP'
          and r.date between ?::date and ?::date
          and ${isAsked("r.date", "a.id", by)}
      ),
      b as (
        select
          b.date,
          b.ad_group_id,
          min(b.partner_account_id::text)::uuid as partner,
          sum(b.orders) as booked_orders,
          sum(b.amount_micros) as booked_amount
        from attribution_row b
        where b.program_id = ?
          and b.brand_account_id = ?
          and b.date between ?::date and ?::date
          and b.partner_account_id is not null
          and ${isAsked("b.date", "b.partner_account_id", by)}
        group by 1, 2
      )
      select
        ${
          by === "DATE" ? "coalesce(t.date, b.date)::text" : "coalesce(t.partner, b.partner)::text"
        } as key,
        ${gapSql} as gap,
        sum(coalesce(t.told_orders, 0) - coalesce(b.booked_orders, 0))::text as orders,
        sum(coalesce(t.told_amount, 0) - coalesce(b.booked_amount, 0))::text as amount
      from t
      full join b on b.date = t.date and b.ad_group_id = t.ad_group_id
      cross join q
      where coalesce(t.told_orders, 0) <> coalesce(b.booked_orders, 0)
        or coalesce(t.told_amount, 0) <> coalesce(b.booked_amount, 0)
      group by 1, 2`;

/** Of these dates or partners, what was told less what is booked, by its cause. */
export async function gapsOf(
  ctx: Context,
  { programId, brandId, from, to }: AskedRows,
  by: SalesBy,
  keys: readonly string[],
): Promise<Gap[]> {
  if (keys.length === 0) return [];
  const own = [programId, brandId, from, to, pgArray(keys)];
  return ctx.em.execute<Gap[]>(gapsSql(by), [programId, brandId, ...own, ...own]);
}

const linkCellsSql = `
    with q as (select ?::uuid as program_id),
      t as (
        select
          r.row_key,
          r.ad_group_key,
          r.date,
          r.told,
          r.orders as told_orders,
          r.amount_micros as told_amount,
          l.id as link
        from report_row r
        left join ad on ad.code = regexp_replace(r.creative_id, '(_off|)(-[0-9A-Za-z]+|)$', '')
        left join tracking_link l on l.ad_id = ad.id and l.partner_account_id = ?
        where r.program_id = ?
          and r.brand_account_id = ?
          and r.grouping = 'CREATIVE'
          and r.ad_group_id = any(?::text[])
          and r.date between ?::date and ?::date
      ),
      b as (
        select b.row_key, min(b.link_id::text)::uuid as link, ${bookedSums}
        from attribution_row b
        left join conversion v on v.row_key = b.row_key
        where b.program_id = ?
          and b.brand_account_id = ?
          and b.ad_group_id = any(?::text[])
          and b.date between ?::date and ?::date
        group by 1
      )
      select
        coalesce(t.link, b.link) as link,
        case
          when coalesce(t.told_orders, 0) = coalesce(b.booked_orders, 0)
            and coalesce(t.told_amount, 0) = coalesce(b.booked_amount, 0) then null
          when ${isNews} and ${held} then 'HELD'
          when ${parked} then 'PARKED'
          when t.told is not true then 'MASKED'
          when ${isNews} then 'WAITING'
          when ${dropped} then 'DROPPED'
        end as gap,
        bool_or(t.row_key is not null) as told,
        ${summed}
      from t
      full join b on b.row_key = t.row_key
      cross join q
      group by 1, 2`;
/** Of one partner by link; what Amazon does not split is of no link. */
export const saleCellsOfLinks = (
  ctx: Context,
  asked: AskedRows,
  { id, code }: { id: string; code: string },
): Promise<SaleCell[]> => {
  const rows = [asked.programId, asked.brandId, adGroupsOf(code), asked.from, asked.to];
  return ctx.em.execute<SaleCell[]>(linkCellsSql, [asked.programId, id, ...rows, ...rows]);
};
