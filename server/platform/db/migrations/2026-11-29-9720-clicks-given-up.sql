-- Which click a queue stands still for; known since it was tried.
alter table parked_item add column click_id uuid;

-- Clicks that cannot be decided and that an operator gave up, in the operator's words. They are
-- decided unpaid; a decision says that they were given up, this why and by whom.
create table click_given_up (
  click_id uuid primary key,
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  program_id uuid not null,
  parked_item_id uuid not null,
  reason text not null,
  given_up_by uuid not null,
  given_up_at timestamptz(3) not null
);
create index click_given_up_program on click_given_up (program_id);
create trigger append_only before
  update or
  delete on click_given_up for each row execute function refuse_change();
alter table click_given_up owner to counterfoil_worker;
grant select, insert on click_given_up to counterfoil_api;
alter table click_given_up enable row level security;
create policy either_tenant on click_given_up for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
create policy operator_reads on click_given_up for
  select to counterfoil_api using (app_kind() = 'PLATFORM');
create policy operator_gives_up on click_given_up for
  insert to counterfoil_api with check (app_kind() = 'PLATFORM');
