/** Rollups, budgets and what limits refused, computed anew from the decisions, as SQL; what is stored must equal them. */

/** Columns as in click_rollup. */
export const rebuiltRollup = `
  select case v.level when 'D' then (d.occurred_at at time zone z.zone)::date::timestamp at time zone 'UTC'
      else date_bin('15 minutes', d.occurred_at, timestamptz '2000-01-01 00:00:00Z') end::timestamptz(3) as bucket, v.level, d.brand_account_id, d.program_id,
    v.partner_account_id, v.contract_id, v.link_id, d.outcome, d.reason, d.currency, d.is_test,
    count(*) as clicks, count(*) filter (where d.classification = 'U') as unique_clicks,
    count(*) filter (where d.outcome in ('PAID', 'PAID_ZERO')) as payable_clicks, sum(d.amount_micros)::bigint as payout_micros,
    count(*) filter (where d.hidden) as hidden_clicks
  from decision d left join rollup_zone z on z.program_id = d.program_id cross join lateral (values ('P', null::uuid, null::uuid, null::uuid), ('C', d.partner_account_id, d.contract_id, null), ('T', d.partner_account_id, d.contract_id, d.link_id),
    ('D', d.partner_account_id, d.contract_id, null)) v (level, partner_account_id, contract_id, link_id)
  where d.event = 'CLICK' and (v.level <> 'T' or d.is_test) and (v.level <> 'D' or z.zone is not null) and ($1::uuid is null or d.program_id = $1)
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`;

/**
 * Columns of limit_budget without epoch. A limit id names its reset in the fourth place; a contract's own limits count per
 * contract. What a visitor used stands under both of the hashes it is known by, and is the most that any decision left there.
 */
export const rebuiltBudgets = `
  select d.program_id, case when u ->> 'scope' = 'PROGRAM' then '00000000-0000-0000-0000-000000000000' else d.partner_account_id end as partner_account_id,
    case when u ->> 'scope' = 'PROGRAM' then d.program_id when split_part(u ->> 'limitId', ':', 4) = 'CONTRACT' then d.contract_id else d.partner_account_id end as scope_id,
    u ->> 'limitId' as limit_id, to_timestamp((u ->> 'windowStart')::numeric / 1000)::timestamptz(3) as window_start,
    max(to_timestamp((u ->> 'windowEnd')::numeric / 1000))::timestamptz(3) as window_end, d.brand_account_id,
    sum((u ->> 'after')::bigint - (u ->> 'before')::bigint)::bigint as used
  from decision d cross join lateral jsonb_array_elements(d.uses) u
  where d.event = 'CLICK' and d.outcome = 'PAID' and not d.is_test and coalesce(u ->> 'scope', 'CONTRACT') not in ('CUSTOMER', 'EVENT') and ($1::uuid is null or d.program_id = $1)
  group by 1, 2, 3, 4, 5, 7
  union all
  select d.program_id, d.partner_account_id, h.hash::uuid, u ->> 'limitId', to_timestamp((u ->> 'windowStart')::numeric / 1000)::timestamptz(3),
    max(to_timestamp((u ->> 'windowEnd')::numeric / 1000))::timestamptz(3), d.brand_account_id, max((u ->> 'after')::bigint)
  from decision d join click c on c.brand_account_id = d.brand_account_id and c.clicked_at = d.occurred_at and c.id = d.subject_id
    cross join lateral jsonb_array_elements(d.uses) u cross join lateral unnest(array[c.visitor_hash, c.visitor_hash_previous]) h (hash)
  where d.event = 'CLICK' and d.outcome = 'PAID' and not d.is_test and u ->> 'scope' = 'CUSTOMER' and h.hash is not null and ($1::uuid is null or d.program_id = $1)
  group by 1, 2, 3, 4, 5, 7`;

/** Columns of limit_refusal; of the uses that a refused click's decision kept, the one with least room refused it. */
export const rebuiltRefusals = `
  select d.program_id, d.partner_account_id,
    case when u.use ->> 'scope' = 'PROGRAM' then d.program_id when split_part(u.use ->> 'limitId', ':', 4) = 'CONTRACT' then d.contract_id else d.partner_account_id end as scope_id,
    u.use ->> 'limitId' as limit_id, to_timestamp((u.use ->> 'windowStart')::numeric / 1000)::timestamptz(3) as window_start, d.brand_account_id, count(*) as clicks
  from decision d cross join lateral (
    select e.use from jsonb_array_elements(d.uses) with ordinality e (use, n)
    where e.use ->> 'kind' = 'PAYOUT' or (e.use ->> 'max')::bigint <= (e.use ->> 'before')::bigint
    order by greatest((e.use ->> 'max')::bigint - (e.use ->> 'before')::bigint, 0), e.n limit 1) u
  where d.event = 'CLICK' and not d.is_test and d.outcome = 'UNPAID' and d.reason in ('OVERLIMIT_CLICKS', 'OVERLIMIT_PAYOUT') and coalesce(u.use ->> 'scope', 'CONTRACT') not in ('CUSTOMER', 'EVENT')
    and ($1::uuid is null or d.program_id = $1)
  group by 1, 2, 3, 4, 5, 6`;
