-- What a brand's people note about a partner, for each other. A note is never changed; who wrote it
-- may take it away.
create table partner_note (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  author_id uuid not null references app_user,
  text text not null check (text <> ''),
  created_at timestamptz(3) not null,
  foreign key (brand_account_id, partner_account_id)
    references partnership (brand_account_id, partner_account_id)
);
create index on partner_note (brand_account_id, partner_account_id, id);
create trigger never_changed before update on partner_note
  for each row execute function refuse_change();

grant select, insert, delete on partner_note to counterfoil_api;
alter table partner_note enable row level security;
create policy brand_tenant on partner_note to counterfoil_api
  using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
