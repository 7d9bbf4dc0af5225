-- Template terms in full: permissions of members, account-wide rules for terms, restricted terms,
-- branded links, files that custom terms name, and the terms of campaigns. Additive.

-- ---------------------------------------------------------------- permissions of members
alter table membership add column permissions text[] not null default '{}' check (
  permissions <@ array['TERMS_ADMINISTRATOR', 'EXPIRE_PARTNERS']
);
-- Who made a brand account holds both, as in accounts made from now on.
update membership m set permissions = array['TERMS_ADMINISTRATOR', 'EXPIRE_PARTNERS']
where m.role = 'BRAND_ADMIN'
  and m.id = (
    select f.id
    from membership f
    where f.account_id = m.account_id and f.role = 'BRAND_ADMIN'
    order by f.created_at, f.id
    limit 1
  );

-- ---------------------------------------------------------------- terms
alter table event_type drop constraint event_type_kind_check;
alter table event_type add constraint event_type_kind_check check (
  kind in ('CLICK', 'SALE', 'LEAD')
);

alter table template_terms add column restricted boolean not null default false;
-- The code of the branded link; null = there is none.
alter table template_terms add column link_code text unique check (link_code ~ '^[\w-]{22}$');

-- One row an account: what its terms must keep to. Null = no rule.
create table terms_rules (
  account_id uuid primary key references account,
  enforced boolean not null,
  notice_days integer not null check (notice_days between 0 and 365),
  may_change_notice boolean not null,
  max_notice_days integer not null check (max_notice_days between notice_days and 365),
  locking jsonb,
  schedule jsonb,
  max_return_percent integer check (max_return_percent between 0 and 100),
  open_ended_allowed boolean not null,
  updated_by uuid not null references app_user,
  updated_at timestamptz(3) not null
);

create table campaign_terms (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  name text not null check (length(name) between 1 and 200),
  first_date date not null,
  last_date date not null check (last_date >= first_date),
  body jsonb not null,
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null
);
create index on campaign_terms (program_id);

-- ---------------------------------------------------------------- files
create table stored_file (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (media_type = 'application/pdf'),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size integer not null check (size between 1 and 5242880),
  content bytea not null,
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null
);
create index on stored_file (account_id);

-- ---------------------------------------------------------------- rights
grant select on terms_rules, campaign_terms, stored_file to counterfoil_api, counterfoil_worker;
grant insert, update on terms_rules to counterfoil_api;
grant insert on campaign_terms, stored_file to counterfoil_api;

do $$
declare t text;
begin
  foreach t in array array['terms_rules', 'campaign_terms', 'stored_file']
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy worker_reads on %I for select to counterfoil_worker using (true)', t
    );
  end loop;
  foreach t in array array['terms_rules', 'stored_file']
  loop
    execute format(
      'create policy own_account on %I to counterfoil_api using (account_id = app_account())
        with check (account_id = app_account())',
      t
    );
  end loop;
end $$;
create policy brand_tenant
  on campaign_terms to counterfoil_api using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
-- A partner reads a file that a version named by one of its contracts names.
create policy partner_reads on stored_file for select to counterfoil_api
  using (exists (select from contract c join terms_version v on v.id = c.terms_version_id
    where c.partner_account_id = app_account() and v.brand_account_id = stored_file.account_id
      and v.body @> jsonb_build_object(
        'customTerms', jsonb_build_array(jsonb_build_object('fileId', stored_file.id))
      )));

-- What the holder of a branded link's code may read, with or without a login: the newest version,
-- while the terms are active.
create function terms_behind_link(link text)
  returns table (
    terms_id uuid,
    terms_name text,
    program_id uuid,
    program_name text,
    brand_account_id uuid,
    brand_name text,
    version_id uuid,
    number integer,
    body jsonb
  )
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, t.name, p.id, p.name, a.id, a.name, v.id, v.number, v.body from template_terms t
    join program p on p.id = t.program_id
    join account a on a.id = t.brand_account_id
    join lateral (
      select * from terms_version n where n.terms_id = t.id order by n.number desc limit 1
    ) v
      on true
  where t.link_code = link and t.state = 'ACTIVE' and a.state = 'ACTIVE'
$$;
create function file_behind_link(link text, file uuid)
  returns table (name text, media_type text, content text) language sql stable security definer
    set search_path = public, pg_temp as $$
  select f.name, f.media_type, encode(f.content, 'base64') from terms_behind_link(link) l
    join stored_file f on f.id = file and f.account_id = l.brand_account_id
  where l.body @> jsonb_build_object(
    'customTerms', jsonb_build_array(jsonb_build_object('fileId', file))
  )
$$;
revoke all on function terms_behind_link, file_behind_link from public;
grant execute on function terms_behind_link, file_behind_link to counterfoil_api;
