-- What Amazon tells besides sales, for people to look at and never booked: of each ad group and
-- date the part of promoted products (the rest is of the brand's others) and the referral bonus as
-- Amazon estimates it, and the products of each.
alter table report_row
  add column promoted_orders bigint,
  add column promoted_units bigint,
  add column promoted_amount_micros bigint,
  -- null: not told
  add column bonus_micros bigint,
  add constraint report_row_promoted check (
    (promoted_orders is null) = (promoted_units is null)
    and (promoted_orders is null) = (promoted_amount_micros is null)
  );
update report_row r
set
  promoted_orders = (v.body #>> '{promoted,orders}')::bigint,
  promoted_units = (v.body #>> '{promoted,units}')::bigint,
  promoted_amount_micros = (v.body #>> '{promoted,amountMicros}')::bigint
from report_row_version v
where v.row_key = r.row_key
  and v.version = r.version
  and v.body #>> '{promoted,orders}' is not null;

create table report_product (
  program_id uuid not null references program,
  date date not null,
  -- a partner's code, as the report names it
  ad_group_id text not null,
  asin text not null,
  -- of a promoted product, or of another of the brand
  kind text not null check (kind in ('PROMOTED', 'HALO')),
  brand_account_id uuid not null references account,
  name text not null,
  orders bigint not null,
  units bigint not null,
  amount_micros bigint not null,
  -- of them those by people who bought nothing of the brand within a year before
  new_orders bigint not null,
  new_units bigint not null,
  new_amount_micros bigint not null,
  currency text not null,
  simulated boolean not null,
  -- when the newest question that it answered was asked
  as_of timestamptz(3) not null,
  primary key (program_id, date, ad_group_id, asin, kind)
);
alter table report_product owner to counterfoil_worker;
grant select on report_product to counterfoil_api;
alter table report_product enable row level security;
create policy brand_tenant on report_product for
  select to counterfoil_api using (brand_account_id = app_account());

alter table attribution_run drop constraint attribution_run_grouping_check;
alter table attribution_run add constraint attribution_run_grouping_check
  check (grouping in ('CAMPAIGN', 'ADGROUP', 'CREATIVE', 'PRODUCTS'));
