-- With which rights a file is read: of whoever asked, as they were then. Files of before were read
-- with those of their table, which whoever reads them has to have all the same.
alter table export_job add column rights text[] not null default '{}';
-- What was not yet made is asked for again.
update export_job set state = 'CANCELLED', finished_at = now()
where state in ('QUEUED', 'RUNNING');

-- A file that is there has as many rows as were written, and bytes.
update export_job set rows_total = rows_done where state = 'COMPLETED';
alter table export_job add constraint export_whole
  check (state <> 'COMPLETED' or (rows_total = rows_done and rows_total is not null and bytes > 0));
