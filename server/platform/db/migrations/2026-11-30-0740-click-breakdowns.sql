-- Clicks by what they are like (partner, link, country, device …), folded from the decisions by a
-- loop of its own, after accounting: one row a dimension, value, outcome and stretch of time.
create table click_breakdown (
  program_id uuid not null,
  dimension text not null,
  -- P: all partners together · C: one partner's · O: by outcome and reason besides
  level text not null check (level in ('P', 'C', 'O')),
  -- the stretch, by its first instant: see click_breakdown_period
  starts_at timestamptz(3) not null,
  brand_account_id uuid not null,
  -- null: the clicks of all partners
  partner_account_id uuid,
  value text not null,
  outcome text,
  reason text,
  currency text,
  is_test boolean not null,
  clicks integer not null,
  unique_clicks integer not null,
  new_visitor_clicks integer not null,
  payable_clicks integer not null,
  hidden_clicks integer not null,
  paid_clicks integer not null,
  filtered_clicks integer not null,
  payout_micros bigint not null
);
create index click_breakdown_stretch
  on click_breakdown (program_id, dimension, level, starts_at);
create index click_breakdown_partner
  on click_breakdown (partner_account_id, program_id, dimension, starts_at)
  where level = 'C';

-- Which stretches are folded: an hour or a date, each once and none beside another.
create table click_breakdown_period (
  program_id uuid not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  kind text not null check (kind in ('HOUR', 'DATE')),
  brand_account_id uuid not null,
  -- that the rows were folded from, for people
  clicks bigint not null,
  folded_at timestamptz(3) not null,
  primary key (program_id, starts_at),
  check (ends_at > starts_at)
);
create index click_breakdown_hours on click_breakdown_period (starts_at) where kind = 'HOUR';

-- Quarter hours (UTC) that hold decisions which no stretch has folded yet. Accounting marks them in
-- the transaction of the decisions, each time anew: a fold takes away only marks that it found
-- before it read and that nobody touched since.
create table click_breakdown_mark (
  program_id uuid not null,
  quarter timestamptz(3) not null,
  brand_account_id uuid not null,
  touches bigint not null default 1,
  marked_at timestamptz(3) not null,
  primary key (program_id, quarter)
);
insert into click_breakdown_mark (program_id, quarter, brand_account_id, marked_at)
  select distinct on (program_id, bucket)
    program_id,
    bucket,
    brand_account_id,
    now()
  from click_rollup
  where level = 'P';

do $$
declare
  t text;
begin
  foreach t in array array['click_breakdown', 'click_breakdown_period', 'click_breakdown_mark']
  loop
    execute format('alter table %I owner to counterfoil_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('grant select on %I to counterfoil_api', t);
  end loop;
end $$;
create policy either_tenant on click_breakdown for
  select to counterfoil_api
  using (brand_account_id = app_account() or partner_account_id = app_account());
create policy program_reader on click_breakdown_period for
  select to counterfoil_api using (
    exists (select from program p where p.id = click_breakdown_period.program_id)
  );
create policy program_reader on click_breakdown_mark for
  select to counterfoil_api using (
    exists (select from program p where p.id = click_breakdown_mark.program_id)
  );

-- A program whose clicks cannot be folded is parked.
do $$
declare
  known text;
begin
  select pg_get_constraintdef(oid) into known from pg_constraint
  where conname = 'parked_item_kind_check';
  alter table parked_item drop constraint parked_item_kind_check;
  execute 'alter table parked_item add constraint parked_item_kind_check '
    || replace(known, '''VERIFICATION''::text', '''VERIFICATION''::text, ''BREAKDOWN''::text');
end $$;
