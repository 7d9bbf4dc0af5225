-- The verification of partners: runs, how far each partner is in the newest run that covers it, the
-- requests that the server made itself, and the passes with all that they are bound to. Whether a
-- check passes is computed from what is stored elsewhere. Additive.
create table verification_run (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  scope text not null check (scope in ('ONE', 'ALL', 'UNVERIFIED')),
  -- of the clicks that the server makes
  country text not null,
  device text not null check (device in ('DESKTOP', 'PHONE')),
  partners integer not null,
  started_by uuid not null references app_user,
  started_at timestamptz(3) not null,
  -- what the brand was told last, when nothing of it waited
  told text
);
create index on verification_run (program_id, started_at);

create table verification (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  run_id uuid not null references verification_run,
  started_at timestamptz(3) not null,
  -- the click that stands for the run, as it was when it was compared
  click_id uuid,
  click_at timestamptz(3),
  click jsonb,
  -- whether its decision, walked again, is the stored one
  agrees boolean,
  differs_at text,
  -- whose the click of the server's newest request became
  request_id uuid,
  credited_to uuid,
  has_reader boolean not null default true,
  order_number text check (length(order_number) between 1 and 64),
  ordered_at timestamptz(3),
  order_recorded_by uuid references app_user,
  reminded_at timestamptz(3),
  -- as it was found last: what the partner reads; and its hash, by which another is known
  found jsonb,
  found_hash text,
  result text not null default 'WAITING'
    check (result in ('VERIFIED', 'WAITING', 'NEEDS_YOU', 'NOT_STARTED')),
  found_at timestamptz(3),
  unique (program_id, partner_account_id),
  check ((click_id is null) = (click is null) and (click_id is null) = (click_at is null)),
  check ((order_number is null) = (order_recorded_by is null))
);
create index on verification (run_id);
create index on verification (partner_account_id);

create table verification_request (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  link_id uuid not null references tracking_link,
  country text not null,
  device text not null,
  made_by uuid not null references app_user,
  made_at timestamptz(3) not null,
  -- null: the tracker could not be reached
  status integer,
  location text
);
create index on verification_request (program_id, partner_account_id, made_at);

create table verification_pass (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  run_id uuid not null references verification_run,
  passed_at timestamptz(3) not null,
  -- who began the run
  passed_by uuid not null references app_user,
  link_id uuid not null,
  click_id uuid not null,
  order_number text,
  -- what it is bound to: where one of them changes, it is checked again
  terms_version_id uuid not null references terms_version,
  destination text not null,
  source text not null,
  event_types text not null,
  -- the checks as they stood
  checks jsonb not null
);
create index on verification_pass (program_id, partner_account_id, passed_at);

-- Of a brand's partners those where somebody can sign in and read.
create function partners_with_members(partners uuid[]) returns setof uuid
  language sql stable security definer
  set search_path = public, pg_temp as $$
  select p.partner_account_id
  from partnership p
  where p.brand_account_id = app_account()
    and p.partner_account_id = any(partners)
    and exists (select from membership m where m.account_id = p.partner_account_id)
$$;
revoke all on function partners_with_members from public;
grant execute on function partners_with_members to counterfoil_api, counterfoil_worker;

-- Of test links alone: no other click pays for them.
create index click_of_tests on click (program_id, partner_account_id, link_id, clicked_at)
  include (robot, shared_id, country)
  where is_test;
create index click_of_requests on click ((custom ->> 'verification'))
  where is_test and custom is not null;
create index conversion_of_tests on conversion (program_id, link_id) where is_test;
create index report_row_of_tests on report_row (program_id, ad_group_id)
  where grouping = 'ADGROUP' and ad_group_id like '%-test';

do $$
declare named text;
begin
  foreach named in array
    array['verification_run', 'verification', 'verification_request', 'verification_pass']
  loop
    execute format('alter table %I owner to counterfoil_worker', named);
    execute format('grant select, insert on %I to counterfoil_api', named);
    execute format('alter table %I enable row level security', named);
    execute format(
      'create policy brand_tenant on %I to counterfoil_api
        using (brand_account_id = app_account()) with check (brand_account_id = app_account())',
      named
    );
  end loop;
  foreach named in array array['verification', 'verification_pass']
  loop
    execute format(
      'create policy partner_reads on %I for select to counterfoil_api
        using (partner_account_id = app_account())',
      named
    );
  end loop;
end $$;
grant update on verification, verification_run to counterfoil_api;
create trigger append_only before
  update or
  delete on verification_request for each row execute function refuse_change();
create trigger append_only before
  update or
  delete on verification_pass for each row execute function refuse_change();

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
  'REPORT_HELD',
  'VERIFICATION_ASKED',
  'VERIFICATION_DONE'));

alter table parked_item drop constraint parked_item_kind_check;
alter table parked_item add constraint parked_item_kind_check check (kind in ('CLICKS', 'CLOCK',
  'JOURNAL',
  'MONTH',
  'BONUS',
  'REPORT',
  'REPORT_ROW',
  'REPORT_HELD',
  'REPORT_NOTICE',
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
  'REPLAY_CHECK',
  'VERIFICATION'));
