-- The calendars that an account had: zone and start of the financial year, as they held until an
-- instant. What was decided before is explained and made again by the calendar of its time.
create table account_calendar (
  account_id uuid not null references account,
  until timestamptz(3) not null,
  time_zone text not null,
  financial_year_start smallint not null check (financial_year_start between 1 and 12),
  changed_by uuid not null references app_user,
  primary key (account_id, until)
);
create trigger append_only before
  update or
  delete on account_calendar for each row execute function refuse_change();
grant select on account_calendar to counterfoil_api, counterfoil_worker;
grant insert on account_calendar to counterfoil_api;
alter table account_calendar enable row level security;
create policy worker_reads on account_calendar for select to counterfoil_worker using (true);
create policy own_account on account_calendar to counterfoil_api using (account_id = app_account())
  with check (account_id = app_account());
create policy partnered on account_calendar for select to counterfoil_api
  using (
    exists (
      select
      from partnership p
      where p.partner_account_id = app_account()
        and p.brand_account_id = account_calendar.account_id
    )
  );
