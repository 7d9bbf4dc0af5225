-- Statements: closed months of a program, and their lines per partner and currency. Never changed
-- once written.
create table statement_month (
  program_id uuid not null,
  -- its first day
  month date not null,
  brand_account_id uuid not null,
  -- as the brand's zone cut it when it was closed; the next begins where it ended
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null check (ends_at > starts_at),
  -- what was posted from then on belongs to a later month
  cut_at timestamptz(3) not null check (cut_at >= ends_at),
  closed_at timestamptz(3) not null check (closed_at > cut_at),
  primary key (program_id, month)
);
create table statement_line (
  id uuid primary key,
  program_id uuid not null,
  month date not null,
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  currency text not null,
  opening_carry_micros bigint not null,
  clicks_micros bigint not null,
  sales_micros bigint not null,
  adjustments_micros bigint not null,
  bonuses_micros bigint not null,
  -- of these, what is dated before the month
  earlier_micros bigint not null,
  transfers bigint not null check (transfers >= 1),
  -- rounded to the currency's minor unit
  amount_micros bigint not null,
  carry_micros bigint not null,
  unique (program_id, partner_account_id, currency, month),
  check (
    opening_carry_micros
      + clicks_micros
      + sales_micros
      + adjustments_micros
      + bonuses_micros
      = amount_micros
      + carry_micros
  )
);
create index on statement_line (program_id, month);

alter table statement_month owner to counterfoil_worker;
alter table statement_line owner to counterfoil_worker;
revoke update, delete, truncate on statement_month, statement_line from counterfoil_worker;
grant select on statement_month, statement_line to counterfoil_api;
alter table statement_month enable row level security;
alter table statement_line enable row level security;
create trigger append_only before
  update or
  delete on statement_month for each row execute function refuse_change();
create trigger append_only before
  update or
  delete on statement_line for each row execute function refuse_change();
create policy either_tenant on statement_month for
  select to counterfoil_api using (
  exists (select from program p where p.id = statement_month.program_id)
);
create policy either_tenant on statement_line for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
