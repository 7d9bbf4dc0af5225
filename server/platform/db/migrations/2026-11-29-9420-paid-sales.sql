-- What sales use of limits: orders and payout of each that is paid more than 0, with what was
-- adjusted since. What the brand approved past the limits takes nothing from them.
create view paid_sale with (security_invoker = true) as
  select
    brand_account_id,
    partner_account_id,
    program_id,
    contract_id,
    group_id,
    currency,
    occurred_at,
    orders + adjusted_orders as orders,
    payout_micros + adjusted_payout_micros as payout_micros
  from action
  where payout_micros + adjusted_payout_micros > 0 and outside_approved_at is null;
grant select on paid_sale to counterfoil_api, counterfoil_worker;
