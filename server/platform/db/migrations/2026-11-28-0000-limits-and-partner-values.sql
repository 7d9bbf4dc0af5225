-- The engine: limits in full, what brands know of their partners, thresholds. Additive.

-- ---------------------------------------------------------------- calendar of limits
alter table account add column financial_year_start smallint not null default 1 check (
  financial_year_start between 1 and 12
);

-- ---------------------------------------------------------------- a program's own limits Over all
-- partners of the program together. Settings are never changed in place: the one in force has no
-- end.
create table program_limit (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  event text not null check (event in ('CLICK', 'SALE')),
  kind text not null check (kind in ('CLICKS', 'ACTIONS', 'PAYOUT')),
  reset text not null check (reset in ('DAY', 'WEEK', 'MONTH', 'QUARTER', 'CONTRACT')),
  -- clicks or orders, or micros of the currency; a payout limit applies to contracts in its
  -- currency alone
  max bigint not null check (max >= 0),
  weekend_max bigint check (weekend_max is null or (weekend_max >= 0 and reset = 'DAY')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- partners see it and what is used of it
  shared boolean not null,
  -- a weekly limit that is new counts from the next Monday on
  counts_from timestamptz(3) not null,
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  ended_by uuid references app_user,
  ended_at timestamptz(3) check (ended_at >= created_at),
  check ((ended_by is null) = (ended_at is null))
);
create unique index program_limit_in_force
  on program_limit (program_id, event, kind, reset, currency)
  where ended_at is null;
create index on program_limit (program_id, created_at);

-- ---------------------------------------------------------------- thresholds
-- 80 % and 100 % of a limit, told once a period.
create table limit_event (
  program_id uuid not null,
  partner_account_id uuid not null,
  scope_id uuid not null,
  limit_id text not null,
  window_start timestamptz(3) not null,
  window_end timestamptz(3),
  percent smallint not null check (percent in (80, 100)),
  brand_account_id uuid not null,
  -- null for a program's own limit
  contract_id uuid,
  max bigint not null,
  used bigint not null,
  occurred_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  told_at timestamptz(3),
  primary key (program_id, partner_account_id, scope_id, limit_id, window_start, percent)
);
create index limit_event_untold on limit_event (recorded_at) where told_at is null;

-- ---------------------------------------------------------------- what a brand knows of a partner
-- Values and groups as they are from an instant on; a click sees those of its own instant.
create table partner_profile (
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  since timestamptz(3) not null,
  value1 text check (length(value1) between 1 and 100),
  value2 text check (length(value2) between 1 and 100),
  value3 text check (length(value3) between 1 and 100),
  group_ids uuid[] not null,
  changed_by uuid references app_user,
  primary key (brand_account_id, partner_account_id, since)
);
create trigger append_only before
  update or
  delete on partner_profile for each row execute function refuse_change();
insert into partner_profile (brand_account_id, partner_account_id, since, group_ids)
  select brand_account_id, partner_account_id, max(added_at), array_agg(group_id order by group_id)
    from partner_group_member
    group by 1, 2;

-- The profile in force at an instant, for the two it is about: a partner's decision trace needs
-- what its rules saw, masked.
create function partner_profile_at(
  brand uuid, partner uuid, at timestamptz
) returns setof partner_profile language sql stable security definer
  set search_path = public, pg_temp as $$
  select *
    from partner_profile
    where app_account() in (brand, partner)
    and brand_account_id = brand
    and partner_account_id = partner
    and since <= at
    order by since desc
    limit 1
$$;
revoke all on function partner_profile_at from public;
grant execute on function partner_profile_at to counterfoil_api;

-- Where a partner promotes: a site, an app, a channel. A link may name the one it is for, when it
-- is made.
create table media_property (
  id uuid primary key,
  partner_account_id uuid not null references account,
  name text not null check (length(name) between 1 and 100),
  url text not null check (length(url) between 1 and 2000),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  unique (partner_account_id, name)
);
alter table tracking_link add column media_property_id uuid references media_property;

-- ---------------------------------------------------------------- sales by group
alter table action add column group_id text;

-- ---------------------------------------------------------------- rights
alter table limit_event owner to counterfoil_worker;
grant
  select on program_limit, partner_profile, media_property to counterfoil_api, counterfoil_worker;
grant insert on media_property to counterfoil_api;
alter table media_property enable row level security;
create policy worker_reads on media_property for select to counterfoil_worker using (true);
create policy own_account
  on media_property to counterfoil_api using (partner_account_id = app_account())
  with check (partner_account_id = app_account());
create policy brand_reads on media_property for select to counterfoil_api
  using (
    exists (
      select
      from partnership p
      where p.brand_account_id = app_account()
        and p.partner_account_id = media_property.partner_account_id
    )
  );
grant select on limit_event to counterfoil_api;
grant insert, update on program_limit to counterfoil_api;
grant insert on partner_profile to counterfoil_api;
alter table program_limit enable row level security;
alter table partner_profile enable row level security;
alter table limit_event enable row level security;
create policy worker_reads on program_limit for select to counterfoil_worker using (true);
create policy worker_reads on partner_profile for select to counterfoil_worker using (true);
create policy brand_tenant
  on program_limit to counterfoil_api using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
create policy partner_reads_shared on program_limit for select to counterfoil_api
  using (
    shared
      and exists (
        select
        from partnership p
        where p.brand_account_id = program_limit.brand_account_id
          and p.partner_account_id = app_account()
      )
  );
create policy brand_tenant
  on partner_profile to counterfoil_api using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
-- A partner sees what is used of a program's limit that the brand shares.
create policy partner_reads_shared on limit_budget for select to counterfoil_api
  using (partner_account_id = '00000000-0000-0000-0000-000000000000' and exists (select from
    program_limit l where l.program_id = limit_budget.program_id and l.shared
    and l.ended_at is null
      and limit_budget.limit_id = concat_ws(':', 'PROGRAM', l.event, l.kind, l.reset, l.currency)));
create policy either_tenant on limit_event for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
