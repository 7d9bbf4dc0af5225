-- What the clicks that a limit refused would have earned, in the currency of their terms: a limit
-- on a number of clicks has none of its own. The rate stands in the decisions.
alter table limit_refusal add column paid_in text not null default '';
alter table limit_refusal alter column paid_in drop default;
alter table limit_refusal add column micros bigint not null default 0 check (micros >= 0);
alter table limit_refusal alter column micros drop default;
alter table limit_refusal drop constraint limit_refusal_pkey;
alter table limit_refusal add primary key (
  program_id,
  event,
  kind,
  scope,
  reset,
  group_id,
  currency,
  window_start,
  window_end,
  scope_id,
  partner_account_id,
  paid_in
);

delete from limit_refusal where event = 'CLICK';
insert into limit_refusal (
  program_id,
  partner_account_id,
  event,
  kind,
  scope,
  reset,
  group_id,
  currency,
  scope_id,
  window_start,
  window_end,
  brand_account_id,
  paid_in,
  clicks,
  micros
)
  select
    u.program_id,
    u.partner_account_id,
    u.event,
    u.kind,
    u.scope,
    u.reset,
    u.group_id,
    u.currency,
    case
      when u.scope = 'LINK' then u.link_id
      when u.scope = 'PROGRAM' then u.program_id
      when u.reset = 'CONTRACT' then u.contract_id
      else u.partner_account_id
    end,
    u.window_start,
    u.window_end,
    u.brand_account_id,
    d.currency,
    count(*),
    sum(d.rate::numeric * 1000000)::bigint
  from (
    select distinct on (u.brand_account_id, u.occurred_at, u.subject_id)
      u.*
    from limit_use u
    where u.of_event = 'CLICK'
      and not u.is_test
      and u.outcome = 'UNPAID'
      and u.reason in ('OVERLIMIT_CLICKS', 'OVERLIMIT_PAYOUT')
      and (u.kind = 'PAYOUT' or u.max <= u.before)
    order by
      u.brand_account_id,
      u.occurred_at,
      u.subject_id,
      greatest(u.max - u.before, 0),
      u.n
  ) u
  join decision d
    on d.brand_account_id = u.brand_account_id
    and d.occurred_at = u.occurred_at
    and d.subject_id = u.subject_id
  where u.scope not in ('CUSTOMER', 'EVENT')
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;
