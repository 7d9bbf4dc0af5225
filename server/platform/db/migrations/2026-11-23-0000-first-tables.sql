-- Entities are written by the api role under row-level security; the append-only tables belong to
-- the worker role, because COPY FROM is refused under row-level security. Amounts are micros;
-- instants are UTC with milliseconds. The session variables app.kind and app.account_id say who
-- reads; without them the api role sees no row.

create function app_account() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.account_id', true), '')::uuid $$;
create function app_kind() returns text language sql stable parallel safe as
  $$ select coalesce(current_setting('app.kind', true), '') $$;

-- ---------------------------------------------------------------- identity
create table account (
  id uuid primary key,
  kind text not null check (kind in ('BRAND', 'PARTNER', 'PLATFORM')),
  name text not null check (length(name) between 1 and 200),
  code text not null unique,
  edition text check (edition in ('STARTER', 'ESSENTIALS', 'PRO', 'ENTERPRISE')),
  time_zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'ACTIVE' check (state in ('ACTIVE', 'SUSPENDED', 'DEACTIVATED')),
  support_contact text,
  created_at timestamptz(3) not null,
  check ((kind = 'BRAND') = (edition is not null))
);

create table app_user (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  created_at timestamptz(3) not null
);

create table membership (
  id uuid primary key,
  user_id uuid not null references app_user,
  account_id uuid not null references account,
  role text not null check (
    role in ('BRAND_ADMIN', 'ANALYST', 'FINANCE', 'PARTNER_OWNER', 'PARTNER_VIEWER', 'OPERATOR')
  ),
  created_at timestamptz(3) not null,
  unique (user_id, account_id)
);
create index on membership (account_id);

create table user_session (
  id uuid primary key,
  token_hash text not null unique,
  user_id uuid not null references app_user,
  account_id uuid references account,
  user_agent text not null,
  created_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index on user_session (user_id);

create table api_key (
  id uuid primary key,
  account_id uuid not null references account,
  created_by uuid not null references app_user,
  name text not null,
  prefix text not null,
  last4 text not null,
  secret_hash text not null unique,
  scopes text[] not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3)
);
create index on api_key (account_id);

create table invitation (
  id uuid primary key,
  account_id uuid not null references account,
  kind text not null check (kind in ('USER', 'PARTNER')),
  email text not null,
  role text not null,
  token_hash text not null unique,
  invited_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  revoked_at timestamptz(3)
);
create index on invitation (account_id);

create table password_reset (
  id uuid primary key,
  user_id uuid not null references app_user,
  token_hash text not null unique,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);

create table mail (
  id uuid primary key,
  account_id uuid references account,
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  attempts integer not null default 0,
  -- null = at once
  next_attempt_at timestamptz(3),
  failure text
);
create index on mail (created_at);
create index mail_unsent on mail (created_at) where sent_at is null;

create table idempotency_record (
  account_id uuid not null references account,
  key text not null check (length(key) between 1 and 255),
  operation text not null,
  body_hash text not null,
  result jsonb not null,
  created_at timestamptz(3) not null,
  primary key (account_id, key)
);

-- ---------------------------------------------------------------- programs and terms
create table partnership (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  created_at timestamptz(3) not null,
  unique (brand_account_id, partner_account_id)
);
create index on partnership (partner_account_id);

create table program (
  id uuid primary key,
  brand_account_id uuid not null references account,
  code text not null unique,
  name text not null,
  type text not null check (
    type in ('PERFORMANCE', 'CREATOR', 'ADVOCATE', 'SELLER', 'RETAIL_MEDIA_SELLER', 'RETAIL_MEDIA')
  ),
  state text not null check (
    state in (
      'SETUP',
      'SETUP_COMPLETE',
      'AWAITING_REVIEW',
      'ACTIVE',
      'REJECTED',
      'DEACTIVATED',
      'DELINQUENT',
      'CANCELLED',
      'CLOSED'
    )
  ),
  marketplace text not null,
  landing_page text not null,
  unique_window_minutes integer not null default 30 check (
    unique_window_minutes in (1, 5, 15, 30, 60, 360, 720, 1440)
  ),
  unique_window_type text not null default 'ROLLING' check (
    unique_window_type in ('ROLLING', 'FIXED')
  ),
  risk_filter text not null default 'MODERATE' check (
    risk_filter in ('RELAXED', 'MODERATE', 'STRICT')
  ),
  advertiser_id text not null,
  publisher_id text not null,
  accounting_partition smallint not null,
  created_at timestamptz(3) not null
);
create index on program (brand_account_id);

