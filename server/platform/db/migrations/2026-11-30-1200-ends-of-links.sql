-- Where links end: by hand, at an instant, after so many clicks. Each side has at most one end of a
-- link that stands; what was lifted stays, since clicks that came under it were decided by it.
create table link_end (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  link_id uuid not null references tracking_link,
  -- whose it is, and who set it; null: no person, but the change of the tables
  account_id uuid not null references account,
  set_by uuid references app_user,
  set_at timestamptz(3) not null,
  ends_at timestamptz(3),
  after_clicks integer check (after_clicks > 0),
  -- of the clicks that count, those decided so far, and the instant of the one that was the last
  counted integer not null default 0,
  filled_at timestamptz(3),
  lifted_by uuid references app_user,
  lifted_at timestamptz(3),
  check (ends_at is not null or after_clicks is not null),
  check (ends_at >= set_at),
  check (lifted_at >= set_at),
  check (account_id in (brand_account_id, partner_account_id))
);
create unique index link_end_standing on link_end (link_id, account_id) where lifted_at is null;
create index link_end_of_link on link_end (link_id);
create index link_end_of_program on link_end (program_id);
create trigger never_deleted before delete on link_end
  for each row execute function refuse_change();
create trigger lifted_once before
  update of lifted_at on link_end for each row when (old.lifted_at is not null)
  execute function refuse_change();

grant select, insert on link_end to counterfoil_api;
grant update (lifted_at, lifted_by) on link_end to counterfoil_api;
grant select on link_end to counterfoil_worker;
grant update (counted, filled_at) on link_end to counterfoil_worker;
alter table link_end enable row level security;
create policy worker_reads on link_end for select to counterfoil_worker using (true);
create policy worker_counts on link_end for
  update to counterfoil_worker using (true)
  with check (true);
create policy either_tenant on link_end for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
create policy either_ends on link_end for insert to counterfoil_api
  with check (
    account_id = app_account()
      and exists (
        select
        from tracking_link l
        where l.id = link_id
          and l.brand_account_id = link_end.brand_account_id
          and l.partner_account_id = link_end.partner_account_id
          and l.program_id = link_end.program_id
      )
  );
-- A brand, which pays, lifts every end; a partner its own.
create policy brand_lifts on link_end for
  update to counterfoil_api using (brand_account_id = app_account())
  with check (brand_account_id = app_account());
create policy own_lifted on link_end for
  update to counterfoil_api using (account_id = app_account())
  with check (account_id = app_account());

-- From when on a link is ended by what stands now, as far as it is known; it may be to come.
create view link_ending with (security_invoker = true) as
  select link_id, min(least(ends_at, filled_at)) as ends_at
  from link_end
  where lifted_at is null
  group by link_id;
grant select on link_ending to counterfoil_api, counterfoil_worker;

-- A paused link is one that the brand ended.
insert into link_end (
    id, brand_account_id, partner_account_id, program_id, link_id, account_id, set_at, ends_at
  )
  select
    gen_random_uuid(),
    brand_account_id,
    partner_account_id,
    program_id,
    id,
    brand_account_id,
    now(),
    now()
  from tracking_link
  where state = 'PAUSED';
alter table tracking_link drop column state;
