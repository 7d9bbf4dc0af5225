-- Exports that are made again and again, each of the dates since the one before; whoever asked is
-- told by mail where they stand.
create table export_schedule (
  id uuid primary key,
  account_id uuid not null references account,
  program_id uuid not null references program,
  source text not null,
  format text not null check (format in ('CSV', 'JSON_LINES', 'XLSX', 'PARQUET')),
  filters jsonb not null,
  time_zone text not null,
  about boolean not null,
  pace text not null check (pace in ('DAILY', 'WEEKLY', 'MONTHLY')),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  next_at timestamptz(3) not null,
  ended_at timestamptz(3),
  -- why it ended without being asked to
  ended_why text
);
create index export_schedule_of_account on export_schedule (account_id, id);
create index export_schedule_due on export_schedule (next_at) where ended_at is null;
alter table export_job add column schedule_id uuid references export_schedule;

grant select, insert on export_schedule to counterfoil_api;
grant update (next_at, ended_at, ended_why) on export_schedule to counterfoil_api;
alter table export_schedule enable row level security;
create policy own_account on export_schedule to counterfoil_api
  using (account_id = app_account())
  with check (account_id = app_account());

-- Who makes them asks across accounts whose turn it is, and learns no more.
create function export_schedules_due(at timestamptz)
  returns table (id uuid, account_id uuid, account_kind text)
  language sql stable security definer
  set search_path = public, pg_temp as $$
  select s.id, s.account_id, a.kind
  from export_schedule s
  join account a on a.id = s.account_id
  where s.ended_at is null and s.next_at <= at
  order by s.next_at, s.id
  limit 50
$$;
revoke all on function export_schedules_due from public;
grant execute on function export_schedules_due to counterfoil_api;