create table event_type (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  kind text not null check (kind in ('CLICK', 'SALE')),
  code text not null check (length(code) between 1 and 128),
  name text not null,
  state text not null check (state in ('ACTIVE', 'INACTIVE')),
  created_at timestamptz(3) not null,
  unique (program_id, code)
);
create unique index event_type_one_click on event_type (program_id) where kind = 'CLICK';

create table cpc_request (
  id uuid primary key,
  brand_account_id uuid not null references account,
  state text not null check (state in ('REQUESTED', 'IN_REVIEW', 'ENABLED', 'REJECTED')),
  reason text not null,
  requested_by uuid not null references app_user,
  requested_at timestamptz(3) not null,
  decided_by uuid references app_user,
  decided_at timestamptz(3),
  decision_note text
);
create unique index cpc_request_one_per_account on cpc_request (brand_account_id)
  where state <> 'REJECTED';

create table cpc_request_event (
  id uuid primary key,
  request_id uuid not null references cpc_request,
  brand_account_id uuid not null references account,
  from_state text,
  to_state text not null,
  actor_id uuid not null references app_user,
  note text not null,
  at timestamptz(3) not null
);
create index on cpc_request_event (request_id);

create table template_terms (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  name text not null,
  labels text[] not null default '{}',
  state text not null check (state in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  currency text not null,
  created_at timestamptz(3) not null
);
create index on template_terms (program_id);

create table terms_version (
  id uuid primary key,
  terms_id uuid not null references template_terms,
  brand_account_id uuid not null references account,
  number integer not null check (number >= 1),
  body jsonb not null,
  comment text not null,
  no_limit_acknowledged boolean not null,
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  unique (terms_id, number)
);

create extension if not exists btree_gist;
create table contract (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  terms_version_id uuid not null references terms_version,
  decision text not null check (decision in ('PROPOSED', 'SIGNED', 'DECLINED', 'WITHDRAWN')),
  proposed_by_account_id uuid not null references account,
  proposed_by uuid not null references app_user,
  proposed_at timestamptz(3) not null,
  proposal_expires_at timestamptz(3),
  comment text,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3),
  decided_by uuid references app_user,
  decided_at timestamptz(3),
  decline_reason text,
  check (ends_at is null or ends_at > starts_at),
  -- at most one contract in force per partner and program at any instant
  constraint contract_one_in_force exclude using gist
    (partner_account_id with =, program_id with =, tstzrange(starts_at, ends_at) with &&)
      where (decision = 'SIGNED')
);
create index on contract (brand_account_id, program_id);
create index on contract (partner_account_id, program_id);
create index on contract (terms_version_id);

create table contract_event (
  id uuid primary key,
  contract_id uuid not null references contract,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  kind text not null check (kind in ('PROPOSED', 'COUNTERED', 'ACCEPTED', 'DECLINED',
    'EXPIRED_PROPOSAL', 'WITHDRAWN', 'ACTIVATED',
    'CHANGE_SCHEDULED',
      'CHANGE_OPTED_IN',
      'CHANGE_APPLIED',
      'CHANGE_WITHDRAWN',
      'REPLACED',
      'EXPIRED',
      'COMMENTED')),
  actor_id uuid not null references app_user,
  comment text,
  at timestamptz(3) not null
);
create index on contract_event (contract_id);

