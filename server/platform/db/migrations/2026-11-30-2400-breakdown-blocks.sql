-- Blocks: rows of longer stretches beside those of hours and dates, added up of them, so that a
-- month or a year is read from a few. A stretch is named by its length in hours: an hour 1, a date
-- 24 whatever its clock does, blocks the lengths between and above them.
alter table click_breakdown_period add column hours smallint;
update click_breakdown_period set hours = case kind when 'HOUR' then 1 else 24 end;
drop index click_breakdown_hours;
alter table click_breakdown_period
  alter column hours set not null,
  add check (hours > 0),
  drop column kind,
  drop constraint click_breakdown_period_pkey,
  add primary key (program_id, starts_at, hours),
  -- when the block closes that it is to be a part of; null: it is one, or never will be
  add column joins_at timestamptz(3);
create index click_breakdown_hours on click_breakdown_period (starts_at) where hours = 1;
create index click_breakdown_joins on click_breakdown_period (joins_at)
  where joins_at is not null;
update click_breakdown_period set joins_at = ends_at;

alter table click_breakdown add column hours smallint;
update click_breakdown r set hours = p.hours
from click_breakdown_period p
where p.program_id = r.program_id and p.starts_at = r.starts_at;
delete from click_breakdown where hours is null;
alter table click_breakdown alter column hours set not null;
drop index click_breakdown_stretch;
drop index click_breakdown_partner;
create index click_breakdown_stretch
  on click_breakdown (program_id, dimension, level, hours, starts_at, value);
create index click_breakdown_partner
  on click_breakdown (partner_account_id, program_id, dimension, hours, starts_at)
  where level = 'C';

-- The fewest stretches that hold what of the range is folded: those that lie within it and hold no
-- mark, without those that lie in a longer one. What of other hours and dates lies in the range,
-- and what is marked outside of any, is not folded.
drop function click_breakdown_spans;
create function click_breakdown_spans(program uuid, since timestamptz, until timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz, hours smallint, folded boolean)
language sql stable security definer rows 20 set search_path = public, pg_temp as $$
  with stretches as materialized (
    select
      p.starts_at,
      p.ends_at,
      p.hours,
      p.starts_at >= since
      and p.ends_at <= until
      and not exists (
        select
        from click_breakdown_mark m
        where m.program_id = p.program_id and m.quarter >= p.starts_at and m.quarter < p.ends_at
      ) as whole
    from click_breakdown_period p
    where p.program_id = program
      and p.starts_at < until
      and p.ends_at > since
      and exists (
        select
        from program g
        where g.id = p.program_id
          and (
            g.brand_account_id = app_account()
            or exists (
              select
              from partnership s
              where s.brand_account_id = g.brand_account_id
                and s.partner_account_id = app_account()
            )
          )
      )
  )
  select p.starts_at, p.ends_at, p.hours, true
  from stretches p
  where p.whole
    and not exists (
      select
      from stretches o
      where o.whole
        and o.hours > p.hours
        and o.starts_at <= p.starts_at
        and o.ends_at >= p.ends_at
    )
  union all
  select greatest(p.starts_at, since), least(p.ends_at, until), p.hours, false
  from stretches p
  where not p.whole and p.hours in (1, 24)
  union all
  select
    greatest(m.quarter, since),
    least(m.quarter + interval '15 minutes', until),
    null,
    false
  from click_breakdown_mark m
  where m.program_id = program
    and m.quarter < until
    and m.quarter > since - interval '15 minutes'
    and not exists (
      select
      from stretches p
      where p.hours in (1, 24) and p.starts_at <= m.quarter and p.ends_at > m.quarter
    )
$$;
alter function click_breakdown_spans owner to counterfoil_worker;
revoke all on function click_breakdown_spans from public;
grant execute on function click_breakdown_spans to counterfoil_api;
