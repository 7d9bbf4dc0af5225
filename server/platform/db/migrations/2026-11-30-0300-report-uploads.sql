-- Amazon's report as somebody sent it in a file: read by the API, tried and booked by the worker.
create table report_upload (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  file_name text not null,
  -- SHA-256
  file_hash text not null,
  file_bytes integer not null,
  grouping text not null check (grouping in ('CAMPAIGN', 'ADGROUP', 'CREATIVE')),
  row_count integer not null,
  -- as Amazon would have told them; none once they are booked: every told row is kept by itself
  rows jsonb not null,
  -- where each stands in the file
  numbers jsonb not null,
  unused_columns jsonb not null,
  -- when the file was made: what Amazon told since is newer
  downloaded_at timestamptz(3) not null,
  faults jsonb not null,
  fault_count integer not null,
  state text not null check (state in ('READING', 'READY', 'BOOKING', 'BOOKED', 'FAILED')),
  preview jsonb,
  result jsonb,
  failure text,
  attempts integer not null default 0,
  next_try_at timestamptz(3),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  asked_by uuid references app_user,
  asked_at timestamptz(3),
  booked_at timestamptz(3),
  check (state in ('READING', 'FAILED') or preview is not null),
  check ((asked_by is null) = (asked_at is null)),
  check ((state = 'BOOKED') = (booked_at is not null))
);
create index report_upload_program on report_upload (program_id, id);
create index report_upload_brand on report_upload (brand_account_id);
create index report_upload_waiting on report_upload (id) where state in ('READING', 'BOOKING');
alter table report_upload owner to counterfoil_worker;
grant select, insert on report_upload to counterfoil_api;
grant update (state, asked_by, asked_at) on report_upload to counterfoil_api;
alter table report_upload enable row level security;
create policy brand_tenant on report_upload to counterfoil_api
  using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
