-- Replays: past clicks and sales decided again under other terms. A row is asked for by the api
-- role and done by the worker. Additive.
create table replay (
  id uuid primary key,
  brand_account_id uuid not null references account,
  -- the partner that asked, for its own clicks alone; null = the brand
  partner_account_id uuid references account,
  program_id uuid not null references program,
  -- LEDGER: every contract under its own terms, which must give what the ledger holds
  source text not null check (source in ('DRAFT', 'VERSION', 'CHANGE', 'PROPOSAL', 'LEDGER')),
  terms_id uuid references template_terms,
  terms_version_id uuid references terms_version,
  change_id uuid references contract_change,
  proposal_id uuid references contract,
  terms_name text,
  version_number integer not null default 0,
  -- the terms that are tried; null for LEDGER
  body jsonb,
  -- which contracts are given them; null = no such condition
  contract_ids uuid[],
  partner_ids uuid[],
  on_terms_id uuid,
  -- partners of partner_ids without a contract are given one, too
  unsigned boolean not null default false,
  days integer not null check (days between 1 and 90),
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null check (ends_at > starts_at),
  state text not null check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  events_done integer not null default 0,
  events_total integer not null default 0,
  attempts integer not null default 0,
  failure text,
  -- figures of the whole; and by partner, country, day and payout group
  result jsonb,
  detail jsonb,
  created_by uuid references app_user,
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  check ((source = 'LEDGER') = (body is null)),
  check ((state = 'DONE') = (result is not null)),
  check ((state = 'DONE') = (detail is not null))
);
create index replay_of_brand on replay (brand_account_id, program_id, id);
create index replay_of_partner on replay (partner_account_id, id)
  where partner_account_id is not null;
create index replay_waiting on replay (id) where state in ('QUEUED', 'RUNNING');
create index replay_old on replay (created_at);

-- Events that end in another place than they did, in the order of the replay.
create table replay_move (
  replay_id uuid not null references replay,
  number integer not null,
  event text not null check (event in ('CLICK', 'SALE')),
  -- the click's or the action's instant and id
  occurred_at timestamptz(3) not null,
  subject_id uuid not null,
  partner_account_id uuid not null,
  from_kind text not null,
  from_group text,
  from_name text,
  to_kind text not null,
  to_group text,
  to_name text,
  now_micros bigint not null,
  now_currency text,
  then_micros bigint not null,
  then_currency text,
  reason_now text,
  reason_then text,
  -- of limits, as the replay saw them
  uses jsonb not null,
  primary key (replay_id, number)
);

-- ---------------------------------------------------------------- rights
grant select, insert on replay to counterfoil_api;
-- Cancelling and trying again.
grant update (state, finished_at, failure, attempts, events_done) on replay to counterfoil_api;
grant select on replay_move to counterfoil_api;
grant select, insert, update, delete on replay, replay_move to counterfoil_worker;
alter table replay enable row level security;
alter table replay_move enable row level security;
create policy worker_runs on replay to counterfoil_worker using (true) with check (true);
create policy worker_runs on replay_move to counterfoil_worker using (true) with check (true);
create policy brand_tenant
  on replay to counterfoil_api using (
    brand_account_id = app_account() and partner_account_id is null
  )
  with check (brand_account_id = app_account() and partner_account_id is null and result is null
    and exists (
      select from program p where p.id = program_id and p.brand_account_id = app_account()
    ));
create policy partner_tenant on replay to counterfoil_api using (partner_account_id = app_account())
  with check (partner_account_id = app_account() and partner_ids = array[app_account()] and source
    in ('CHANGE', 'PROPOSAL') and result is null
    and exists (
      select from program p where p.id = program_id and p.brand_account_id = replay.brand_account_id
    ));
-- Whoever reads the replay reads what it moved.
create policy of_replay on replay_move for
  select to counterfoil_api using (exists (select from replay r where r.id = replay_id));
