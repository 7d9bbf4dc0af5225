/** What is booked of Amazon's orders, and what of them is not, with its cause. */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import type { AskedRows } from "./amazons.ts";

/** Why what was told of an ad group and date is not what is booked of it; null: nobody knows. */
export type GapCause = "HELD" | "DROPPED" | "PARKED" | "WAITING" | "MASKED" | null;
export interface SaleCell {
  date: string | null;
  /** Null: its ad group names no partner of the brand. */
  partner: string | null;
  link: string | null;
  /** Of what the difference between told and booked comes from. */
  gap: GapCause;
  told: boolean;
  told_orders: string;
  told_amount: string;
  booked_orders: string;
  booked_amount: string;
  test_orders: string;
  test_amount: string;
  discarded_orders: string;
  discarded_amount: string;
  counted_orders: string;
  counted_amount: string;
}

const booked = (name: string, where: string): string => `
    coalesce(sum(v.orders + v.adjusted_orders) filter (where ${where}), 0) as ${name}_orders,
    coalesce(
      sum(v.amount_micros + v.adjusted_amount_micros) filter (where ${where}),
      0
    ) as ${name}_amount`;
/** As reports count: of live links, but for what terms without sales discard. */
const bookedSums = `
    sum(b.orders) as booked_orders,
    sum(b.amount_micros) as booked_amount,
    ${booked("test", "v.is_test")},
    ${booked("discarded", "not v.is_test and v.outcome = 'DISCARDED'")},
    ${booked("counted", "not v.is_test and v.outcome <> 'DISCARDED'")}`;
const figures = [
  "told_orders",
  "told_amount",
  "booked_orders",
  "booked_amount",
  "test_orders",
  "test_amount",
  "discarded_orders",
  "discarded_amount",
  "counted_orders",
  "counted_amount",
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
      when t.dirty and ${held} then 'HELD'
      when ${parked} then 'PARKED'
      when t.dirty or t.told is not true or ${runsDiffer} then 'WAITING'
      when ${dropped} then 'DROPPED'
    end`;

const cellsSql = (by: "DATE" | "PARTNER"): string => `
    with q as (select ?::uuid as program_id, ?::uuid as brand, ?::date as since, ?::date as until),
      partners as (
        select a.id, a.code
        from q
        join partnership s on s.brand_account_id = q.brand
        join account a on a.id = s.partner_account_id
      ),
      t as (
        select
          r.date,
          r.ad_group_id,
          min(r.ad_group_key) as ad_group_key,
          bool_and(r.told) as told,
          bool_or(r.dirty) as dirty,
          sum(r.orders) as told_orders,
          sum(r.amount_micros) as told_amount
        from q
        join report_row r on r.program_id = q.program_id
          and r.brand_account_id = q.brand
          and r.grouping = 'ADGROUP'
          and r.date between q.since and q.until
        group by 1, 2
      ),
      b as (
        select b.date, b.ad_group_id, ${bookedSums}
        from q
        join attribution_row b on b.program_id = q.program_id
          and b.brand_account_id = q.brand
          and b.date between q.since and q.until
        left join conversion v on v.row_key = b.row_key
        group by 1, 2
      ),
      both_sides as (
        select
          coalesce(t.date, b.date) as date,
          coalesce(t.ad_group_id, b.ad_group_id) as ad_group_id,
          t.date is not null as told,
          ${gapSql} as gap,
          ${figures.join(", ")}
        from t
        full join b on b.date = t.date and b.ad_group_id = t.ad_group_id
        cross join q
      )
      select
        ${by === "DATE" ? "s.date::text" : "null"} as date,
        ${by === "DATE" ? "(min(a.id::text))::uuid" : "a.id"} as partner,
        null as link,
        s.gap,
        bool_or(s.told) as told,
        ${summed}
      from both_sides s
      left join partners a on a.code = regexp_replace(s.ad_group_id, '-test$', '')
      group by ${by === "DATE" ? "s.date" : "a.id"}, a.id is null, s.gap`;
/** By date, else by partner. */
export const saleCells = (
  ctx: Context,
  asked: AskedRows,
  by: "DATE" | "PARTNER",
): Promise<SaleCell[]> =>
  ctx.em.execute<SaleCell[]>(cellsSql(by), [asked.programId, asked.brandId, asked.from, asked.to]);

const linkCellsSql = `
    with q as (select ?::uuid as program_id),
      t as (
        select
          r.row_key,
          r.ad_group_key,
          r.date,
          r.told,
          r.dirty,
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
        null as date,
        ?::uuid as partner,
        coalesce(t.link, b.link) as link,
        case
          when coalesce(t.told_orders, 0) = coalesce(b.booked_orders, 0)
            and coalesce(t.told_amount, 0) = coalesce(b.booked_amount, 0) then null
          when t.dirty and ${held} then 'HELD'
          when ${parked} then 'PARKED'
          when t.told is not true then 'MASKED'
          when t.dirty then 'WAITING'
          when ${dropped} then 'DROPPED'
        end as gap,
        bool_or(t.row_key is not null) as told,
        ${summed}
      from t
      full join b on b.row_key = t.row_key
      cross join q
      group by 3, 4`;
/** Of one partner by link; what Amazon does not split is of no link. */
export const saleCellsOfLinks = (
  ctx: Context,
  asked: AskedRows,
  { id, code }: { id: string; code: string },
): Promise<SaleCell[]> => {
  const groups = pgArray([code, `${code}-test`]);
  const rows = [asked.programId, asked.brandId, groups, asked.from, asked.to];
  return ctx.em.execute<SaleCell[]>(linkCellsSql, [asked.programId, id, ...rows, ...rows, id]);
};
