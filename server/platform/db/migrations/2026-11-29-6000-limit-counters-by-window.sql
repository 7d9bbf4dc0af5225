-- Counters of limits by what cannot change: money by its currency, and a window by its last instant
-- too, since two that begin together may end apart when a brand changed its zone. A window without
-- an end ends at 'infinity'; that of a contract's whole life is one, because the contract's end may
-- be moved.
alter table limit_budget add column currency text not null default '';
alter table limit_budget alter column currency drop default;
-- Set where the window began before the limit was there: what was paid before this instant counts,
-- whether or not it was asked.
alter table limit_budget add column since timestamptz(3);
alter table limit_budget drop constraint limit_budget_pkey;
update limit_budget set window_end = 'infinity' where window_end is null;
alter table limit_budget alter column window_end set not null;
alter table limit_budget add primary key (
  program_id, partner_account_id, scope_id, limit_id, currency, window_start, window_end
);
create index limit_budget_since on limit_budget (program_id, since) where since is not null;

alter table limit_refusal add column currency text not null default '';
alter table limit_refusal alter column currency drop default;
alter table limit_refusal add column window_end timestamptz(3) not null default 'infinity';
alter table limit_refusal alter column window_end drop default;
alter table limit_refusal drop constraint limit_refusal_pkey;
alter table limit_refusal add primary key (
  program_id, scope_id, limit_id, currency, window_start, window_end, partner_account_id
);

alter table limit_event add column currency text not null default '';
alter table limit_event alter column currency drop default;
update limit_event
  set window_end = 'infinity'
  where window_end is null or split_part(limit_id, ':', 4) = 'CONTRACT';
alter table limit_event alter column window_end set not null;
update limit_event e set currency = coalesce(
  case when e.limit_id like 'PROGRAM:%' then split_part(e.limit_id, ':', 5)
  else (
    select v.body ->> 'currency'
    from contract c
    join terms_version v on v.id = c.terms_version_id
    where c.id = e.contract_id
  ) end,
    '')
  where ':PAYOUT:' = any (
    array[
      ':' || split_part(e.limit_id, ':', 2) || ':', ':' || split_part(e.limit_id, ':', 3) || ':'
    ]
  );
alter table limit_event drop constraint limit_event_pkey;
alter table limit_event add primary key (
  program_id, partner_account_id, scope_id, limit_id, currency, window_start, window_end, percent
);

-- All of it follows from the decisions: it is found anew there.
delete from limit_budget;
insert into limit_budget (
  program_id,
  partner_account_id,
  scope_id,
  limit_id,
  currency,
  window_start,
  window_end,
  brand_account_id,
  used,
  epoch
)
  select
    d.program_id,
    case
      when u ->> 'scope' = 'PROGRAM' then '00000000-0000-0000-0000-000000000000'
      else d.partner_account_id
    end,
    coalesce(
      h.hash::uuid,
      case
        when u ->> 'scope' = 'PROGRAM' then d.program_id
        when split_part(u ->> 'limitId', ':', 4) = 'CONTRACT' then d.contract_id
        else d.partner_account_id
      end
    ),
    u ->> 'limitId',
      case when u ->> 'kind' = 'PAYOUT' then d.currency else '' end,
      to_timestamp((u ->> 'windowStart')::numeric / 1000)::timestamptz(3),
    case when split_part(u ->> 'limitId', ':', 4) = 'CONTRACT'
      or u ->> 'windowEnd' is null then 'infinity' else to_timestamp(
        (u ->> 'windowEnd')::numeric / 1000
      ) end::timestamptz(3),
    d.brand_account_id,
      sum((u ->> 'after')::bigint - (u ->> 'before')::bigint)::bigint,
      max(d.epoch)
  from decision d cross join lateral jsonb_array_elements(d.uses) u
    left join click c
      on u ->> 'scope' = 'CUSTOMER'
      and c.brand_account_id = d.brand_account_id
      and c.clicked_at = d.occurred_at
      and c.id = d.subject_id
    left join lateral unnest(array[c.visitor_hash, c.visitor_hash_previous]) h (hash)
      on u ->> 'scope' = 'CUSTOMER'
  where d.event = 'CLICK'
    and d.outcome = 'PAID'
    and not d.is_test
    and coalesce(u ->> 'scope', 'CONTRACT') <> 'EVENT'
    and (u ->> 'scope' is distinct from 'CUSTOMER' or h.hash is not null)
  group by 1, 2, 3, 4, 5, 6, 7, 8;
delete from limit_refusal;
insert into limit_refusal (
  program_id,
  partner_account_id,
  scope_id,
  limit_id,
  currency,
  window_start,
  window_end,
  brand_account_id,
  clicks
)
  select d.program_id, d.partner_account_id,
    case
      when u.use ->> 'scope' = 'PROGRAM' then d.program_id
      when split_part(u.use ->> 'limitId', ':', 4) = 'CONTRACT' then d.contract_id
      else d.partner_account_id
      end,
    u.use ->> 'limitId',
      case when u.use ->> 'kind' = 'PAYOUT' then d.currency else '' end,
      to_timestamp((u.use ->> 'windowStart')::numeric / 1000)::timestamptz(3),
    case when split_part(u.use ->> 'limitId', ':', 4) = 'CONTRACT'
      or u.use ->> 'windowEnd' is null then 'infinity' else to_timestamp(
        (u.use ->> 'windowEnd')::numeric / 1000
      ) end::timestamptz(3),
    d.brand_account_id, count(*)
  from decision d cross join lateral (
    select e.use from jsonb_array_elements(d.uses) with ordinality e (use, n)
    where e.use ->> 'kind' = 'PAYOUT' or (e.use ->> 'max')::bigint <= (e.use ->> 'before')::bigint
    order by greatest((e.use ->> 'max')::bigint - (e.use ->> 'before')::bigint, 0), e.n limit 1) u
  where d.event = 'CLICK'
    and not d.is_test
    and d.outcome = 'UNPAID'
    and d.reason in ('OVERLIMIT_CLICKS', 'OVERLIMIT_PAYOUT')
    and coalesce(u.use ->> 'scope', 'CONTRACT') not in ('CUSTOMER', 'EVENT')
  group by 1, 2, 3, 4, 5, 6, 7, 8;
