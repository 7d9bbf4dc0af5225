-- What sales tell for rules: traits of report rows, and the brand's exception lists.
alter table simulated_order add column traits jsonb;
alter table action add column traits jsonb;

create table exception_list (
  id uuid primary key,
  brand_account_id uuid not null references account,
  kind text not null check (kind in ('SKU', 'CATEGORY', 'PROMO_CODE')),
  name text not null check (length(name) between 1 and 100),
  -- CLOSED: its items stay as they are. DEACTIVATED: from then on it holds nothing.
  state text not null check (state in ('ACTIVE', 'CLOSED', 'DEACTIVATED')),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  changed_by uuid references app_user,
  closed_at timestamptz(3),
  deactivated_at timestamptz(3),
  check ((state = 'DEACTIVATED') = (deactivated_at is not null)),
  unique (brand_account_id, name)
);
-- Its items as they are from an instant on: a sale sees those of its own instant.
create table exception_list_version (
  list_id uuid not null references exception_list,
  number integer not null check (number >= 1),
  brand_account_id uuid not null references account,
  -- lower case
  items text[] not null,
  since timestamptz(3) not null,
  changed_by uuid not null references app_user,
  primary key (list_id, number)
);
create trigger append_only before
  update or
  delete on exception_list_version for each row execute function refuse_change();

-- Which of these lists held the item at that instant, for whoever works with the brand: a partner's
-- trace names the lists that its own sale was found in, never what else they hold.
create function exception_lists_with(
  lists uuid[], item text, at timestamptz
) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select l.id
    from exception_list l
    join lateral (
    select items
    from exception_list_version v
    where v.list_id = l.id and v.since <= at
    order by v.number desc
    limit 1
  ) v
    on true
  where l.id = any(lists)
    and lower(trim(item)) = any(v.items)
    and (l.deactivated_at is null or l.deactivated_at > at)
    and (
      l.brand_account_id = app_account()
        or exists (
          select
          from partnership p
          where p.brand_account_id = l.brand_account_id and p.partner_account_id = app_account()
        )
    )
$$;
revoke all on function exception_lists_with from public;
grant execute on function exception_lists_with to counterfoil_api;

grant select on exception_list, exception_list_version to counterfoil_api, counterfoil_worker;
grant insert, update on exception_list to counterfoil_api;
grant insert on exception_list_version to counterfoil_api;
alter table exception_list enable row level security;
alter table exception_list_version enable row level security;
create policy worker_reads on exception_list for select to counterfoil_worker using (true);
create policy worker_reads on exception_list_version for select to counterfoil_worker using (true);
create policy brand_tenant
  on exception_list to counterfoil_api using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
create policy brand_tenant
  on exception_list_version to counterfoil_api using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
