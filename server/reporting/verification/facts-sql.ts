/** The statements behind the facts of verifications (facts.ts): each reads a set of partners. */
import type { EntityManager } from "@mikro-orm/postgresql";
import { pgArray } from "../../platform/db/array.ts";
import type { SalesSource } from "../../domain/amazon-region.ts";
import type { ProgramFacts } from "../../domain/verification.ts";
import type { KeptClick } from "./verification.entity.ts";

export interface ProgramRow {
  click: "ACTIVE" | "INACTIVE" | null;
  cpc: Exclude<ProgramFacts["cpc"], "NONE"> | null;
  campaign: boolean;
  active: boolean;
  draft: boolean;
  limited: boolean;
}
export const programSql = `select
    (select state from event_type where program_id = ? and kind = 'CLICK') as click,
    r.state as cpc,
    exists (
      select
      from report_row
      where program_id = p.id
        and grouping = 'CAMPAIGN'
        and simulated = (p.sales_source = 'SIMULATED')
    ) as campaign,
    exists (
      select
      from template_terms
      where program_id = ? and partner_account_id is null and state = 'ACTIVE'
    ) as active,
    exists (
      select
      from template_terms
      where program_id = ? and partner_account_id is null and state = 'DRAFT'
    ) as draft,
    exists (
      select from program_limit where program_id = ? and event = 'CLICK' and ended_at is null
    ) as limited
  from program p
  left join lateral (
    select state
    from cpc_request
    where brand_account_id = p.brand_account_id
    order by requested_at desc
    limit 1
  ) r
    on true
  where p.id = ?`;

export interface PartyRow {
  partner: string;
  name: string;
  code: string;
  active: boolean;
}
/** What a partner and the brand agreed on. */
export interface AgreedRow {
  partner: string;
  version_id: string | null;
  upcoming_ms: string | null;
  proposed: boolean;
}
export interface VersionRow {
  id: string;
  number: number;
  newest: number;
  clicks: boolean;
  sales: boolean;
  limited: boolean;
}
/** Conditions on a partner's column, for all or for some. */
const named = (column: string): string => `(?::uuid[] is null or ${column} = any(?::uuid[]))`;

// These three are joined here: row-level security hides from the planner how many rows come.
const partiesSql = `select
    a.id as partner,
    a.name,
    a.code,
    a.state = 'ACTIVE' as active
  from partnership p
  join account a on a.id = p.partner_account_id
  where p.brand_account_id = ? and ${named("p.partner_account_id")}
  order by lower(a.name), a.id`;

const agreedSql = `select
    c.partner_account_id as partner,
    (
      extract(
        epoch from min(c.starts_at) filter (where c.decision = 'SIGNED' and c.starts_at > ?)
      ) * 1000
    )::bigint::text as upcoming_ms,
    bool_or(
      c.decision = 'PROPOSED' and (c.proposal_expires_at is null or c.proposal_expires_at > ?)
    ) as proposed,
    min(c.terms_version_id::text) filter (
      where c.decision = 'SIGNED'
        and c.starts_at <= ?
        and (c.ends_at is null or c.ends_at > ?)
    ) as version_id
  from contract c
  where c.program_id = ? and c.brand_account_id = ? and ${named("c.partner_account_id")}
  group by 1`;

const versionsSql = `select
    v.id,
    v.number,
    (select max(n.number) from terms_version n where n.terms_id = v.terms_id) as newest,
    v.body->'eventPayouts' @> '[{"event": "CLICK"}]' as clicks,
    v.body->'eventPayouts' @> '[{"event": "SALE"}]' as sales,
    exists (
      select
      from jsonb_array_elements(v.body->'eventPayouts') e
      where e->>'event' = 'CLICK' and jsonb_array_length(e->'limits') > 0
    ) as limited
  from terms_version v
  where v.brand_account_id = ? and v.id = any(?::uuid[])`;

export interface LinkRow {
  partner: string;
  id: string;
  name: string;
  active: boolean;
  shared_id: string | null;
  ad_code: string;
  ad_active: boolean;
  landing_page: string | null;
}
/** Of each partner one that stands before one that does not, then the newest. */
const linksSql = `select distinct on (l.partner_account_id)
    l.partner_account_id as partner,
    l.id,
    l.name,
    e.ends_at is null or e.ends_at > ?::timestamptz as active,
    l.shared_id,
    ad.code as ad_code,
    ad.state = 'ACTIVE' as ad_active,
    ad.landing_page
  from tracking_link l
  join ad on ad.id = l.ad_id
  left join link_ending e on e.link_id = l.id
  where l.program_id = ?
    and l.brand_account_id = ?
    and l.is_test
    and ${named("l.partner_account_id")}
  order by
    l.partner_account_id,
    (e.ends_at is null or e.ends_at > ?::timestamptz) and ad.state = 'ACTIVE' desc,
    l.id desc`;

