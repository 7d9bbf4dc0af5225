-- When each link was clicked last, as far as its clicks are folded: kept by the fold, which reads
-- them anyway, so that a list of thousands of links need not look for it among all clicks.
create table link_last_click (
  link_id uuid primary key,
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  program_id uuid not null,
  clicked_at timestamptz(3) not null
);
create index link_last_click_of_program on link_last_click (program_id);
insert into link_last_click
  select link_id, brand_account_id, partner_account_id, program_id, max(clicked_at)
  from click
  group by 1, 2, 3, 4
  on conflict do nothing;
alter table link_last_click owner to counterfoil_worker;
alter table link_last_click enable row level security;
grant select on link_last_click to counterfoil_api;
create policy either_tenant on link_last_click for
  select to counterfoil_api
  using (brand_account_id = app_account() or partner_account_id = app_account());

-- Quarter hours with decisions that are not folded yet, of a program that the reader works with: as
-- click_breakdown_spans, nothing of them is shown.
create function unfolded_quarters(program uuid)
returns table (quarter timestamptz)
language sql stable security definer rows 10 set search_path = public, pg_temp as $$
  select m.quarter
  from click_breakdown_mark m
  where m.program_id = program
    and exists (
      select
      from program g
      where g.id = m.program_id
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
  order by m.quarter desc
  limit 200
$$;
alter function unfolded_quarters owner to counterfoil_worker;
revoke all on function unfolded_quarters from public;
grant execute on function unfolded_quarters to counterfoil_api;
