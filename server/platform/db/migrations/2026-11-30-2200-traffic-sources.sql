-- The class of the site that a click came from, as the engine's list of the day knew it; clicks of
-- before have none told. Kept for the breakdown, so what was folded is folded anew.
alter table click add column traffic_source text;
insert into click_breakdown_mark (program_id, quarter, brand_account_id, marked_at)
  select distinct on (program_id, bucket)
    program_id,
    bucket,
    brand_account_id,
    now()
  from click_rollup
  where level = 'P'
  on conflict (program_id, quarter) do update set touches = click_breakdown_mark.touches + 1;
