-- Until when each journal was read to its end: every request that was answered before it is stored.
-- The worker writes it at most once a second, also while nothing comes in, so that its age says
-- that reading has stopped.
create table journal_reading (
  tracker_id text primary key,
  read_until timestamptz(3) not null
);
alter table journal_reading owner to counterfoil_worker;
alter table journal_reading enable row level security;
-- How late clicks are is told to whoever reads a report; which trackers there are is nobody's
-- business. A tracker that was not read for a week, while others were, is no longer there.
create function journals_read_until() returns timestamptz language sql stable security definer
  set search_path = public, pg_temp as
  $$
    select min(read_until)
    from journal_reading
    where read_until > (select max(read_until) from journal_reading) - interval '7 days' $$;
revoke all on function journals_read_until from public;
grant execute on function journals_read_until to counterfoil_api;

-- Clicks of a program that are stored and not yet decided, those that were parked included, as far
-- as the reader may see them; of a long queue its first 20,000. The order of accounting itself
-- would tell how much others are clicked, so the API has this alone.
create function waiting_clicks(program uuid)
  returns table (clicks bigint, oldest timestamptz) language sql stable security definer
    set search_path = public, pg_temp as $$
  select count(*), min(w.clicked_at) from (
    (
      select c.clicked_at, c.program_id, c.brand_account_id, c.partner_account_id from program p
        join accounting_partition a on a.number = p.accounting_partition
        join click c on c.accounting_partition = a.number and c.ingest_seq > a.last_seq
      where p.id = waiting_clicks.program order by c.ingest_seq limit 20000
    ) union all (
      select k.clicked_at, k.program_id, k.brand_account_id, k.partner_account_id
        from parked_click k
      where k.program_id = waiting_clicks.program order by k.ingest_seq limit 20000
    )) w
    where w.program_id = waiting_clicks.program
      and app_account() in (w.brand_account_id, w.partner_account_id)
$$;
revoke all on function waiting_clicks from public;
grant execute on function waiting_clicks to counterfoil_api;
