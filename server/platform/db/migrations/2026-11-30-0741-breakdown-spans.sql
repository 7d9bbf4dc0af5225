-- When a program's clicks came would tell a partner of the clicks of others: which spans of a range
-- are folded, and which are to be read from the decisions, is asked of a function, and nothing else
-- of these tables is read.
drop policy program_reader on click_breakdown_period;
drop policy program_reader on click_breakdown_mark;
revoke select on click_breakdown_period, click_breakdown_mark from counterfoil_api;

-- Stretches that lie within the range are folded unless something in them is marked; what of the
-- others lies in the range, and what is marked outside of any, is not.
create function click_breakdown_spans(program uuid, since timestamptz, until timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz, folded boolean)
language sql stable security definer rows 40 set search_path = public, pg_temp as $$
  with stretches as materialized (
    select
      p.starts_at,
      p.ends_at,
      p.starts_at >= since
      and p.ends_at <= until
      and not exists (
        select
        from click_breakdown_mark m
        where m.program_id = p.program_id and m.quarter >= p.starts_at and m.quarter < p.ends_at
      ) as folded
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
  select greatest(p.starts_at, since), least(p.ends_at, until), p.folded
  from stretches p
  union all
  select
    greatest(m.quarter, since),
    least(m.quarter + interval '15 minutes', until),
    false
  from click_breakdown_mark m
  where m.program_id = program
    and m.quarter < until
    and m.quarter > since - interval '15 minutes'
    and not exists (
      select from stretches p where p.starts_at <= m.quarter and p.ends_at > m.quarter
    )
$$;
alter function click_breakdown_spans owner to counterfoil_worker;
revoke all on function click_breakdown_spans from public;
grant execute on function click_breakdown_spans to counterfoil_api;
