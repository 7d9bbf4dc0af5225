-- Terms that a brand's people write together and have not published: kept as they stand, also where
-- they could not be saved as terms yet.
create table terms_draft (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  -- whose next version it may become; null: terms that do not exist yet
  terms_id uuid references template_terms,
  -- the version it was begun from
  base_version integer check (base_version > 0),
  name text not null check (length(name) between 1 and 100),
  -- a JSON object as its editor holds it; as text, so that it comes back as it was sent
  content text not null check (length(content) <= 80000),
  -- grows with each save, so that nobody saves over what they have not seen
  number integer not null check (number > 0),
  created_by uuid not null,
  created_at timestamptz(3) not null,
  changed_by uuid not null,
  changed_at timestamptz(3) not null,
  check ((terms_id is null) = (base_version is null))
);
create index terms_draft_of_program on terms_draft (brand_account_id, program_id, changed_at);

grant select, insert, update, delete on terms_draft to counterfoil_api;
alter table terms_draft enable row level security;
create policy brand_tenant on terms_draft to counterfoil_api
  using (brand_account_id = app_account())
  with check (brand_account_id = app_account());

-- Drafts of contract changes are written together, too.
alter table contract_change
  add column draft_number integer not null default 1 check (draft_number > 0),
  add column draft_changed_by uuid,
  add column draft_changed_at timestamptz(3);
