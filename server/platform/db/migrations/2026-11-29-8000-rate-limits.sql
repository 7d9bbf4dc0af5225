-- What principals used of their minute's cost points, over all processes. Lost in a crash, which is
-- no harm: not logged.
create unlogged table rate_limit (
  principal text primary key,
  used bigint not null,
  resets_at timestamptz(3) not null
) with (fillfactor = 50);

-- Takes at least `fewest` and at most `most` points of a minute that has `per_minute`; none when
-- the least does not fit.
create function take_rate_limit(
  who text, fewest bigint, most bigint, per_minute bigint
) returns table (granted bigint, used bigint, ms_left integer)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  present timestamptz := clock_timestamp();
  held rate_limit;
begin
  insert into rate_limit
    values (who, 0, present + interval '1 minute')
    on conflict (principal) do nothing;
  select * into held from rate_limit r where r.principal = who for update;
  if held.resets_at <= present then
    held.used := 0;
    held.resets_at := present + interval '1 minute';
  end if;
  granted := case
    when held.used + fewest <= per_minute then least(most, per_minute - held.used)
    else 0
    end;
  used := held.used + granted;
  ms_left := ceil(extract(epoch from held.resets_at - present) * 1000);
  update rate_limit r
    set used = take_rate_limit.used, resets_at = held.resets_at
    where r.principal = who;
  return next;
end
$$;
create function forget_rate_limits() returns void language sql security definer
  set search_path = public, pg_temp as $$
  delete from rate_limit where resets_at < now() - interval '1 minute'
$$;
revoke all on function take_rate_limit, forget_rate_limits from public;
grant execute on function take_rate_limit, forget_rate_limits to counterfoil_api;
