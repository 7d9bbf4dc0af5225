-- The life cycle of sales: when they lock, who decided, what lies outside of terms, and what
-- changed after locking.

alter table action
  add column locks_at timestamptz(3),
  add column locked_at timestamptz(3),
  -- the person who approved or reversed it; null = the clock, Amazon, or nobody yet
  add column decided_by uuid,
  add column outside_of_terms boolean not null default false,
  add column outside_approved_at timestamptz(3),
  add column outside_approved_by uuid,
  add column modifications integer not null default 0 check (modifications between 0 and 1000),
  add column modification_reason text,
  -- null on a reversed sale = Amazon's report fell to nothing, and may bring it back
  add column reversal_reason text,
  -- booked after locking, beside the locked figures
  add column adjusted_orders bigint not null default 0,
  add column adjusted_payout_micros bigint not null default 0,
  add constraint action_locked check ((state = 'APPROVED') = (locked_at is not null)) not valid,
  add constraint action_test_pays_nothing check (
    not is_test or (state <> 'APPROVED' and payout_micros = 0 and adjusted_payout_micros = 0)
  ),
  add constraint action_outside_pays_nothing check (
    not outside_of_terms or outside_approved_at is not null or payout_micros = 0
  );
create index action_due on action (locks_at, program_id)
  where state = 'PENDING' and locks_at is not null;
create index action_pending on action (program_id) where state = 'PENDING';
create index action_outside on action (program_id, date, id) where outside_of_terms;
create index action_usage on action (program_id, partner_account_id, occurred_at);

alter table action_update
  add column kind text not null default 'RESTATED' check (
    kind in (
      'TRACKED',
      'RESTATED',
      'REPRICED',
      'MODIFIED',
      'APPROVED',
      'OUTSIDE_APPROVED',
      'REVERSED',
      'ADJUSTED'
    )
  ),
  add column state text not null default 'PENDING' check (
    state in ('PENDING', 'APPROVED', 'REVERSED')
  ),
  add column actor text not null default 'AMAZON' check (actor in ('AMAZON', 'SYSTEM', 'PERSON')),
  add column actor_id uuid,
  -- a modification's reason or a reversal's disposition
  add column code text,
  add column comment text,
  add column adjusted_orders bigint not null default 0,
  add column adjusted_payout_micros bigint not null default 0;

-- What is booked so far says how it came to be.
update action set locked_at = updated_at where state = 'APPROVED';
alter table action_update disable trigger append_only;
update action_update u
  set kind = case when u.number = 1 then 'TRACKED' when u.number = a.updates
  and a.state = 'REVERSED' then 'REVERSED' else 'RESTATED' end,
    state = case when u.number = a.updates then a.state else 'PENDING' end
  from action a where a.id = u.action_id;
alter table action_update enable trigger append_only;
-- The locking date of what is pending, as domain/locking.ts computes it for new sales: after the
-- day or month in the brand's zone, never before 28 days plus two of latency. Terms that say
-- nothing lock a month and two days after the day.
update action a set locks_at = greatest(l.agreed, l.amazon)
  from (
    select a.id,
      (date_trunc(case p.locking ->> 'period' when 'MONTH' then 'month' else 'day' end,
        a.date::timestamp)
        + case p.locking ->> 'period' when 'MONTH' then interval '1 month' else interval '1 day' end
        + make_interval(
          months => (p.locking ->> 'months')::int
        ) + make_interval(days => (p.locking ->> 'days')::int)) at time zone b.time_zone as agreed,
      (
        date_trunc('day', a.occurred_at at time zone b.time_zone) + interval '31 days'
      ) at time zone b.time_zone as amazon
    from action a
      join account b on b.id = a.brand_account_id
      join terms_version v on v.id = a.terms_version_id
      cross join lateral (select coalesce(e -> 'locking',
        '{"kind": "AFTER", "period": "DAY", "months": 1, "days": 2}') as locking
        from jsonb_array_elements(v.body -> 'eventPayouts') e where e ->> 'event' = 'SALE') p
    where p.locking ->> 'kind' = 'AFTER'
  ) l where l.id = a.id and a.state = 'PENDING' and not a.is_test;
alter table action validate constraint action_locked;

-- What people ask for. The api role writes requests alone; the worker books them where reports are
-- booked, in one transaction with decision, ledger and day cells. At most one request per sale is
-- open.
create table action_request (
  id uuid primary key,
  -- requests of one mutation
  batch_id uuid not null,
  action_id uuid not null references action,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  kind text not null check (kind in ('APPROVE', 'APPROVE_OUTSIDE', 'MODIFY', 'REVERSE')),
  amount_micros bigint check (amount_micros >= 0),
  units bigint check (units >= 0),
  code text,
  comment text,
  requested_by uuid not null references app_user,
  requested_at timestamptz(3) not null,
  state text not null default 'QUEUED' check (state in ('QUEUED', 'BOOKED', 'REFUSED')),
  -- why it was refused after all: the sale changed between asking and booking
  refusal text,
  booked_at timestamptz(3),
  check ((kind = 'MODIFY') = (amount_micros is not null)),
  check ((kind in ('MODIFY', 'REVERSE')) = (code is not null))
);
create unique index action_request_one_open on action_request (action_id) where state = 'QUEUED';
create index on action_request (action_id, requested_at);
create index on action_request (batch_id);
alter table action_request owner to counterfoil_worker;
alter table action_request enable row level security;
grant select, insert on action_request to counterfoil_api;
create policy brand_tenant on action_request for
  select to counterfoil_api using (brand_account_id = app_account());
create policy brand_asks on action_request for insert to counterfoil_api
  with check (brand_account_id = app_account() and state = 'QUEUED' and refusal is null and
    booked_at is null
    and exists (
      select
      from action a
      where a.id = action_id
        and a.brand_account_id = app_account()
        and a.program_id = action_request.program_id
    ));

-- What Amazon restates after locking is booked as an entry of its own, dated when it is booked.
-- Every month's table carries the rule too.
do $$
declare t regclass;
begin
  alter table ledger_transfer drop constraint if exists ledger_transfer_event_check;
  for t in select inhrelid from pg_inherits where inhparent = 'ledger_transfer'::regclass loop
    execute format('alter table %s drop constraint if exists ledger_transfer_event_check', t);
  end loop;
  alter table ledger_transfer add constraint ledger_transfer_event_check check (
    event in ('CLICK', 'SALE', 'ADJUSTMENT')
  );
end $$;
