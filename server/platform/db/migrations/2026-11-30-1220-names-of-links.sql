-- Readable names in links' addresses. A name that was given stays with its link for good: it may
-- be printed. What looks alike is one name.
create table link_name (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  link_id uuid not null references tracking_link,
  ad_id uuid not null references ad,
  name text not null unique check (name ~ '^[a-z0-9-]{3,40}$'),
  look text not null unique,
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null
);
create index link_name_of_link on link_name (link_id);
create trigger never_changed before
  update or
  delete on link_name for each row execute function refuse_change();
create trigger link_changed after
  insert on link_name for each row execute function notify_link_changed();

grant select, insert on link_name to counterfoil_api;
grant select on link_name to counterfoil_worker;
alter table link_name enable row level security;
create policy worker_reads on link_name for select to counterfoil_worker using (true);
create policy either_tenant on link_name for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
create policy either_names on link_name for insert to counterfoil_api
  with check (
    app_account() in (brand_account_id, partner_account_id)
      and exists (
        select
        from tracking_link l
        where l.id = link_id
          and l.ad_id = link_name.ad_id
          and l.brand_account_id = link_name.brand_account_id
          and l.partner_account_id = link_name.partner_account_id
      )
  );

-- Whether anybody's link has a name of this look: that alone is told.
create function link_name_taken(wanted text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from link_name n where n.look = wanted)
$$;
alter function link_name_taken owner to counterfoil_worker;
revoke all on function link_name_taken from public;
grant execute on function link_name_taken to counterfoil_api;
