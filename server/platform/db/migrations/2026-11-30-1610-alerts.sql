-- How a brand has a measure of its partners watched; without a row against what is usual.
create table alert_rule (
  program_id uuid not null references program,
  measure text not null,
  brand_account_id uuid not null references account,
  mode text not null check (mode in ('USUAL', 'LINE', 'OFF')),
  line bigint check (line >= 0),
  changed_by uuid not null references app_user,
  changed_at timestamptz(3) not null,
  primary key (program_id, measure),
  check ((mode = 'LINE') = (line is not null))
);
grant select, insert, update on alert_rule to counterfoil_api;
grant select on alert_rule to counterfoil_worker;
alter table alert_rule enable row level security;
create policy worker_reads on alert_rule for select to counterfoil_worker using (true);
create policy brand_tenant on alert_rule to counterfoil_api
  using (brand_account_id = app_account())
  with check (
    brand_account_id = app_account()
      and exists (
        select from program p where p.id = program_id and p.brand_account_id = app_account()
      )
  );

-- What stood out of a partner's traffic, from when until when; figures in the measure's own unit.
create table alert (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  partner_account_id uuid not null references account,
  measure text not null,
  opened_at timestamptz(3) not null,
  closed_at timestamptz(3) check (closed_at >= opened_at),
  -- The days that it is about.
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  seen numeric not null,
  bound numeric not null,
  is_line boolean not null
);
create unique index alert_open
  on alert (program_id, partner_account_id, measure) where closed_at is null;
create index on alert (program_id, opened_at desc, id desc);
grant select on alert to counterfoil_api;
grant select, insert, update on alert to counterfoil_worker;
alter table alert enable row level security;
create policy worker_all on alert to counterfoil_worker using (true) with check (true);
create policy brand_tenant on alert for select to counterfoil_api
  using (brand_account_id = app_account());

do $$
declare known text;
begin
  select pg_get_constraintdef(oid) into strict known
  from pg_constraint
  where conname = 'notice_kind_check' and conrelid = 'notice'::regclass;
  alter table notice drop constraint notice_kind_check;
  execute 'alter table notice add constraint notice_kind_check ' || replace(
    known,
    'ARRAY[',
    'ARRAY[''ALERT''::text, '
  );
end $$;

do $$
declare known text;
begin
  select pg_get_constraintdef(oid) into strict known
  from pg_constraint
  where conname = 'parked_item_kind_check';
  alter table parked_item drop constraint parked_item_kind_check;
  execute 'alter table parked_item add constraint parked_item_kind_check ' || replace(
    known,
    'ARRAY[',
    'ARRAY[''ALERT''::text, '
  );
end $$;