/** Whose rows are read; `partnerIds` null: of all partners of the brand. */
interface OfProgram {
  brandId: string;
  programId: string;
  partnerIds: readonly string[] | null;
}
const valuesOf = ({ programId, brandId, partnerIds }: OfProgram) => {
  const list = partnerIds && pgArray(partnerIds);
  return { of: [programId, brandId], some: [list, list] };
};
/** The test link by which each partner is verified. */
export const readTestLinks = (
  em: EntityManager,
  asked: OfProgram & { now: Date },
): Promise<LinkRow[]> => {
  const { of, some } = valuesOf(asked);
  return em.execute<LinkRow[]>(linksSql, [asked.now, ...of, ...some, asked.now]);
};

export interface ClicksRow {
  partner: string;
  link: string;
  counted: number;
  shared: number;
  first_ms: string | null;
  last_ms: string | null;
  country_min: string | null;
  country_max: string | null;
  home: string | null;
}
// Amazon filters robots out of its click-throughs. Without further columns the index is enough.
const clicksSql = (more: string): string => `select
    c.partner_account_id as partner,
    c.link_id as link,
    count(*)::int as counted,
    (count(*) filter (where c.shared_id is not null))::int as shared,
    (extract(epoch from min(c.clicked_at)) * 1000)::bigint::text as first_ms,
    (extract(epoch from max(c.clicked_at)) * 1000)::bigint::text as last_ms,
    min(c.country) as country_min,
    max(c.country) as country_max,
    max(c.country) filter (where c.country = ?) as home
  from click c
  where c.program_id = ?
    and c.brand_account_id = ?
    and c.is_test
    and not c.robot
    ${more}
    and ${named("c.partner_account_id")}
  group by 1, 2`;

/** What the server asks for, no browser follows to Amazon. */
const byBrowsers = "and c.custom ->> 'verification' is null";

export interface SalesRow {
  partner: string;
  /** Null: what Amazon told of the partner's test ad group and did not split. */
  link: string | null;
  orders: number;
  discarded: number;
  last_ms: string | null;
}
const salesSql = `select
    o.partner_account_id as partner,
    o.link_id as link,
    (
      coalesce(sum(u.delta_orders) filter (where o.outcome <> 'DISCARDED'), 0)
    )::float8 as orders,
    (
      coalesce(sum(u.delta_orders) filter (where o.outcome = 'DISCARDED'), 0)
    )::float8 as discarded,
    (extract(epoch from max(o.occurred_at)) * 1000)::bigint::text as last_ms
  from conversion o
  join conversion_update u on u.conversion_id = o.id
  left join verification s
    on s.program_id = o.program_id and s.partner_account_id = o.partner_account_id
  where o.program_id = ?
    and o.brand_account_id = ?
    and o.is_test
    and (o.link_id is not null or o.not_split)
    and u.kind in ('TRACKED', 'RESTATED')
    and u.delta_orders > 0
    and (s.started_at is null or u.at >= s.started_at)
    and ${named("o.partner_account_id")}
  group by 1, 2`;

/**
 * What the source told of test ad groups; a brand's alone to read. Another told nothing of it. Sums
 * of counts, which 32 bits do not hold.
 */
export interface ToldRow {
  group: string;
  clicks: number;
  orders: number;
}
const toldSql = `select
    r.ad_group_id as group,
    sum(r.click_throughs)::float8 as clicks,
    sum(r.orders)::float8 as orders
  from report_row r
  where r.program_id = ?
    and r.brand_account_id = ?
    and r.grouping = 'ADGROUP'
    and r.ad_group_id like '%-test'
    and r.simulated = ?
    and (
      ?::uuid[] is null
        or r.ad_group_id = any(
          array(select a.code || '-test' from account a where a.id = any(?::uuid[]))
        )
    )
  group by 1`;

export interface OrderRow {
  partner: string;
  at_ms: string;
}
const ordersSql = `select
    o.partner_account_id as partner,
    (extract(epoch from max(o.placed_at)) * 1000)::bigint::text as at_ms
  from simulated_order o
  where o.advertiser_id = ?
    and o.program_id = ?
    and o.brand_account_id = ?
    and ${named("o.partner_account_id")}
  group by 1`;