-- ---------------------------------------------------------------- ads and links
create table ad (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  -- the partner whose own deep link this ad stands for; null = the brand's ad
  partner_account_id uuid references account,
  code text not null unique,
  type text not null check (type in ('ONLINE_TRACKING_LINK', 'TEXT_LINK', 'DEEP_LINK')),
  name text not null,
  link_text text,
  landing_page text,
  state text not null check (state in ('ACTIVE', 'INACTIVE')),
  created_at timestamptz(3) not null
);
create index on ad (program_id);
create unique index ad_one_default on ad (program_id) where type = 'ONLINE_TRACKING_LINK';

create table tracking_link (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  ad_id uuid not null references ad,
  level text not null check (level in ('PROGRAM', 'PARTNER', 'AD')),
  name text not null,
  is_test boolean not null,
  shared_id text check (shared_id ~ '^[0-9A-Za-z]{1,255}$'),
  state text not null check (state in ('ACTIVE', 'PAUSED')),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  unique (partner_account_id, ad_id)
);
create index on tracking_link (program_id, created_at);

-- Whatever decides where a link leads tells the trackers, by the link's, ad's, program's or
-- account's id.
create function notify_link_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('link_changed', tg_table_name || ':' || new.id::text);
  return null;
end $$;
create trigger link_changed after
  insert or
  update on tracking_link for each row execute function notify_link_changed();
create trigger link_changed after update on ad for each row execute function notify_link_changed();
create trigger link_changed after
  update on program for each row execute function notify_link_changed();
create trigger link_changed after
  update of state on account for each row execute function notify_link_changed();

