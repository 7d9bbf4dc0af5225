-- Until when each journal was read to its end: every request that was answered before it is stored. The worker writes it
-- at most once a second, also while nothing comes in, so that its age says that reading has stopped.
create table journal_reading (
  tracker_id text primary key,
  read_until timestamptz(3) not null
);
alter table journal_reading owner to counterfoil_worker;
-- No tenant's data: how late clicks are is told to whoever reads a report.
grant select on journal_reading to counterfoil_api;
alter table journal_reading enable row level security;
create policy everyone_reads on journal_reading for select to counterfoil_api using (true);

-- Clicks of a program that are stored and not yet decided, as far as the reader may see them; of a long queue its first
-- 20,000. The order of accounting itself would tell how much others are clicked, so the API has this alone.
create function waiting_clicks(program uuid)
  returns table (clicks bigint, oldest timestamptz) language sql stable security definer set search_path = public, pg_temp as $$
  select count(*), min(w.clicked_at) from (
      select c.clicked_at, c.program_id, c.brand_account_id, c.partner_account_id from program p
        join accounting_partition a on a.number = p.accounting_partition
        join click c on c.accounting_partition = a.number and c.ingest_seq > a.last_seq
      where p.id = waiting_clicks.program order by c.ingest_seq limit 20000
    ) w
    where w.program_id = waiting_clicks.program and app_account() in (w.brand_account_id, w.partner_account_id)
$$;
revoke all on function waiting_clicks from public;
grant execute on function waiting_clicks to counterfoil_api;
