-- What each process says of itself every few seconds, with its loops: their last rounds and faults.
-- Told through a function, since none of them may read or change what others say.
create table process_heartbeat (
  instance uuid primary key,
  role text not null,
  started_at timestamptz(3) not null,
  told_at timestamptz(3) not null,
  -- it ended by itself, as it was asked to
  stopped_at timestamptz(3),
  loops jsonb not null
);
-- How far the worker's work is, as it counted last: one row.
create table health_reading (
  one boolean primary key default true check (one),
  read_at timestamptz(3) not null,
  figures jsonb not null
);

create function tell_heartbeat(
  its_instance uuid,
  its_role text,
  its_start timestamptz,
  at timestamptz,
  its_end timestamptz,
  its_loops jsonb
) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  insert into process_heartbeat (instance, role, started_at, told_at, stopped_at, loops)
  values (its_instance, its_role, its_start, at, its_end, its_loops)
  on conflict (instance) do update
  set told_at = excluded.told_at, stopped_at = excluded.stopped_at, loops = excluded.loops;
  -- Who fell silent is told for a day, who ended for an hour.
  delete from process_heartbeat
  where told_at < at - case when stopped_at is null then interval '1 day' else interval '1 hour' end
$$;

do $$
declare
  t text;
begin
  foreach t in array array['process_heartbeat', 'health_reading'] loop
    execute format('alter table %I owner to counterfoil_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('grant select on %I to counterfoil_api', t);
    execute format(
      'create policy operator_reads on %I for select to counterfoil_api '
        || 'using (app_kind() = ''PLATFORM'')',
      t
    );
  end loop;
end $$;
alter function tell_heartbeat owner to counterfoil_worker;
revoke all on function tell_heartbeat from public;
grant execute on function tell_heartbeat to counterfoil_api;

-- The worker counts files in the making, whoever asked for them.
grant select (state, requested_at, finished_at) on export_job to counterfoil_worker;
create policy worker_counts on export_job for select to counterfoil_worker using (true);
