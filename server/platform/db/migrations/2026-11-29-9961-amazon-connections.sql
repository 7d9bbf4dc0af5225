-- A brand's connection to Amazon, or to the simulator in its place. Tokens are sealed by the
-- application. Key of a connection: region and profile.
create table amazon_connection (
  id uuid primary key,
  brand_account_id uuid not null references account,
  region text not null check (region in ('NA', 'EU', 'FE', 'SIMULATED')),
  state text not null check (
    state in ('SIGNING_IN', 'SIGNED_IN', 'PROFILE_CHOSEN', 'CONNECTED')
  ),
  sign_in_hash text unique,
  sign_in_verifier text,
  sign_in_by uuid references app_user,
  sign_in_at timestamptz(3),
  refresh_token text,
  profiles jsonb not null default '[]',
  profile_id text check (profile_id ~ '^[0-9]{1,18}$'),
  profile_name text,
  country text,
  currency text,
  time_zone text,
  publishers jsonb not null default '[]',
  publisher_id text,
  publisher_name text,
  advertiser_id text,
  template text,
  template_at timestamptz(3),
  problem text,
  problem_at timestamptz(3),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  unique (region, profile_id),
  check (state = 'SIGNING_IN' or refresh_token is not null),
  check (state in ('SIGNING_IN', 'SIGNED_IN') or profile_id is not null),
  check (state <> 'CONNECTED' or template is not null)
);
create index on amazon_connection (brand_account_id);

alter table program
  add column sales_source text not null default 'NONE'
    check (sales_source in ('AMAZON', 'SIMULATED', 'NONE')),
  add column amazon_connection_id uuid references amazon_connection on delete set null;
update program set sales_source = 'SIMULATED' where advertiser_id like 'SIM%';
create index on program (amazon_connection_id);

grant select, insert, delete on amazon_connection to counterfoil_api;
grant update (
  state,
  sign_in_hash,
  sign_in_verifier,
  sign_in_by,
  sign_in_at,
  refresh_token,
  profiles,
  profile_id,
  profile_name,
  country,
  currency,
  time_zone,
  publishers,
  publisher_id,
  publisher_name,
  advertiser_id,
  template,
  template_at,
  problem,
  problem_at
) on amazon_connection to counterfoil_api;
grant select, update (problem, problem_at) on amazon_connection to counterfoil_worker;
alter table amazon_connection enable row level security;
create policy brand_tenant on amazon_connection to counterfoil_api
  using (brand_account_id = app_account()) with check (brand_account_id = app_account());
create policy worker_reads on amazon_connection for select to counterfoil_worker using (true);
create policy worker_tells on amazon_connection for update to counterfoil_worker using (true);
