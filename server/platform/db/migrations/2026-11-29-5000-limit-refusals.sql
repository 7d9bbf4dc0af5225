-- How many clicks a limit refused, by the partner they came through. Rebuildable from the
-- decisions.
create table limit_refusal (
  program_id uuid not null,
  -- the partner of the clicks, also where the limit is the whole program's
  partner_account_id uuid not null,
  -- as in limit_budget
  scope_id uuid not null,
  limit_id text not null,
  window_start timestamptz(3) not null,
  brand_account_id uuid not null,
  clicks bigint not null check (clicks > 0),
  primary key (program_id, scope_id, limit_id, window_start, partner_account_id)
);
-- Those of clicks decided before.
insert into limit_refusal (
  program_id, partner_account_id, scope_id, limit_id, window_start, brand_account_id, clicks
)
  select d.program_id, d.partner_account_id,
    case
      when u.use ->> 'scope' = 'PROGRAM' then d.program_id
      when split_part(u.use ->> 'limitId', ':', 4) = 'CONTRACT' then d.contract_id
      else d.partner_account_id
      end as scope_id,
    u.use ->> 'limitId' as limit_id,
      to_timestamp((u.use ->> 'windowStart')::numeric / 1000)::timestamptz(3) as window_start,
      d.brand_account_id,
      count(*) as clicks
  from decision d cross join lateral (
    select e.use from jsonb_array_elements(d.uses) with ordinality e (use, n)
    where e.use ->> 'kind' = 'PAYOUT' or (e.use ->> 'max')::bigint <= (e.use ->> 'before')::bigint
    order by greatest((e.use ->> 'max')::bigint - (e.use ->> 'before')::bigint, 0), e.n limit 1) u
  where d.event = 'CLICK'
    and not d.is_test
    and d.outcome = 'UNPAID'
    and d.reason in ('OVERLIMIT_CLICKS', 'OVERLIMIT_PAYOUT')
    and coalesce(u.use ->> 'scope', 'CONTRACT') not in ('CUSTOMER', 'EVENT')
  group by 1, 2, 3, 4, 5, 6;

alter table limit_refusal owner to counterfoil_worker;
grant select on limit_refusal to counterfoil_api;
alter table limit_refusal enable row level security;
create policy either_tenant on limit_refusal for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
