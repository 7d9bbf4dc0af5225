-- Notes that people set beside the charts of a program: their own account's alone.
create table report_note (
  id uuid primary key,
  account_id uuid not null references account,
  program_id uuid not null references program,
  at timestamptz(3) not null,
  text text not null check (length(text) between 1 and 1000),
  author_id uuid not null references app_user,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null
);
create index report_note_of_program on report_note (account_id, program_id, at);
grant select, insert, update, delete on report_note to counterfoil_api;
alter table report_note enable row level security;
create policy own_account on report_note to counterfoil_api
  using (account_id = app_account())
  with check (account_id = app_account());
