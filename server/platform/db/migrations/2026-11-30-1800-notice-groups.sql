-- Notices of one kind, program and subject are one line until somebody reads it: 258 partners that
-- accept make one. Each event stays a row of its own.
create table notice_group (
  id uuid primary key,
  account_id uuid not null references account,
  program_id uuid references program,
  kind text not null,
  -- what tells two lines of one kind and program apart
  subject text not null,
  count int not null check (count > 0),
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null check (last_at >= first_at),
  read_at timestamptz(3)
);
create unique index notice_group_unread
  on notice_group (account_id, kind, program_id, subject) nulls not distinct
  where read_at is null;
create index on notice_group (account_id, last_at desc, id desc);

create function notice_subject(changed uuid, limited jsonb, contract uuid) returns text
  language sql immutable as $$
  select case
    when changed is not null then changed::text
    when jsonb_typeof(limited) = 'object' and contract is null then 'PROGRAM'
    else ''
  end
$$;

-- Those that were read at once were one line.
insert into notice_group (
  id, account_id, program_id, kind, subject, count, first_at, last_at, read_at
)
select
  min(n.id::text)::uuid,
  n.account_id,
  n.program_id,
  n.kind,
  notice_subject(n.change_id, n.limit_fact, n.contract_id),
  count(*),
  min(n.created_at),
  max(n.created_at),
  n.read_at
from notice n
group by 2, 3, 4, 5, 9;

alter table notice add column group_id uuid references notice_group;
update notice n
set group_id = g.id
from notice_group g
where g.account_id = n.account_id
  and g.program_id is not distinct from n.program_id
  and g.kind = n.kind
  and g.subject = notice_subject(n.change_id, n.limit_fact, n.contract_id)
  and g.read_at is not distinct from n.read_at;
alter table notice add constraint notice_in_group check (group_id is not null);
drop policy own_account_reads_it on notice;
alter table notice drop column read_at;
create index notice_of_group on notice (group_id, id);

-- A notice joins the line that is unread, or begins one. Whoever reads a line at that instant waits
-- for it, or it begins the next: none is read that nobody saw. As the tables' owner, since the
-- sender sees no line of the account that is told; whether it may tell, the policies of `notice`
-- say.
create function join_notice_group() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  insert into notice_group as g (
    id, account_id, program_id, kind, subject, count, first_at, last_at
  )
  values (
    new.id,
    new.account_id,
    new.program_id,
    new.kind,
    notice_subject(new.change_id, new.limit_fact, new.contract_id),
    1,
    new.created_at,
    new.created_at
  )
  on conflict (account_id, kind, program_id, subject) where read_at is null do update
    set count = g.count + 1,
      first_at = least(g.first_at, excluded.first_at),
      last_at = greatest(g.last_at, excluded.last_at)
  returning g.id into new.group_id;
  return new;
end $$;
create trigger joins_group before insert on notice
  for each row execute function join_notice_group();

grant select on notice_group to counterfoil_api, counterfoil_worker;
grant update (read_at) on notice_group to counterfoil_api;
alter table notice_group enable row level security;
create policy worker_reads on notice_group for select to counterfoil_worker using (true);
create policy own_account on notice_group for select to counterfoil_api
  using (account_id = app_account());
create policy own_account_reads_it on notice_group for update to counterfoil_api
  using (account_id = app_account())
  with check (account_id = app_account());
