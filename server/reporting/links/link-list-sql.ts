/** A program's links with their figures, state and health, as one statement. */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { linkHealths, type LinkHealth } from "../../domain/link-health.ts";
import { marketplaceOf } from "../../domain/tracking.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { BreakdownQuery, PartSpan, Piece } from "../reports/breakdown-pieces.ts";
import { sourceFor } from "../reports/breakdown-sources.ts";
import type { LinkListFilter } from "./link-list.types.ts";

export interface LinksQuery {
  program: Program;
  /** Null: only which links there are is asked, whatever was clicked and sold. */
  figures: FiguresQuery | null;
  filter: LinkListFilter | null;
  now: Date;
}
export interface FiguresQuery {
  /** The clicks of the range by link. */
  clicks: BreakdownQuery;
  span: PartSpan;
  /** Of sales, by the marketplace's dates, inclusive. */
  dates: { from: string; to: string };
}

/** What both have of a link, and its payout by currency. */
const figuresSql = `figures as (
        select
          link::uuid as link,
          sum(clicks)::bigint as clicks,
          sum(unique_clicks)::bigint as unique_clicks,
          sum(payable)::bigint as payable,
          sum(orders)::bigint as orders,
          sum(micros)::bigint as earned,
          array_agg(currency || ' ' || micros order by currency) filter (where micros <> 0)
            as amounts
        from (
          select link, currency, sum(clicks) as clicks, sum(unique_clicks) as unique_clicks,
            sum(payable) as payable, sum(orders) as orders, sum(micros)::bigint as micros
          from (select * from clicks union all select * from sold) each
          where link <> 'n/a'
          group by 1, 2
        ) made
        group by 1
      )`;

/** Clicks, orders and payout by link and currency. */
function figuresOf(ctx: Context, { figures, program, filter }: LinksQuery): Piece[] {
  if (!figures) return [];
  const { clicks, span, dates } = figures;
  const source = sourceFor(ctx, clicks, span);
  const partners = filter?.partnerIds ? pgArray(filter.partnerIds) : null;
  return [
    ...source.with,
    {
      sql: `clicks as (
        select
          v1 as link,
          currency,
          sum(clicks) as clicks,
          sum(unique_clicks) as unique_clicks,
          sum(payable_clicks) as payable,
          0::bigint as orders,
          sum(payout_micros) as micros
        from (${source.query.sql}) made
        group by 1, 2
      )`,
      values: source.query.values,
    },
    {
      sql: `sold as (
        select
          s.link_id::text as link,
          s.currency,
          0 as clicks,
          0 as unique_clicks,
          0 as payable,
          coalesce(sum(s.orders) filter (where s.outcome <> 'DISCARDED'), 0)::bigint as orders,
          sum(s.payout_micros) as micros
        from sales_daily s
        where s.program_id = ?
          and s.${ctx.scope.tenantColumn()} = ?
          and s.date between ?::date and ?::date
          and s.link_id is not null
          and (?::uuid[] is null or s.partner_account_id = any(?::uuid[]))
        group by 1, 2
      )`,
      values: [program.id, ctx.scope.requireAccountId(), dates.from, dates.to, partners, partners],
    },
    {
      sql: figuresSql,
      values: [],
    },
  ];
}

/** Of what is folded, and of the decisions in quarter hours that are not yet. */
const lastClicks = (ctx: Context, { program }: LinksQuery): Piece => ({
  sql: `lasts as (
        select link, max(at) as at
        from (
          select k.link_id as link, k.clicked_at as at
          from link_last_click k
          where k.program_id = ? and k.${ctx.scope.tenantColumn()} = ?
          union all
          select d.link_id, max(d.occurred_at)
          from unfolded_quarters(?::uuid) q
          join decision d
            on d.brand_account_id = ?
            and d.occurred_at >= q.quarter
            and d.occurred_at < q.quarter + interval '15 minutes'
          where d.event = 'CLICK'
            and d.program_id = ?
            and d.${ctx.scope.tenantColumn()} = ?
            and d.link_id is not null
          group by 1
        ) each
        group by 1
      )`,
  values: [
    program.id,
    ctx.scope.requireAccountId(),
    program.id,
    program.brandAccountId,
    program.id,
    ctx.scope.requireAccountId(),
  ],
});

