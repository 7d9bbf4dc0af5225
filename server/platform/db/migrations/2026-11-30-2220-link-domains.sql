-- A brand's own domains for its links.
create table link_domain (
  id uuid primary key,
  brand_account_id uuid not null references account,
  host text not null check (length(host) between 4 and 253),
  -- what its TXT record holds
  token text not null,
  state text not null check (state in ('PENDING', 'VERIFIED', 'LOST')),
  problem text,
  -- in the addresses of the brand's links
  is_shown boolean not null default false check (not is_shown or state <> 'PENDING'),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  checked_at timestamptz(3),
  verified_at timestamptz(3) check ((verified_at is null) = (state = 'PENDING')),
  -- since when it fails
  failing_since timestamptz(3),
  unique (brand_account_id, host)
);
-- One brand has it. What is lost is free for who proves it.
create unique index link_domain_host on link_domain (host) where state = 'VERIFIED';
create unique index link_domain_shown on link_domain (brand_account_id) where is_shown;
create index on link_domain (checked_at);
grant select, insert, update, delete on link_domain to counterfoil_api;
grant select, update on link_domain to counterfoil_worker;
alter table link_domain enable row level security;
create policy worker_all on link_domain to counterfoil_worker using (true) with check (true);
create policy brand_tenant on link_domain to counterfoil_api
  using (brand_account_id = app_account()) with check (brand_account_id = app_account());
-- Below which name a brand's links are shown: to itself, and to partners, who read nothing else.
create function shown_link_hosts(brands uuid[])
returns table (brand uuid, host text)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.brand_account_id, d.host
  from link_domain d
  where d.brand_account_id = any(brands)
    and d.is_shown
    and d.state = 'VERIFIED'
    and (
      d.brand_account_id = app_account()
      or exists (
        select
        from partnership p
        where p.brand_account_id = d.brand_account_id and p.partner_account_id = app_account()
      )
    );
$$;
revoke all on function shown_link_hosts from public;
grant execute on function shown_link_hosts to counterfoil_api;
-- Whether links are served by a host: asked by who gets its certificate, whoever that is.
create function is_link_host(asked text)
returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from link_domain where host = asked and state = 'VERIFIED');
$$;
revoke all on function is_link_host from public;
grant execute on function is_link_host to counterfoil_api;
-- Whether another brand has it, which no row tells.
create function is_link_host_taken(asked text)
returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select
    from link_domain
    where host = asked
      and state = 'VERIFIED'
      and brand_account_id <> app_account()
  );
$$;
revoke all on function is_link_host_taken from public;
grant execute on function is_link_host_taken to counterfoil_api;
