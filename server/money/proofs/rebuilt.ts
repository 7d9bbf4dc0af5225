/**
 * Rollups, budgets and what limits refused, computed anew from the decisions, as SQL; what is
 * stored must equal them.
 */
import type pg from "pg";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";

/** Zones that rollups are cut by. */
export const zonesOfRollups = async (client: pg.ClientBase): Promise<string[]> => {
  const { rows } = await client.query<{ zone: string }>(
    "select distinct zone from rollup_zone order by 1",
  );
  return rows.map(({ zone }) => zone);
};

/** Columns as in click_rollup. `zones`: all that rollups are cut by. */
export const rebuiltRollup = (zones: readonly string[]): string => `
  select
    case v.level
      when 'D' then ${localDate("d.occurred_at", "o")}::timestamp at time zone 'UTC'
      else date_bin(
        '15 minutes', d.occurred_at, timestamptz '2000-01-01 00:00:00Z'
      ) end::timestamptz(3) as bucket,
    v.level,
    d.brand_account_id,
    d.program_id,
    v.partner_account_id,
    v.contract_id,
    v.link_id,
    d.outcome,
    d.reason,
    d.currency,
    d.is_test,
    count(*) as clicks,
    count(*) filter (where d.classification = 'U') as unique_clicks,
    count(*) filter (where d.outcome in ('PAID', 'PAID_ZERO')) as payable_clicks,
    sum(d.amount_micros)::bigint as payout_micros,
    count(*) filter (where d.hidden) as hidden_clicks
  from decision d
  left join rollup_zone z on z.program_id = d.program_id
  left join ${zoneTable(zones)} o on o.zone = z.zone
  cross join lateral (
    values
      ('P', null::uuid, null::uuid, null::uuid),
      ('C', d.partner_account_id, d.contract_id, null),
      ('T', d.partner_account_id, d.contract_id, d.link_id),
      ('D', d.partner_account_id, d.contract_id, null)
  ) v (level, partner_account_id, contract_id, link_id)
  where d.event = 'CLICK'
    and (v.level <> 'T' or d.is_test)
    and (v.level <> 'D' or z.zone is not null)
    and ($1::uuid is null or d.program_id = $1)
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;

/**
 * Whose counter a use `u` of decision `d` stands in, and in which window; a contract's whole life
 * has no end.
 */
const scopeOf = (u: string): string =>
  `case when ${u} ->> 'scope' = 'PROGRAM' then d.program_id ` +
  `when split_part(${u} ->> ` +
  "'limitId', ':', 4) = 'CONTRACT' then d.contract_id else d.partner_account_id end";
const currencyOf = (u: string): string =>
  `case when ${u} ->> 'kind' = 'PAYOUT' then d.currency else '' end`;
const startOf = (u: string): string =>
  `to_timestamp((${u} ->> 'windowStart')::numeric / 1000)::timestamptz(3)`;
const endOf = (u: string): string =>
  `case when split_part(${u} ->> 'limitId', ':', 4) = 'CONTRACT'
      or ${u} ->> 'windowEnd' is null then 'infinity' else to_timestamp(
        (${u} ->> 'windowEnd')::numeric / 1000
      ) end::timestamptz(3)`;
const nobody = "'00000000-0000-0000-0000-000000000000'::uuid";
const paid = "d.event = 'CLICK' and d.outcome = 'PAID' and not d.is_test";

/** What decisions asked. What a visitor used stands under both of the hashes it is known by. */
const askedBudgets = `
  select
    d.program_id,
    case
      when u ->> 'scope' = 'PROGRAM' then ${nobody}
      else d.partner_account_id
    end as partner_account_id,
    coalesce(h.hash::uuid, ${scopeOf("u")}) as scope_id,
    u ->> 'limitId' as limit_id,
    ${currencyOf("u")} as currency,
    ${startOf("u")} as window_start,
    ${endOf("u")} as window_end,
    d.brand_account_id,
    (u ->> 'after')::bigint - (u ->> 'before')::bigint as used
  from decision d
  cross join lateral jsonb_array_elements(d.uses) u
  left join click c
    on u ->> 'scope' = 'CUSTOMER'
    and c.brand_account_id = d.brand_account_id
    and c.clicked_at = d.occurred_at
    and c.id = d.subject_id
  left join lateral unnest(array[c.visitor_hash, c.visitor_hash_previous]) h (hash)
    on u ->> 'scope' = 'CUSTOMER'
  where ${paid}
    and coalesce(u ->> 'scope', 'CONTRACT') <> 'EVENT'
    and (u ->> 'scope' is distinct from 'CUSTOMER' or h.hash is not null)
    and ($1::uuid is null or d.program_id = $1)`;

/**
 * What was paid in the windows of young counters before their limit was there, and so did not ask
 * (budgets.ts).
 */
const unaskedBudgets = `
  select
    b.program_id,
    b.partner_account_id,
    b.scope_id,
    b.limit_id,
    b.currency,
    b.window_start,
    b.window_end,
    b.brand_account_id,
    case when b.currency <> '' then d.amount_micros else 1 end
  from limit_budget b
  join decision d
    on d.program_id = b.program_id
    and d.brand_account_id = b.brand_account_id
    and d.occurred_at >= b.window_start
    and d.occurred_at < least(b.window_end, b.since)
  left join click c
    on split_part(b.limit_id, ':', 3) = 'CUSTOMER'
    and c.brand_account_id = d.brand_account_id
    and c.clicked_at = d.occurred_at
    and c.id = d.subject_id
  where ${paid}
    and b.since is not null
    and ($1::uuid is null or b.program_id = $1)
    and (b.partner_account_id = ${nobody} or d.partner_account_id = b.partner_account_id)
    and (b.currency = '' or d.currency = b.currency)
    and (b.limit_id like 'PROGRAM:%' or split_part(b.limit_id, ':', 5) in ('', d.group_id))
    and (
      c.id is null
        or b.scope_id::text in (c.visitor_hash::uuid::text, c.visitor_hash_previous::uuid::text)
    )
    and not exists (
      select
      from jsonb_array_elements(d.uses) u
      where u ->> 'limitId' = b.limit_id
        and ${startOf("u")} = b.window_start
        and ${endOf("u")} = b.window_end
    )`;

/** Columns of limit_budget without since and epoch. */
export const rebuiltBudgets = `
  select
    program_id,
    partner_account_id,
    scope_id,
    limit_id,
    currency,
    window_start,
    window_end,
    brand_account_id,
    sum(used)::bigint as used
  from (${askedBudgets} union all ${unaskedBudgets}) counted
  group by 1, 2, 3, 4, 5, 6, 7, 8`;

/**
 * Columns of limit_refusal; of the uses that a refused click's decision kept, the one with least
 * room refused it.
 */
export const rebuiltRefusals = `
  select
    d.program_id,
    d.partner_account_id,
    ${scopeOf("u.use")} as scope_id,
    u.use ->> 'limitId' as limit_id,
    ${currencyOf("u.use")} as currency,
    ${startOf("u.use")} as window_start,
    ${endOf("u.use")} as window_end,
    d.brand_account_id,
    count(*) as clicks
  from decision d
  cross join lateral (
    select e.use
    from jsonb_array_elements(d.uses)
    with ordinality e (use, n)
    where e.use ->> 'kind' = 'PAYOUT' or (e.use ->> 'max')::bigint <= (e.use ->> 'before')::bigint
    order by greatest((e.use ->> 'max')::bigint - (e.use ->> 'before')::bigint, 0), e.n
    limit 1
  ) u
  where d.event = 'CLICK'
    and not d.is_test
    and d.outcome = 'UNPAID'
    and d.reason in ('OVERLIMIT_CLICKS', 'OVERLIMIT_PAYOUT')
    and coalesce(u.use ->> 'scope', 'CONTRACT') not in ('CUSTOMER', 'EVENT')
    and ($1::uuid is null or d.program_id = $1)
  group by 1, 2, 3, 4, 5, 6, 7, 8`;