export interface OwnRow {
  partner: string;
  run_id: string;
  started_ms: string;
  click: KeptClick | null;
  agrees: boolean | null;
  differs_at: string | null;
  request_id: string | null;
  credited_to: string | null;
  has_reader: boolean;
  order_number: string | null;
  ordered_ms: string | null;
  reminded_ms: string | null;
  found_hash: string | null;
}
const ownsSql = `select
    s.partner_account_id as partner,
    s.run_id,
    (extract(epoch from s.started_at) * 1000)::bigint::text as started_ms,
    s.click,
    s.agrees,
    s.differs_at,
    s.request_id,
    s.credited_to,
    s.has_reader,
    s.order_number,
    (extract(epoch from s.ordered_at) * 1000)::bigint::text as ordered_ms,
    (extract(epoch from s.reminded_at) * 1000)::bigint::text as reminded_ms,
    s.found_hash
  from verification s
  where s.program_id = ? and s.brand_account_id = ? and ${named("s.partner_account_id")}`;

export interface RequestRow {
  partner: string;
  id: string;
  at_ms: string;
  status: number | null;
  location: string | null;
}
const requestsSql = `select distinct on (q.partner_account_id)
    q.partner_account_id as partner,
    q.id,
    (extract(epoch from q.made_at) * 1000)::bigint::text as at_ms,
    q.status,
    q.location
  from verification_request q
  join verification s
    on s.program_id = q.program_id
    and s.partner_account_id = q.partner_account_id
    and q.made_at >= s.started_at
  where q.program_id = ? and q.brand_account_id = ? and ${named("q.partner_account_id")}
  order by q.partner_account_id, q.made_at desc, q.id desc`;

export interface PassRow {
  partner: string;
  at_ms: string;
  by: string;
  run_id: string;
  version_id: string;
  destination: string;
  source: string;
  event_types: string;
}
const passesSql = `select distinct on (s.partner_account_id)
    s.partner_account_id as partner,
    (extract(epoch from s.passed_at) * 1000)::bigint::text as at_ms,
    coalesce((select u.name from app_user u where u.id = s.passed_by), '') as by,
    s.run_id,
    s.terms_version_id as version_id,
    s.destination,
    s.source,
    s.event_types
  from verification_pass s
  where s.program_id = ? and s.brand_account_id = ? and ${named("s.partner_account_id")}
  order by s.partner_account_id, s.passed_at desc`;

interface Asked extends OfProgram {
  advertiserId: string;
  source: SalesSource;
  country: string;
  now: Date;
}
export interface Sets {
  parties: PartyRow[];
  agreed: AgreedRow[];
  versions: VersionRow[];
  links: LinkRow[];
  clicks: ClicksRow[];
  sales: SalesRow[];
  told: ToldRow[];
  orders: OrderRow[];
  owns: OwnRow[];
  requests: RequestRow[];
  passes: PassRow[];
}

export async function readSets(em: EntityManager, asked: Asked): Promise<Sets> {
  const { brandId, advertiserId, source, country, now } = asked;
  const { of, some } = valuesOf(asked);
  const read = <R>(text: string, values: readonly unknown[]): Promise<R[]> =>
    em.execute<R[]>(text, [...values]);
  const agreed = await read<AgreedRow>(agreedSql, [now, now, now, now, ...of, ...some]);
  const versions = new Set(agreed.flatMap(({ version_id: id }) => id ?? []));
  return {
    parties: await read<PartyRow>(partiesSql, [brandId, ...some]),
    agreed,
    versions: await read<VersionRow>(versionsSql, [brandId, pgArray([...versions])]),
    links: await readTestLinks(em, asked),
    clicks: await read<ClicksRow>(clicksSql(source === "AMAZON" ? byBrowsers : ""), [
      country,
      ...of,
      ...some,
    ]),
    sales: await read<SalesRow>(salesSql, [...of, ...some]),
    told: await read<ToldRow>(toldSql, [...of, source === "SIMULATED", ...some]),
    orders: await read<OrderRow>(ordersSql, [advertiserId, ...of, ...some]),
    owns: await read<OwnRow>(ownsSql, [...of, ...some]),
    requests: await read<RequestRow>(requestsSql, [...of, ...some]),
    passes: await read<PassRow>(passesSql, [...of, ...some]),
  };
}