/** In the order of linkHealths. */
const healthWhen: Record<Exclude<LinkHealth, "FINE">, string> = {
  ENDED: "e.ends_at <= ?::timestamptz",
  AD_OFF: "a.state <> 'ACTIVE'",
  PROGRAM_CLOSED: "not ?::boolean",
  PARTNER_SUSPENDED: "p.state <> 'ACTIVE'",
  LANDS_ELSEWHERE: "a.landing_page !~* ?",
  NO_CONTRACT: `not exists (
            select
            from contract_in_force f
            where f.program_id = l.program_id
              and f.partner_account_id = l.partner_account_id
              and f.starts_at <= ?::timestamptz
              and f.until > ?::timestamptz
          )`,
  NO_TAG: "not ?::boolean",
  NEVER_CLICKED: "t.at is null",
};

const stateSql = `case
            when e.ends_at <= ?::timestamptz then 'ENDED'
            when a.state <> 'ACTIVE' then 'AD_OFF'
            else 'ACTIVE'
          end as state`;
/** What is searched; the placeholder is the program's code. */
const wordsSql = `lower(
            concat_ws(' ', l.name, l.shared_id, a.name, a.landing_page, p.name,
              '/c/' || p.code || '/' || a.code || '/' || ?::text, r.addresses)
          ) as words`;
/** The addresses by readable names, each as it is shown, copied and printed. */
const readableSql = `left join lateral (
          select string_agg('/c/' || n.name, ' ') as addresses
          from link_name n
          where n.link_id = l.id
        ) r on true`;
const figureColumns = `coalesce(f.clicks, 0) as clicks,
          coalesce(f.unique_clicks, 0) as unique_clicks,
          coalesce(f.payable, 0) as payable,
          coalesce(f.orders, 0) as orders,
          coalesce(f.earned, 0) as earned,
          f.amounts,`;

function links(ctx: Context, asked: LinksQuery, isOpen: boolean): Piece {
  const { program, now, filter, figures } = asked;
  const { host } = marketplaceOf(program.marketplace) ?? { host: "" };
  const onStorefront = `^https://${host.replaceAll(".", "\\.")}([/?#]|$)`;
  const health = linkHealths
    .flatMap((name) => (name === "FINE" ? [] : [`when ${healthWhen[name]} then '${name}'`]))
    .join("\n          ");
  const partners = filter?.partnerIds ? pgArray(filter.partnerIds) : null;
  return {
    sql: `listed as materialized (
        select
          l.id,
          l.brand_account_id as brand,
          l.name,
          l.level,
          l.is_test,
          l.created_at,
          ${stateSql},
          case
          ${health}
          else 'FINE'
          end as health,
          ${wordsSql},
          ${figures ? figureColumns : ""}
          coalesce((extract(epoch from t.at) * 1000)::bigint, 0) as last_ms
        from tracking_link l
        join ad a on a.id = l.ad_id
        join account p on p.id = l.partner_account_id
        left join link_ending e on e.link_id = l.id
        ${readableSql}
        ${figures ? "left join figures f on f.link = l.id" : ""}
        left join lasts t on t.link = l.id
        where l.program_id = ?
          and l.${ctx.scope.tenantColumn()} = ?
          and (?::uuid[] is null or l.partner_account_id = any(?::uuid[]))
      )`,
    values: [
      now,
      now,
      isOpen,
      onStorefront,
      now,
      now,
      Boolean(program.attributionTemplate),
      program.code,
      program.id,
      ctx.scope.requireAccountId(),
      partners,
      partners,
    ],
  };
}

/** What was pasted for a link may be its whole address, below whichever domain it stood. */
export function searchedFor(text: string): string {
  const bare = text.trim().toLowerCase();
  const [, path] = /^https?:\/\/[^?#]*?(\/c\/[^?#]*)/.exec(bare) ?? [];
  return path ?? bare;
}

/** The links that match, as `chosen`, and what has to be named before them. */
export function chosenLinks(ctx: Context, asked: LinksQuery, isOpen: boolean): Piece {
  const { filter } = asked;
  const search = filter?.search ? searchedFor(filter.search) : "";
  const lists = [filter?.states, filter?.levels, filter?.healths].map((list) =>
    list ? pgArray(list) : null,
  );
  const isTest = filter?.isTest ?? null;
  const pieces = [
    ...figuresOf(ctx, asked),
    lastClicks(ctx, asked),
    links(ctx, asked, isOpen),
    {
      sql: `chosen as materialized (
        select *
        from listed
        where (? = '' or position(? in words) > 0)
          and (?::text[] is null or state = any(?::text[]))
          and (?::text[] is null or level = any(?::text[]))
          and (?::text[] is null or health = any(?::text[]))
          and (?::boolean is null or is_test = ?::boolean)
      )`,
      values: [search, search, ...lists.flatMap((list) => [list, list]), isTest, isTest],
    },
  ];
  return {
    sql: pieces.map(({ sql }) => sql).join(",\n      "),
    values: pieces.flatMap(({ values }) => values),
  };
}
