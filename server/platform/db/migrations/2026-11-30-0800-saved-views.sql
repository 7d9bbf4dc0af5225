-- Views of Explore that people keep by name.
create table saved_view (
  id uuid primary key,
  account_id uuid not null references account,
  program_id uuid not null references program,
  owner_id uuid not null references app_user,
  name text not null check (length(name) between 1 and 100),
  -- the part of the address after the ?
  query text not null check (length(query) <= 4000),
  -- with everybody of the account; else its owner's alone
  shared boolean not null,
  -- the roles whose people begin with it; shared ones alone
  default_for text[] not null default '{}',
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  check (shared or default_for = '{}')
);
create index saved_view_of_program on saved_view (account_id, program_id, name);

grant select, insert, update, delete on saved_view to counterfoil_api;
alter table saved_view enable row level security;
create policy own_account on saved_view to counterfoil_api
  using (account_id = app_account())
  with check (account_id = app_account());
