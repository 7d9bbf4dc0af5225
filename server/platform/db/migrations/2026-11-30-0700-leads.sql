-- Leads: what a shop or CRM hands in beside orders. One that is booked is a conversion of its own
-- kind, with a count of its own: no sum of orders, units or amounts can hold one.
alter table event_type
  drop constraint event_type_kind_check,
  add constraint event_type_kind_check check (kind in ('CLICK', 'SALE', 'LEAD'));
alter table program_limit
  drop constraint program_limit_event_check,
  add constraint program_limit_event_check check (event in ('CLICK', 'SALE', 'LEAD'));
alter table replay_move
  drop constraint replay_move_event_check,
  add constraint replay_move_event_check check (event in ('CLICK', 'SALE', 'LEAD'));

alter table conversion
  add column kind text not null default 'SALE' check (kind in ('SALE', 'LEAD')),
  -- of a lead, whose id is one for each of its program's event types
  add column event_type_id uuid references event_type,
  add column leads bigint not null default 0,
  add constraint conversion_lead check (
    case kind
      when 'LEAD' then event_type_id is not null
        and leads between 0 and 1
        and (orders, units, amount_micros) = (0, 0, 0)
        and (adjusted_orders, adjusted_amount_micros) = (0, 0)
      else event_type_id is null and leads = 0
    end
  );
alter table conversion_update add column delta_leads bigint not null default 0;

alter table sales_daily
  add column kind text not null default 'SALE',
  add column leads bigint not null default 0;
drop index sales_daily_key;
create unique index sales_daily_key
  on sales_daily (
    program_id,
    date,
    kind,
    partner_account_id,
    contract_id,
    link_id,
    outcome,
    reason,
    currency,
    is_test
  ) nulls not distinct;

-- What conversions use of limits: how many and how much, of each kind for itself.
drop view paid_sale;
create view paid_conversion with (security_invoker = true) as
  select
    brand_account_id,
    partner_account_id,
    program_id,
    contract_id,
    group_id,
    currency,
    occurred_at,
    kind,
    orders + adjusted_orders + leads as conversions,
    payout_micros + adjusted_payout_micros as payout_micros
  from conversion
  where payout_micros + adjusted_payout_micros > 0 and outside_approved_at is null;
grant select on paid_conversion to counterfoil_api, counterfoil_worker;

-- Every month's table carries the rule, too.
do $$
declare
  t regclass;
  ruled record;
begin
  for ruled in
    select *
    from (
      values
        ('decision', '''CLICK'', ''SALE'', ''LEAD'''),
        (
          'ledger_transfer',
          '''CLICK'', ''SALE'', ''LEAD'', ''APPROVAL'', ''ADJUSTMENT'', ''BONUS'''
        )
    ) r (holder, events)
  loop
    execute format('alter table %1$I drop constraint %1$s_event_check', ruled.holder);
    for t in select inhrelid from pg_inherits where inhparent = ruled.holder::regclass loop
      execute format(
        'alter table %s drop constraint if exists %s_event_check',
        t,
        ruled.holder
      );
    end loop;
    execute format(
      'alter table %1$I add constraint %1$s_event_check check (event in (%2$s))',
      ruled.holder,
      ruled.events
    );
  end loop;
end $$;
