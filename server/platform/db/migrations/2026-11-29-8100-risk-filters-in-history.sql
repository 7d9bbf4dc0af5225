-- Click filters that a program had, as they held until an instant: what was clicked before is
-- judged and explained by the filter of its time.
create table program_risk_filter (
  program_id uuid not null references program,
  until timestamptz(3) not null,
  brand_account_id uuid not null references account,
  risk_filter text not null check (risk_filter in ('RELAXED', 'MODERATE', 'STRICT')),
  -- null: the platform itself
  changed_by uuid references app_user,
  primary key (program_id, until)
);
create trigger append_only before
  update or
  delete on program_risk_filter for each row execute function refuse_change();
grant select on program_risk_filter to counterfoil_api, counterfoil_worker;
grant insert on program_risk_filter to counterfoil_api;
alter table program_risk_filter enable row level security;
create policy worker_reads on program_risk_filter for select to counterfoil_worker using (true);
create policy brand_tenant
  on program_risk_filter to counterfoil_api using (brand_account_id = app_account())
  with check (
    brand_account_id = app_account()
      and exists (
        select from program p where p.id = program_id and p.brand_account_id = app_account()
      )
  );
create policy partner_reads on program_risk_filter for select to counterfoil_api
  using (
    exists (
      select
      from partnership p
      where p.partner_account_id = app_account()
        and p.brand_account_id = program_risk_filter.brand_account_id
    )
  );
-- Codes are lower-case: folding what people type to lower case names one of them or none.
alter table account add constraint code_form check (code = lower(code));
alter table ad add constraint code_form check (code = lower(code));
alter table program add constraint code_form check (code = lower(code));