-- ---------------------------------------------------------------- clicks, decisions, money
-- (append-only, worker's)
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused',
    tg_table_name,
    tg_op using errcode = 'restrict_violation';
end $$;

create table click (
  brand_account_id uuid not null,
  clicked_at timestamptz(3) not null,
  id uuid not null,
  ingest_seq bigint not null,
  accounting_partition smallint not null,
  partner_account_id uuid not null,
  program_id uuid not null,
  ad_id uuid not null,
  link_id uuid not null,
  is_test boolean not null,
  program_active boolean not null,
  partner_active boolean not null,
  ad_active boolean not null,
  robot boolean not null,
  risk text[] not null,
  gesture text not null check (gesture in ('USER', 'NONE', 'UNKNOWN')),
  device text not null,
  os text not null,
  browser text not null,
  user_agent text not null,
  country text,
  region text,
  city text,
  referrer text,
  referrer_host text,
  landing_page text not null,
  destination_host text not null,
  shared_id text,
  sub_id1 text,
  sub_id2 text,
  sub_id3 text,
  custom jsonb,
  sec_fetch jsonb,
  warnings text[] not null,
  list_versions text not null,
  visitor_hash text not null,
  visitor_hash_previous text,
  tracker_id text not null,
  tracker_seq bigint not null,
  recorded_at timestamptz(3) not null,
  primary key (brand_account_id, clicked_at, id)
) partition by range (clicked_at);
create index on click (accounting_partition, ingest_seq);
create index on click (program_id, clicked_at, id);
create index on click (partner_account_id, program_id, clicked_at, id);
create index on click (link_id, clicked_at) where is_test;

-- Link requests that are no clicks, each with its reason. Requests = clicks + these.
create table link_request (
  at timestamptz(3) not null,
  id uuid not null,
  kind text not null check (
    kind in ('HEAD', 'PREFETCH', 'MALFORMED', 'LINK_UNKNOWN', 'METHOD_NOT_ALLOWED')
  ),
  status smallint not null,
  brand_account_id uuid,
  partner_account_id uuid,
  program_id uuid,
  link_id uuid,
  path text not null,
  user_agent text not null,
  tracker_id text not null,
  tracker_seq bigint not null,
  recorded_at timestamptz(3) not null,
  primary key (at, id)
) partition by range (at);
create index on link_request (program_id, at);

create table decision (
  brand_account_id uuid not null,
  occurred_at timestamptz(3) not null,
  -- the click's id, or the action update's id
  subject_id uuid not null,
  event text not null check (event in ('CLICK', 'SALE')),
  partner_account_id uuid,
  program_id uuid not null,
  link_id uuid,
  is_test boolean not null,
  outcome text not null check (outcome in ('PAID', 'PAID_ZERO', 'UNPAID', 'DISCARDED')),
  reason text,
  classification text,
  group_id text,
  rate text,
  amount_micros bigint not null,
  would_pay_micros bigint not null,
  currency text,
  contract_id uuid,
  terms_version_id uuid,
  uses jsonb not null,
  engine_version integer not null,
  epoch bigint not null,
  recorded_at timestamptz(3) not null,
  primary key (brand_account_id, occurred_at, subject_id)
) partition by range (occurred_at);
-- No further index: a decision is read by its click's key or by brand and time, and every index is
-- paid for per click.

create table ledger_transfer (
  effective_at timestamptz(3) not null,
  subject_id uuid not null,
  event text not null check (event in ('CLICK', 'SALE')),
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  program_id uuid not null,
  contract_id uuid not null,
  debit text not null check (debit in ('BRAND_COST', 'PARTNER_PAYABLE')),
  credit text not null check (credit in ('BRAND_COST', 'PARTNER_PAYABLE')),
  amount_micros bigint not null check (amount_micros > 0),
  currency text not null,
  posted_at timestamptz(3) not null,
  primary key (effective_at, subject_id),
  check (debit <> credit)
) partition by range (effective_at);

create trigger append_only before
  update or
  delete on click for each row execute function refuse_change();
create trigger append_only before
  update or
  delete on link_request for each row execute function refuse_change();
create trigger append_only before
  update or
  delete on decision for each row execute function refuse_change();
create trigger append_only before
  update or
  delete on ledger_transfer for each row execute function refuse_change();

-- One row per limit, scope and window; used never falls below 0 nor, by the engine, above the
-- limit. Fenced by epoch.
create table limit_budget (
  program_id uuid not null,
  partner_account_id uuid not null,
  -- the contract for limits over a contract's life, else the partner: a running period goes on
  -- under a new contract
  scope_id uuid not null,
  limit_id text not null,
  window_start timestamptz(3) not null,
  window_end timestamptz(3),
  brand_account_id uuid not null,
  used bigint not null check (used >= 0),
  epoch bigint not null,
  primary key (program_id, partner_account_id, scope_id, limit_id, window_start)
);

-- Clicks by 15 UTC minutes; level P: program, C: contract, T: test link. Level D: contract by local
-- date of the zone in rollup_zone, the date standing as midnight UTC. Rebuildable from click and
-- decision.
create table click_rollup (
  bucket timestamptz(3) not null,
  level text not null check (level in ('P', 'C', 'T', 'D')),
  brand_account_id uuid not null,
  program_id uuid not null,
  partner_account_id uuid,
  contract_id uuid,
  link_id uuid,
  outcome text not null,
  reason text,
  currency text,
  is_test boolean not null,
  clicks bigint not null,
  unique_clicks bigint not null,
  payable_clicks bigint not null,
  payout_micros bigint not null
);
create unique index click_rollup_key
  on click_rollup (
    program_id,
    level,
    bucket,
    partner_account_id,
    contract_id,
    link_id,
    outcome,
    reason,
    currency,
    is_test
  ) nulls not distinct;
create index on click_rollup (partner_account_id, program_id, bucket) where level in ('C', 'D');
create table rollup_zone (program_id uuid primary key, zone text not null);

-- ---------------------------------------------------------------- sales
-- The newest totals of each Amazon Attribution report row, and every version that was seen.
create table attribution_row (
  row_key text primary key,
  brand_account_id uuid not null,
  program_id uuid not null,
  partner_account_id uuid,
  link_id uuid,
  advertiser_id text not null,
  date date not null,
  campaign_id text not null,
  ad_group_id text not null,
  creative_id text not null,
  click_throughs bigint not null,
  orders bigint not null,
  units bigint not null,
  amount_micros bigint not null,
  currency text not null,
  simulated boolean not null,
  version integer not null,
  first_seen_at timestamptz(3) not null,
  last_changed_at timestamptz(3) not null,
  -- when the newest poll that reported this row began: an older poll that finishes later changes
  -- nothing
  as_of timestamptz(3) not null
);
create index on attribution_row (program_id, date);
create table attribution_row_version (
  row_key text not null references attribution_row,
  version integer not null,
  brand_account_id uuid not null,
  body jsonb not null,
  seen_at timestamptz(3) not null,
  primary key (row_key, version)
);

create table action (
  id uuid primary key,
  row_key text not null unique references attribution_row,
  order_id text not null unique,
  brand_account_id uuid not null,
  partner_account_id uuid,
  program_id uuid not null,
  link_id uuid,
  date date not null,
  occurred_at timestamptz(3) not null,
  is_test boolean not null,
  simulated boolean not null,
  state text not null check (state in ('PENDING', 'APPROVED', 'REVERSED')),
  outcome text not null check (outcome in ('PAID', 'PAID_ZERO', 'UNPAID', 'DISCARDED')),
  reason text,
  orders bigint not null,
  units bigint not null,
  amount_micros bigint not null,
  payout_micros bigint not null,
  would_pay_micros bigint not null,
  currency text not null,
  contract_id uuid,
  terms_version_id uuid,
  updates integer not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
create index on action (program_id, date, id);
create index on action (partner_account_id, program_id, date, id);

create table action_update (
  id uuid primary key,
  action_id uuid not null references action,
  brand_account_id uuid not null,
  partner_account_id uuid,
  number integer not null,
  delta_orders bigint not null,
  delta_units bigint not null,
  delta_amount_micros bigint not null,
  delta_payout_micros bigint not null,
  outcome text not null,
  reason text,
  at timestamptz(3) not null,
  unique (action_id, number)
);
create trigger append_only before
  update or
  delete on action_update for each row execute function refuse_change();
create trigger append_only before
  update or
  delete on attribution_row_version for each row execute function refuse_change();

-- Sales by the marketplace's own date, which no other zone re-cuts.
create table sales_daily (
  date date not null,
  brand_account_id uuid not null,
  program_id uuid not null,
  partner_account_id uuid,
  contract_id uuid,
  link_id uuid,
  outcome text not null,
  reason text,
  currency text not null,
  is_test boolean not null,
  orders bigint not null,
  units bigint not null,
  amount_micros bigint not null,
  payout_micros bigint not null
);
create unique index sales_daily_key
  on sales_daily (
    program_id, date, partner_account_id, contract_id, link_id, outcome, reason, currency, is_test
  ) nulls not distinct;

-- What the attribution simulator reports: orders placed for test links. Never used with a real
-- Amazon account.
create table simulated_order (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  link_id uuid not null references tracking_link,
  advertiser_id text not null,
  date date not null,
  campaign_id text not null,
  ad_group_id text not null,
  creative_id text not null,
  orders integer not null,
  units integer not null,
  amount_micros bigint not null,
  currency text not null,
  placed_by uuid not null references app_user,
  placed_at timestamptz(3) not null
);
create index on simulated_order (advertiser_id, date);

-- ---------------------------------------------------------------- the worker's and tracker's own
-- state
create table journal_offset (
  tracker_id text primary key,
  segment bigint not null,
  byte_offset bigint not null,
  last_seq bigint not null,
  updated_at timestamptz(3) not null
);
create table ingest_counter (
  only_row boolean primary key default true check (only_row), last_seq bigint not null
);
insert into ingest_counter (last_seq) values (0);
create table accounting_partition (
  number smallint primary key,
  epoch bigint not null,
  owner text not null,
  last_seq bigint not null,
  updated_at timestamptz(3) not null
);
insert into accounting_partition select n, 0, '', 0, now() from generate_series(0, 3) n;
create table visitor_salt (day date primary key, salt bytea not null);

-- ---------------------------------------------------------------- rights
do $$ begin
  if not exists (
    select from pg_roles where rolname = 'counterfoil_api'
  ) then create role counterfoil_api nologin; end if;
  if not exists (
    select from pg_roles where rolname = 'counterfoil_worker'
  ) then create role counterfoil_worker nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant counterfoil_api, counterfoil_worker to %I', current_user);
end $$;
grant usage on schema public to counterfoil_api, counterfoil_worker;
grant create on schema public to counterfoil_worker;

grant select on all tables in schema public to counterfoil_api, counterfoil_worker;
revoke
  select on journal_offset, ingest_counter, accounting_partition, visitor_salt
  from counterfoil_api;
grant
  insert,
  update on account,
  app_user,
  membership,
  user_session,
  api_key,
  invitation,
  password_reset,
  mail,
  program,
  event_type, cpc_request, template_terms, contract, ad, tracking_link to counterfoil_api;
grant
  insert on idempotency_record,
  partnership,
  cpc_request_event,
  terms_version,
  contract_event,
  simulated_order to counterfoil_api;
grant delete on membership, user_session to counterfoil_api;
grant update on mail to counterfoil_worker;

do $$
declare t text;
begin
  foreach t in array array['click', 'link_request', 'decision', 'ledger_transfer', 'limit_budget',
    'click_rollup', 'rollup_zone', 'attribution_row',
    'attribution_row_version',
      'action',
      'action_update',
      'sales_daily',
      'journal_offset',
      'ingest_counter',
      'accounting_partition',
      'visitor_salt']
  loop
    execute format('alter table %I owner to counterfoil_worker', t);
    execute format('alter table %I enable row level security', t);
  end loop;
  foreach t in array array['account', 'app_user', 'membership', 'user_session', 'api_key',
    'invitation', 'password_reset', 'mail',
    'idempotency_record',
      'partnership',
      'program',
      'event_type',
      'cpc_request',
      'cpc_request_event',
      'template_terms',
      'terms_version',
    'contract', 'contract_event', 'ad', 'tracking_link', 'simulated_order']
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy worker_reads on %I for select to counterfoil_worker using (true)', t
    );
  end loop;
end $$;
create policy worker_sends on mail for update to counterfoil_worker using (true);

-- Before there is a tenant: signing in, signing up, tokens. Only platform/auth opens such a session
-- (app.kind = 'AUTH').
do $$
declare t text;
begin
  foreach t in array array[
    'account',
    'app_user',
    'membership',
    'user_session',
    'api_key',
    'invitation',
    'password_reset',
    'mail',
    'partnership'
    ]
  loop
    execute format(
      $p$create policy before_tenant on %I to counterfoil_api using (app_kind() = 'AUTH')
      with check (app_kind() = 'AUTH')$p$, t
    );
  end loop;
end $$;

-- Rows with two tenants: the policy is "either".
do $$
declare t text;
begin
  foreach t in array array['partnership', 'contract', 'contract_event', 'tracking_link', 'click',
    'link_request', 'decision', 'ledger_transfer',
    'limit_budget', 'action', 'action_update', 'sales_daily', 'attribution_row', 'simulated_order']
  loop
    execute format(
      'create policy either_tenant on %I to counterfoil_api
        using (app_account() in (brand_account_id, partner_account_id))
        with check (app_account() in (brand_account_id, partner_account_id))',
      t
    );
  end loop;
  foreach t in array array[
    'cpc_request',
    'cpc_request_event',
    'template_terms',
    'attribution_row_version',
    'event_type',
    'ad',
    'program',
    'terms_version'
    ]
  loop
    execute format(
      'create policy brand_tenant on %I to counterfoil_api using (brand_account_id = app_account())
        with check (brand_account_id = app_account())',
      t
    );
  end loop;
  foreach t in array array['api_key', 'invitation', 'idempotency_record', 'membership']
  loop
    execute format(
      'create policy own_account on %I to counterfoil_api using (account_id = app_account())
        with check (account_id = app_account())',
      t
    );
  end loop;
end $$;
-- Mails carry live tokens: a tenant writes them and never reads them. Sessions and resets are read
-- before a tenant alone.
create policy own_account on mail for
  insert to counterfoil_api
  with check (account_id = app_account());
-- Rollups at program level belong to the brand alone; at contract and test-link level to either.
create policy rollup_tenant on rollup_zone for
  select to counterfoil_api using (
  exists (select from program p where p.id = rollup_zone.program_id)
);
create policy rollup_tenant on click_rollup to counterfoil_api
  using (brand_account_id = app_account() or partner_account_id = app_account());

-- A partner reads what its brands show it: programs, event types, ads, and the versions its
-- contracts name.
create policy partner_reads on program for select to counterfoil_api
  using (
    exists (
      select
      from partnership p
      where p.brand_account_id = program.brand_account_id and p.partner_account_id = app_account()
    )
  );
create policy partner_reads on event_type for select to counterfoil_api
  using (
    exists (
      select
      from partnership p
      where p.brand_account_id = event_type.brand_account_id
        and p.partner_account_id = app_account()
    )
  );
create policy partner_reads on ad for select to counterfoil_api
  using ((partner_account_id is null or partner_account_id = app_account())
    and exists (
      select
      from partnership p
      where p.brand_account_id = ad.brand_account_id and p.partner_account_id = app_account()
    ));
create policy partner_adds on ad for insert to counterfoil_api
  with check (partner_account_id = app_account()
    and exists (
      select
      from partnership p
      where p.brand_account_id = ad.brand_account_id and p.partner_account_id = app_account()
    ));
create policy partner_reads on terms_version for select to counterfoil_api
  using (
    exists (
      select
      from contract c
      where c.terms_version_id = terms_version.id and c.partner_account_id = app_account()
    )
  );
create policy partner_reads on template_terms for select to counterfoil_api
  using (exists (select from contract c join terms_version v on v.id = c.terms_version_id
    where v.terms_id = template_terms.id and c.partner_account_id = app_account()));

-- Accounts: one's own, and those one works with. Users: the members of one's own account.
create policy own_or_partnered on account for select to counterfoil_api
  using (id = app_account() or exists (select from partnership p
    where app_account() in (p.brand_account_id, p.partner_account_id)
      and account.id in (p.brand_account_id, p.partner_account_id)));
create policy own_row on account
  for update to counterfoil_api using (id = app_account())
  with check (id = app_account());
create policy members on app_user for select to counterfoil_api
  using (
    exists (select from membership m where m.user_id = app_user.id and m.account_id = app_account())
  );

-- The platform operator: accounts, CPC requests and the outbox; no tenant's clicks, contracts or
-- money.
create policy operator_reads on account for
  select to counterfoil_api using (app_kind() = 'PLATFORM');
create policy operator_changes on account
  for update to counterfoil_api using (app_kind() = 'PLATFORM')
  with check (app_kind() = 'PLATFORM');
create policy operator_reviews on cpc_request to counterfoil_api using (app_kind() = 'PLATFORM')
  with check (app_kind() = 'PLATFORM');
create policy operator_reviews
  on cpc_request_event to counterfoil_api using (app_kind() = 'PLATFORM')
  with check (app_kind() = 'PLATFORM');
create policy operator_reads on mail for select to counterfoil_api using (app_kind() = 'PLATFORM');
create policy operator_reads on app_user for
  select to counterfoil_api using (app_kind() = 'PLATFORM');
-- The operator sees no contracts; a downgrade must still name those that need CPC [D3].
create function click_contracts_in_force(account uuid, at timestamptz)
  returns table (
    contract_id uuid, program_name text, partner_name text
  ) language sql stable security definer
    set search_path = public, pg_temp as $$
  select c.id, p.name, a.name from contract c
    join program p on p.id = c.program_id
    join account a on a.id = c.partner_account_id
    join terms_version v on v.id = c.terms_version_id
  where app_kind() = 'PLATFORM'
    and c.brand_account_id = account
    and c.decision = 'SIGNED'
    and (c.ends_at is null or c.ends_at > at)
    and v.body @> '{"eventPayouts": [{"event": "CLICK"}]}'
  order by c.id
$$;
revoke all on function click_contracts_in_force from public;
grant execute on function click_contracts_in_force to counterfoil_api;
