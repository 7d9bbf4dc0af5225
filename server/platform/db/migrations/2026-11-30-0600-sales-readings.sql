-- Until when a program's sales were read: when the older of the two runs by which they are booked
-- last began to be read whole. Null: none was, or nothing is read. Told to whoever reads a report.
create function sales_read_until(program uuid) returns timestamptz language sql stable
  security definer set search_path = public, pg_temp as
  $$
    select case when count(r.complete_at) = 2 then min(r.complete_at) end
    from attribution_run r
    join program p on p.id = r.program_id and p.sales_source <> 'NONE'
    where r.program_id = sales_read_until.program
      and r.grouping in ('ADGROUP', 'CREATIVE')
      and app_account() is not null
  $$;
revoke all on function sales_read_until from public;
grant execute on function sales_read_until to counterfoil_api;

-- What was read for one connection tells nothing of the next.
grant delete on attribution_run to counterfoil_api;
create policy brand_forgets on attribution_run for
  delete to counterfoil_api using (brand_account_id = app_account());

-- Whether any sale of a program was simulated.
create index conversion_simulated on conversion (program_id) where simulated;
