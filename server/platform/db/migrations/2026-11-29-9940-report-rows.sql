-- What Amazon told, apart from what is booked of it: the rows of three groupings as they were told
-- last. A row that comes back hidden leaves them as they are.
create table report_row (
  row_key text primary key,
  grouping text not null check (grouping in ('CAMPAIGN', 'ADGROUP', 'CREATIVE')),
  brand_account_id uuid not null,
  program_id uuid not null,
  advertiser_id text not null,
  date date not null,
  campaign_id text not null,
  -- '' where the grouping has none
  ad_group_id text not null,
  creative_id text not null,
  -- of an ad group and date: one for its own row and those of its creatives; null for a campaign
  ad_group_key text,
  -- what the row names of product and customer; Amazon's name nothing
  traits jsonb,
  click_throughs bigint not null,
  orders bigint not null,
  units bigint not null,
  amount_micros bigint not null,
  currency text not null,
  simulated boolean not null,
  version integer not null,
  -- whether the last complete run that asked for its date told it
  told boolean not null,
  -- other than when its ad group was booked last
  dirty boolean not null,
  first_told_at timestamptz(3) not null,
  last_changed_at timestamptz(3) not null,
  -- when the newest question that it answered was asked: an older answer that comes later changes
  -- nothing
  as_of timestamptz(3) not null,
  check ((grouping = 'CAMPAIGN') = (ad_group_key is null))
);
create index report_row_group on report_row (ad_group_key);
create index report_row_day on report_row (program_id, grouping, date);
create index report_row_dirty on report_row (program_id, ad_group_key) where dirty;
create table report_row_version (
  row_key text not null references report_row,
  version integer not null,
  brand_account_id uuid not null,
  body jsonb not null,
  seen_at timestamptz(3) not null,
  primary key (row_key, version)
);

-- One run at a time of a program's report in one grouping, so that it goes on after a kill.
create table attribution_run (
  program_id uuid not null,
  grouping text not null check (grouping in ('CAMPAIGN', 'ADGROUP', 'CREATIVE')),
  brand_account_id uuid not null,
  -- of the run under way; null: none is
  began_at timestamptz(3),
  start_date date,
  end_date date,
  -- the page to go on at
  cursor_id text not null default '',
  -- of the run under way, else of the last one
  rows_read bigint not null default 0,
  rows_masked bigint not null default 0,
  rows_unreadable bigint not null default 0,
  -- when the last complete run began, and the last that went back 60 days
  complete_at timestamptz(3),
  long_complete_at timestamptz(3),
  -- failed attempts in a row, the last one's answer, and when it is asked again
  failures integer not null default 0,
  failure jsonb,
  due_at timestamptz(3),
  primary key (program_id, grouping)
);

insert into report_row
select
  row_key,
  'CREATIVE',
  brand_account_id,
  program_id,
  advertiser_id,
  date,
  campaign_id,
  ad_group_id,
  creative_id,
  concat_ws(
    '|',
    replace(replace(advertiser_id, '%', '%25'), '|', '%7C'),
    to_char(date, 'YYYY-MM-DD'),
    replace(replace(campaign_id, '%', '%25'), '|', '%7C'),
    replace(replace(ad_group_id, '%', '%25'), '|', '%7C')
  ),
  (select c.traits from conversion c where c.row_key = r.row_key),
  click_throughs,
  orders,
  units,
  amount_micros,
  currency,
  simulated,
  version,
  true,
  false,
  first_seen_at,
  last_changed_at,
  as_of
from attribution_row r;
insert into report_row_version select * from attribution_row_version;
drop table attribution_row_version;
-- What is left is what is booked: creatives, and of each ad group and date one remainder.
alter table attribution_row drop column version;
alter table attribution_row drop column as_of;
alter table attribution_row drop column click_throughs;

-- A sale of a partner's ad group that Amazon did not split by creative.
alter table conversion add column not_split boolean not null default false;

alter table report_row owner to counterfoil_worker;
alter table report_row_version owner to counterfoil_worker;
alter table attribution_run owner to counterfoil_worker;
create trigger append_only before
  update or
  delete on report_row_version for each row execute function refuse_change();
revoke update, delete, truncate on report_row_version from counterfoil_worker;
grant select on report_row, report_row_version, attribution_run to counterfoil_api;
alter table report_row enable row level security;
alter table report_row_version enable row level security;
alter table attribution_run enable row level security;
create policy brand_tenant on report_row for
  select to counterfoil_api using (brand_account_id = app_account());
create policy brand_tenant on report_row_version for
  select to counterfoil_api using (brand_account_id = app_account());
create policy brand_tenant on attribution_run for
  select to counterfoil_api using (brand_account_id = app_account());
