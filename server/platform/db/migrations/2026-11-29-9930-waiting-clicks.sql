-- The first 20,000 clicks that wait are read from the index in its order, however long the queue
-- is. With the partition and its cursor joined in, PostgreSQL read and sorted all that wait: a
-- report took a second where a million clicks waited.
create or replace function waiting_clicks(program uuid)
  returns table (clicks bigint, oldest timestamptz) language sql stable security definer
    set search_path = public, pg_temp as $$
  select count(*), min(w.clicked_at) from (
    (
      select c.clicked_at, c.program_id, c.brand_account_id, c.partner_account_id
      from click c
      where c.accounting_partition = (
          select p.accounting_partition from program p where p.id = waiting_clicks.program
        )
        and c.ingest_seq > (
          select a.last_seq
          from program p
          join accounting_partition a on a.number = p.accounting_partition
          where p.id = waiting_clicks.program
        )
      order by c.ingest_seq limit 20000
    ) union all (
      select k.clicked_at, k.program_id, k.brand_account_id, k.partner_account_id
      from parked_click k
      where k.program_id = waiting_clicks.program order by k.ingest_seq limit 20000
    )) w
    where w.program_id = waiting_clicks.program
      and app_account() in (w.brand_account_id, w.partner_account_id)
$$;
