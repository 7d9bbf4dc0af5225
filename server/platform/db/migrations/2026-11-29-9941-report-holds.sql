-- A report that would take back more than a fifth of what is booked is held whole until a person
-- lets it pass or drops it, or until Amazon tells something else.
create table attribution_hold (
  id uuid primary key,
  brand_account_id uuid not null,
  program_id uuid not null,
  -- dates whose orders it is measured by, both included
  start_date date not null,
  end_date date not null,
  orders_booked bigint not null,
  orders_taken bigint not null,
  amount_taken_micros bigint not null,
  currency text not null,
  -- how many ad groups and dates would lose orders, and those that would lose most
  row_count integer not null,
  rows jsonb not null,
  held_at timestamptz(3) not null,
  -- when it was measured last
  measured_at timestamptz(3) not null,
  told_at timestamptz(3),
  -- what a person said; the worker carries it out
  decision text check (decision in ('PASS', 'DROP')),
  -- null: by the command line
  decided_by uuid,
  decided_at timestamptz(3),
  outcome text check (outcome in ('PASSED', 'DROPPED', 'DISSOLVED')),
  closed_at timestamptz(3),
  check ((decision is null) = (decided_at is null)),
  check ((outcome is null) = (closed_at is null))
);
create unique index attribution_hold_open on attribution_hold (program_id) where closed_at is null;
create index attribution_hold_untold on attribution_hold (held_at) where told_at is null;
alter table attribution_hold owner to counterfoil_worker;
grant select on attribution_hold to counterfoil_api;
grant update (decision, decided_by, decided_at) on attribution_hold to counterfoil_api;
alter table attribution_hold enable row level security;
create policy brand_tenant on attribution_hold to counterfoil_api
  using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
create policy operator_reads on attribution_hold for
  select to counterfoil_api using (app_kind() = 'PLATFORM');
create policy operator_decides on attribution_hold for
  update to counterfoil_api using (app_kind() = 'PLATFORM')
  with check (app_kind() = 'PLATFORM');

alter table parked_item drop constraint parked_item_kind_check;
alter table parked_item add constraint parked_item_kind_check check (kind in ('CLICKS', 'CLOCK',
  'JOURNAL',
  'MONTH',
  'BONUS',
  'REPORT',
  'REPORT_ROW',
  'REPORT_HELD',
  'SALES',
  'CHANGE',
  'CHANGE_PARTNER',
  'WITHDRAWAL',
  'WITHDRAWAL_PARTNER',
  'REVERSAL',
  'CONTRACT_DAYS',
  'LIMIT_NOTICE',
  'MAIL',
  'REPLAY',
  'REPLAY_CHECK'));
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('CONTRACT_PROPOSED',
  'CONTRACT_COUNTERED',
  'CONTRACT_ACCEPTED',
  'CONTRACT_DECLINED',
  'CONTRACT_WITHDRAWN',
  'CONTRACT_REMINDED',
  'CONTRACT_ENDS',
  'CHANGE_SCHEDULED',
  'CHANGE_WITHDRAWN',
  'CHANGE_OPTED_IN',
  'LIMIT_NEAR',
  'LIMIT_REACHED',
  'CPC_REQUESTED',
  'CPC_IN_REVIEW',
  'CPC_ENABLED',
  'CPC_REJECTED',
  'REPORT_HELD'));
