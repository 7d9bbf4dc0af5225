-- What clicks and sales that were not paid would have earned, added up beside what was paid.
alter table click_rollup add column would_pay_micros bigint not null default 0;
alter table click_breakdown add column would_pay_micros bigint not null default 0;
alter table sales_daily add column would_pay_micros bigint not null default 0;

update click_rollup r
set would_pay_micros = s.micros
from (
  select
    case v.level
      when 'D' then (d.occurred_at at time zone z.zone)::date::timestamp at time zone 'UTC'
      else date_bin('15 minutes', d.occurred_at, timestamptz '2000-01-01 00:00:00Z') end
      as bucket,
    v.level,
    d.program_id,
    v.partner_account_id,
    v.contract_id,
    v.link_id,
    d.outcome,
    d.reason,
    d.currency,
    d.is_test,
    sum(d.would_pay_micros) as micros
  from decision d
  left join rollup_zone z on z.program_id = d.program_id
  cross join lateral (
    values
      ('P', null::uuid, null::uuid, null::uuid),
      ('C', d.partner_account_id, d.contract_id, null),
      ('T', d.partner_account_id, d.contract_id, d.link_id),
      ('D', d.partner_account_id, d.contract_id, null)
  ) v (level, partner_account_id, contract_id, link_id)
  where d.event = 'CLICK'
    and d.would_pay_micros <> 0
    and (v.level <> 'T' or d.is_test)
    and (v.level <> 'D' or z.zone is not null)
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
) s
where r.bucket = s.bucket
  and r.level = s.level
  and r.program_id = s.program_id
  and r.partner_account_id is not distinct from s.partner_account_id
  and r.contract_id is not distinct from s.contract_id
  and r.link_id is not distinct from s.link_id
  and r.outcome = s.outcome
  and r.reason is not distinct from s.reason
  and r.currency is not distinct from s.currency
  and r.is_test = s.is_test;

-- A cell that holds nothing else is none of those that are made from now on: it is added.
insert into sales_daily (
    date, kind, brand_account_id, program_id, partner_account_id, contract_id, link_id, outcome,
    reason, currency, is_test, leads, orders, units, amount_micros, payout_micros, would_pay_micros
  )
  select
    date, kind, brand_account_id, program_id, partner_account_id, contract_id, link_id, outcome,
    reason, currency, is_test, 0, 0, 0, 0, 0, sum(would_pay_micros)
  from conversion
  where would_pay_micros <> 0
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  on conflict (
    program_id, date, kind, partner_account_id, contract_id, link_id, outcome, reason, currency,
    is_test
  ) do update
  set would_pay_micros = excluded.would_pay_micros;

insert into click_breakdown_mark (program_id, quarter, brand_account_id, marked_at)
  select distinct on (program_id, bucket)
    program_id,
    bucket,
    brand_account_id,
    now()
  from click_rollup
  where level = 'P'
  on conflict (program_id, quarter) do update set touches = click_breakdown_mark.touches + 1;
