-- What shops and other sources hand in, as it came, each row with what became of it; partners'
-- promo codes; and of a conversion where it came from.
alter table conversion drop constraint conversion_row_key_fkey;
alter table conversion drop constraint conversion_order_id_key;
alter table conversion
  add column source text not null default 'REPORT'
    check (source in ('REPORT', 'API', 'HTTPS', 'CSV', 'TEST')),
  -- the click that it is credited by; null: by another key, or by Amazon
  add column clicked_at timestamptz(3);
-- A shop's order may be one conversion for each of its lines, and come again after the window.
create unique index conversion_reported_order on conversion (order_id) where source = 'REPORT';
create index conversion_order on conversion (program_id, order_id) where source <> 'REPORT';
alter table conversion_update drop constraint conversion_update_actor_check;
alter table conversion_update add constraint conversion_update_actor_check
  check (actor in ('AMAZON', 'SYSTEM', 'PERSON', 'SOURCE'));

-- For how many days an order id is one order.
alter table event_type add column dedupe_days integer not null default 30
  check (dedupe_days between 1 and 365);

create table promo_code (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  partner_account_id uuid not null references account,
  code text not null,
  -- the one form in which codes are compared
  code_key text not null,
  policy text not null check (policy in ('ALWAYS', 'INVOLVED', 'WINNER')),
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3),
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  check (ends_at is null or ends_at >= starts_at)
);
create unique index promo_code_open on promo_code (program_id, code_key) where ends_at is null;
create index promo_code_key on promo_code (program_id, code_key, starts_at);
alter table promo_code enable row level security;
grant select, insert on promo_code to counterfoil_api;
grant update (ends_at) on promo_code to counterfoil_api;
grant select on promo_code to counterfoil_worker;
create policy brand_tenant on promo_code to counterfoil_api
  using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
create policy partner_reads on promo_code for
  select to counterfoil_api using (partner_account_id = app_account());
create policy worker_reads on promo_code for select to counterfoil_worker using (true);

create table conversion_submission (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  source text not null check (source in ('API', 'HTTPS', 'CSV', 'TEST')),
  -- of a file
  name text,
  bytes bigint,
  -- of what it holds: the same content is the same submission
  digest text not null,
  -- READING, PREVIEW, REFUSED and DISCARDED are those of files alone
  state text not null check (
    state in (
      'READING', 'PREVIEW', 'REFUSED', 'DISCARDED', 'QUEUED', 'IN_PROGRESS', 'COMPLETE'
    )
  ),
  row_count integer not null default 0,
  -- of them: that cannot be read; that are done; that became conversions or changes; that did not
  malformed integer not null default 0,
  done integer not null default 0,
  booked integer not null default 0,
  failed integer not null default 0,
  -- what is told of a file before it is booked, and the first faults of one that is refused
  preview jsonb,
  faults jsonb not null default '[]',
  submitted_by uuid not null references app_user,
  submitted_at timestamptz(3) not null,
  confirmed_by uuid references app_user,
  queued_at timestamptz(3),
  completed_at timestamptz(3)
);
create unique index conversion_submission_content
  on conversion_submission (program_id, source, digest)
  where state not in ('REFUSED', 'DISCARDED');
create index conversion_submission_list on conversion_submission (program_id, id);
create index conversion_submission_open on conversion_submission (queued_at, id)
  where state in ('READING', 'QUEUED', 'IN_PROGRESS');
alter table conversion_submission owner to counterfoil_worker;
grant select, insert on conversion_submission to counterfoil_api;
grant update (state, confirmed_by, queued_at) on conversion_submission to counterfoil_api;
alter table conversion_submission enable row level security;
create policy brand_tenant on conversion_submission for
  select to counterfoil_api using (brand_account_id = app_account());
create policy brand_hands_in on conversion_submission for insert to counterfoil_api
  with check (
    brand_account_id = app_account()
      and state in ('READING', 'QUEUED', 'COMPLETE')
      and exists (
        select from program p where p.id = program_id and p.brand_account_id = app_account()
      )
  );
create policy brand_decides on conversion_submission for update to counterfoil_api
  using (brand_account_id = app_account() and state = 'PREVIEW')
  with check (brand_account_id = app_account() and state in ('QUEUED', 'DISCARDED'));

create table submitted_conversion (
  submission_id uuid not null references conversion_submission,
  -- its place: 1, 2, 3 …; of a file its line
  number integer not null,
  brand_account_id uuid not null,
  program_id uuid not null,
  -- of a change of an order
  change text check (change in ('MODIFY', 'REVERSE')),
  order_id text,
  event_at timestamptz(3),
  -- the customer by whom later orders may be credited
  customer text,
  -- as it came, and as it was read; what cannot be read is null
  body jsonb not null,
  read jsonb,
  state text not null check (state in ('QUEUED', 'BOOKED', 'FAILED')),
  reason text,
  message text,
  conversion_id uuid,
  -- of one that waits for a click that is not stored yet
  try_at timestamptz(3),
  done_at timestamptz(3),
  primary key (submission_id, number),
  check ((read is null) = (state = 'FAILED' and reason in ('MALFORMED', 'OID_MISSING', 'NO_ITEM')))
);
create index submitted_conversion_queued on submitted_conversion (submission_id, number)
  where state = 'QUEUED';
create index submitted_conversion_change on submitted_conversion (program_id, order_id)
  where change is not null;
create index submitted_conversion_customer on submitted_conversion (program_id, customer)
  where customer is not null;
create index submitted_conversion_failed on submitted_conversion (submission_id, number)
  where state = 'FAILED';
alter table submitted_conversion owner to counterfoil_worker;
grant select, insert on submitted_conversion to counterfoil_api;
alter table submitted_conversion enable row level security;
create policy brand_tenant on submitted_conversion for
  select to counterfoil_api using (brand_account_id = app_account());
create policy brand_hands_in on submitted_conversion for insert to counterfoil_api
  with check (
    brand_account_id = app_account()
      and exists (
        select
        from conversion_submission s
        where s.id = submission_id
          and s.brand_account_id = app_account()
          and s.program_id = submitted_conversion.program_id
      )
  );

-- A file's bytes until the worker has read them.
create table conversion_file_part (
  submission_id uuid not null references conversion_submission,
  number integer not null,
  brand_account_id uuid not null,
  bytes bytea not null,
  primary key (submission_id, number)
);
alter table conversion_file_part owner to counterfoil_worker;
grant insert on conversion_file_part to counterfoil_api;
alter table conversion_file_part enable row level security;
create policy brand_hands_in on conversion_file_part for insert to counterfoil_api
  with check (
    brand_account_id = app_account()
      and exists (
        select
        from conversion_submission s
        where s.id = submission_id and s.brand_account_id = app_account() and s.state = 'READING'
      )
  );

do $$
declare
  kinds text;
begin
  select pg_get_constraintdef(oid) into kinds
  from pg_constraint
  where conname = 'parked_item_kind_check';
  alter table parked_item drop constraint parked_item_kind_check;
  execute 'alter table parked_item add constraint parked_item_kind_check '
    || replace(kinds, '''SALES''::text', '''SALES''::text, ''SUBMISSION''::text');
end $$;
