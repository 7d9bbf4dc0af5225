-- Each row of these two is written with the row that it is of, by one place and in one transaction.
-- That its parent is there was asked of every row again; that no parent vanishes is kept by nobody
-- being able to remove one.
alter table report_row_version drop constraint report_row_version_row_key_fkey;
alter table conversion_update drop constraint conversion_update_conversion_id_fkey;
create trigger not_removed before delete on report_row
  for each statement execute function refuse_change();
create trigger not_removed before delete on conversion
  for each statement execute function refuse_change();
revoke delete, truncate on report_row, conversion from counterfoil_worker;

-- A cell of a day is changed by each of its sales.
alter table sales_daily set (fillfactor = 50);
-- Amazon tells each date again for 60 days: half of a page is room for what its rows become.
alter table report_row set (fillfactor = 50);
alter table attribution_row set (fillfactor = 50);
alter table conversion set (fillfactor = 50);
