-- Tables that leave as files: made beside the API, kept for a week in pieces, so that no disk has
-- to be shared.
create table export_job (
  id uuid primary key,
  account_id uuid not null references account,
  program_id uuid not null references program,
  source text not null,
  format text not null check (format in ('CSV', 'JSON_LINES', 'XLSX', 'PARQUET')),
  filters jsonb not null,
  time_zone text not null,
  -- what the file says of itself; null: nothing
  about jsonb,
  state text not null default 'QUEUED'
    check (state in ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED')),
  -- null: only making it tells
  rows_total bigint,
  rows_done bigint not null default 0,
  bytes bigint not null default 0,
  sha256 text,
  file_name text not null,
  failure text,
  attempts integer not null default 0,
  requested_by uuid not null references app_user,
  requested_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  -- of a file that is ready
  expires_at timestamptz(3),
  check ((sha256 is null) = (expires_at is null)),
  check (state <> 'COMPLETED' or sha256 is not null),
  check ((state in ('QUEUED', 'RUNNING')) = (finished_at is null)),
  check ((state = 'FAILED') = (failure is not null))
);
create index export_of_account on export_job (account_id, id);
create index export_waiting on export_job (requested_at) where state in ('QUEUED', 'RUNNING');
create index export_ready on export_job (expires_at) where state = 'COMPLETED';

create table export_part (
  export_id uuid not null references export_job on delete cascade,
  number integer not null check (number >= 0),
  account_id uuid not null,
  -- of every one but the last the same number of bytes
  content bytea not null,
  primary key (export_id, number)
);
-- read as it is, and mostly packed already
alter table export_part alter column content set storage external;

grant select, insert, delete on export_job, export_part to counterfoil_api;
grant update on export_job to counterfoil_api;
alter table export_job enable row level security;
alter table export_part enable row level security;
create policy own_account on export_job to counterfoil_api
  using (account_id = app_account())
  with check (account_id = app_account());
create policy own_account on export_part to counterfoil_api
  using (account_id = app_account())
  with check (account_id = app_account());

-- Who makes them asks across accounts whose turn it is, and learns no more: those of which nobody
-- has a file in the making first, then those who have waited longest. Of one account two at once.
create function exports_waiting()
  returns table (id uuid, account_id uuid, account_kind text)
  language sql stable security definer
  set search_path = public, pg_temp as $$
  select j.id, j.account_id, a.kind
  from export_job j
  join account a on a.id = j.account_id
  cross join lateral (
    select count(*) as running
    from export_job other
    where other.account_id = j.account_id and other.state = 'RUNNING'
  ) own
  where j.state in ('QUEUED', 'RUNNING') and (j.state = 'RUNNING' or own.running < 2)
  order by own.running, j.requested_at, j.id
  limit 50
$$;
-- Files whose week is over, and what is known of exports of before three months.
create function expire_exports(at timestamptz) returns void
  language sql security definer
  set search_path = public, pg_temp as $$
  with expired as (
    update export_job set state = 'EXPIRED'
    where state = 'COMPLETED' and expires_at <= at
    returning id
  )
  delete from export_part where export_id in (select id from expired);
  delete from export_job where finished_at < at - interval '90 days'
$$;
revoke all on function exports_waiting, expire_exports from public;
grant execute on function exports_waiting, expire_exports to counterfoil_api;

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
    'ARRAY[''EXPORT_READY''::text, ''EXPORT_FAILED''::text, '
  );
end $$;
create policy tells_of_own_exports on notice for insert to counterfoil_api
  with check (
    account_id = app_account()
      and from_account_id = app_account()
      and kind in ('EXPORT_READY', 'EXPORT_FAILED')
  );
