-- Ad groups and dates of which something was told since they were booked: a queue of their own, so
-- that a row of the report is written once when it is told and not again when it is booked.
create table report_news (
  ad_group_key text primary key,
  brand_account_id uuid not null,
  program_id uuid not null
);
create index report_news_of_program on report_news (program_id);
alter table report_news owner to counterfoil_worker;
grant select on report_news to counterfoil_api;
alter table report_news enable row level security;
create policy brand_tenant on report_news for
  select to counterfoil_api using (brand_account_id = app_account());
insert into report_news (ad_group_key, brand_account_id, program_id)
select distinct ad_group_key, brand_account_id, program_id from report_row where dirty;
alter table report_row drop column dirty;

-- A restated row finds room beside what it was, so that no index is written.
alter table report_row set (fillfactor = 60);
alter table attribution_row set (fillfactor = 60);
alter table conversion set (fillfactor = 60);

-- The oldest pending sale of a program is asked for before each booking.
drop index conversion_pending;
create index conversion_pending on conversion (program_id, occurred_at) where state = 'PENDING';
