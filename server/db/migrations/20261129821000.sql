-- Of how far journals are read the API has one instant: names of trackers and how many there are is no tenant's affair.
drop policy everyone_reads on journal_reading;
revoke select on journal_reading from counterfoil_api;
-- The one that is furthest behind. A tracker that was not read for a week, while others were, is no longer there.
create function journals_read_until()
  returns timestamptz language sql stable security definer set search_path = public, pg_temp as $$
  select min(read_until) from journal_reading where read_until > (select max(read_until) from journal_reading) - interval '7 days'
$$;
revoke all on function journals_read_until from public;
grant execute on function journals_read_until to counterfoil_api;
