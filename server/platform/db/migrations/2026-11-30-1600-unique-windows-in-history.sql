-- Windows for repeats that a program had, as they held until an instant: a click of before is
-- judged and explained by the window of its time, whenever it is.
create table program_unique_window (
  program_id uuid not null references program,
  until timestamptz(3) not null,
  brand_account_id uuid not null references account,
  minutes integer not null check (minutes in (1, 5, 15, 30, 60, 360, 720, 1440)),
  type text not null check (type in ('ROLLING', 'FIXED')),
  changed_by uuid references app_user,
  primary key (program_id, until)
);
create trigger append_only before
  update or
  delete on program_unique_window for each row execute function refuse_change();
grant select on program_unique_window to counterfoil_api, counterfoil_worker;
grant insert on program_unique_window to counterfoil_api;
alter table program_unique_window enable row level security;
create policy worker_reads on program_unique_window for select to counterfoil_worker using (true);
create policy brand_tenant
  on program_unique_window to counterfoil_api using (brand_account_id = app_account())
  with check (
    brand_account_id = app_account()
      and exists (
        select from program p where p.id = program_id and p.brand_account_id = app_account()
      )
  );
create policy partner_reads on program_unique_window for select to counterfoil_api
  using (
    exists (
      select
      from partnership p
      where p.partner_account_id = app_account()
        and p.brand_account_id = program_unique_window.brand_account_id
    )
  );
