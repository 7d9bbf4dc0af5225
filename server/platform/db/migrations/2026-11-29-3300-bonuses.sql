-- Performance bonuses, and the amounts of sales that changed after locking, which they go by.
alter table action add column adjusted_amount_micros bigint not null default 0;
alter table action_update add column adjusted_amount_micros bigint not null default 0;

-- What was posted for a contract, a month and a tier: number 1, and what later changes of the
-- month's sales make of it.
create table bonus (
  id uuid primary key,
  contract_id uuid not null,
  month date not null,
  tier smallint not null check (tier >= 0),
  number integer not null check (number >= 1),
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  program_id uuid not null,
  terms_version_id uuid not null,
  -- locked in the month, as it was then
  revenue_micros bigint not null,
  orders bigint not null,
  currency text not null,
  -- this posting, and what the tier has brought with it
  amount_micros bigint not null check (amount_micros <> 0),
  total_micros bigint not null check (total_micros >= 0),
  reason text not null,
  posted_at timestamptz(3) not null,
  unique (contract_id, month, tier, number)
);
create index on bonus (program_id, posted_at, id);
alter table bonus owner to counterfoil_worker;
revoke update, delete, truncate on bonus from counterfoil_worker;
grant select on bonus to counterfoil_api;
alter table bonus enable row level security;
create trigger append_only before
  update or
  delete on bonus for each row execute function refuse_change();
create policy either_tenant on bonus for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
