-- What a loop could not do for one tenant is put aside, so that it stops nobody else: one row a
-- thing, with its reason.
create table parked_item (
  id uuid primary key,
  kind text not null check (kind in ('CLICKS', 'CLOCK', 'JOURNAL', 'MONTH', 'BONUS', 'REPORT',
    'REPORT_ROW', 'SALES', 'CHANGE', 'CHANGE_PARTNER',
    'WITHDRAWAL',
      'WITHDRAWAL_PARTNER',
      'REVERSAL',
      'CONTRACT_DAYS',
      'LIMIT_NOTICE',
      'MAIL',
      'REPLAY',
      'REPLAY_CHECK')),
  -- what of its kind: ids, or a place in a journal
  subject text not null,
  -- whose it is; null = the installation's
  account_id uuid,
  program_id uuid,
  -- null: not one partner's alone
  partner_account_id uuid,
  -- a code that people are told in words
  reason text not null,
  -- what failed, in the program's own words, for operators alone
  detail text not null,
  attempts integer not null check (attempts > 0),
  parked_at timestamptz(3) not null,
  tried_at timestamptz(3) not null,
  -- null: not tried again until an operator says so
  next_try_at timestamptz(3),
  released_by uuid,
  released_at timestamptz(3),
  -- worked off, or gone by itself
  done_at timestamptz(3)
);
create unique index parked_item_open on parked_item (kind, subject) where done_at is null;
create index parked_item_account on parked_item (account_id) where done_at is null;

-- Clicks behind a partition's cursor that are not decided yet. They keep the order in which they
-- arrived.
create table parked_click (
  ingest_seq bigint primary key,
  accounting_partition smallint not null,
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  program_id uuid not null,
  clicked_at timestamptz(3) not null,
  id uuid not null,
  tracker_id text not null,
  -- from when on it is decided, where its instant was still to come; null: it waits in its queue
  due_at timestamptz(3)
);
create index parked_click_queue on parked_click (program_id, partner_account_id, ingest_seq)
  where due_at is null;
create index parked_click_due on parked_click (accounting_partition, due_at)
  where due_at is not null;

-- Bytes of a journal that could not be read, or a record that could not be stored, kept as they
-- were.
create table journal_damage (
  tracker_id text not null,
  segment bigint not null,
  byte_offset bigint not null,
  bytes bytea not null,
  reason text not null,
  found_at timestamptz(3) not null,
  primary key (tracker_id, segment, byte_offset)
);

alter table parked_item owner to counterfoil_worker;
alter table parked_click owner to counterfoil_worker;
alter table journal_damage owner to counterfoil_worker;
grant select on parked_item, parked_click to counterfoil_api;
grant update (next_try_at, released_by, released_at) on parked_item to counterfoil_api;
alter table parked_item enable row level security;
alter table parked_click enable row level security;
alter table journal_damage enable row level security;
create policy own_account on parked_item for
  select to counterfoil_api using (account_id = app_account());
create policy operator_reads on parked_item for
  select to counterfoil_api using (app_kind() = 'PLATFORM');
create policy operator_releases on parked_item
  for update to counterfoil_api using (app_kind() = 'PLATFORM')
  with check (app_kind() = 'PLATFORM');
create policy either_tenant on parked_click for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
create policy operator_reads on parked_click for
  select to counterfoil_api using (app_kind() = 'PLATFORM');
-- The operator names whose a parked thing is, and reads nothing else of a program.
create policy operator_names on program for select to counterfoil_api
  using (
    app_kind() = 'PLATFORM' and exists (select from parked_item i where i.program_id = program.id)
  );
