-- How many clicks a limit refused, by the partner they came through. Rebuildable from the decisions.
create table limit_refusal (
  program_id uuid not null,
  -- the partner of the clicks, also where the limit is the whole program's
  partner_account_id uuid not null,
  -- as in limit_budget
  scope_id uuid not null,
  limit_id text not null,
  window_start timestamptz(3) not null,
  brand_account_id uuid not null,
  clicks bigint not null check (clicks > 0),
  primary key (program_id, scope_id, limit_id, window_start, partner_account_id)
);
alter table limit_refusal owner to counterfoil_worker;
grant select on limit_refusal to counterfoil_api;
alter table limit_refusal enable row level security;
create policy either_tenant on limit_refusal for select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
