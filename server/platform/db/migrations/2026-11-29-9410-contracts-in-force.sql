-- When which contract is in force: from `starts_at` on and before `until`, which is infinity where
-- no end is set. At an instant it is one at most between a partner and a program. Whoever asks,
-- asks here: the worker, and the API by its reader's rows alone.
create view contract_in_force with (security_invoker = true) as
  select
    id,
    brand_account_id,
    partner_account_id,
    program_id,
    terms_version_id,
    starts_at,
    ends_at,
    coalesce(ends_at, 'infinity')::timestamptz(3) as until
  from contract
  where decision = 'SIGNED';
grant select on contract_in_force to counterfoil_api, counterfoil_worker;
