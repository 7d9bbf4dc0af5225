-- Inquiries: what a partner does not agree with, or misses, and what the brand answers. A grant is
-- booked by the worker: of a sale as a request like any other, of all else as a posting of its own.
create table inquiry (
  id uuid primary key,
  brand_account_id uuid not null references account,
  partner_account_id uuid not null references account,
  program_id uuid not null references program,
  -- under which a grant is posted
  contract_id uuid not null references contract,
  kind text not null check (kind in ('UNTRACKED', 'INCORRECT', 'DECLINED')),
  -- what it is about: a click, a sale, or an order that is missing
  click_id uuid,
  conversion_id uuid,
  order_number text,
  order_date date,
  -- what the partner expects to be paid
  expected_micros bigint check (expected_micros > 0),
  currency text not null,
  text text not null,
  state text not null default 'OPEN'
    check (state in ('OPEN', 'GRANTED', 'REFUSED', 'WITHDRAWN')),
  opened_by uuid not null references app_user,
  opened_at timestamptz(3) not null,
  grant_kind text check (grant_kind in ('APPROVE', 'MODIFY', 'BONUS')),
  -- of a modification the sale's new amount, of a bonus what is paid
  granted_micros bigint check (granted_micros >= 0),
  request_id uuid references conversion_request,
  answer text,
  closed_by uuid references app_user,
  closed_at timestamptz(3),
  check (click_id is null or conversion_id is null),
  check ((kind = 'UNTRACKED') = (order_number is not null)),
  check ((order_number is null) = (order_date is null)),
  check (kind = 'UNTRACKED' or num_nonnulls(click_id, conversion_id) = 1),
  check ((state = 'OPEN') = (closed_at is null)),
  check ((state = 'GRANTED') = (grant_kind is not null)),
  check ((grant_kind in ('MODIFY', 'BONUS')) is true = (granted_micros is not null)),
  check ((grant_kind in ('APPROVE', 'MODIFY')) is true = (request_id is not null)),
  check ((state in ('GRANTED', 'REFUSED')) = (answer is not null))
);
-- One open inquiry a subject.
create unique index inquiry_of_sale on inquiry (conversion_id) where state = 'OPEN';
create unique index inquiry_of_click on inquiry (click_id)
  where state = 'OPEN' and kind <> 'UNTRACKED';
create unique index inquiry_of_order on inquiry (partner_account_id, program_id, order_number)
  where state = 'OPEN';
create index inquiry_age on inquiry (program_id, state, opened_at, id);
create index inquiry_of_partner on inquiry (partner_account_id, program_id, opened_at, id);
create index inquiry_bonus on inquiry (program_id) where grant_kind = 'BONUS';
create trigger closed_stays before
  update on inquiry for each row when (old.state <> 'OPEN') execute function refuse_change();
create trigger never_deleted before delete on inquiry for each row execute function refuse_change();

create table inquiry_event (
  id uuid primary key,
  inquiry_id uuid not null references inquiry,
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  number integer not null,
  state text not null,
  -- whose member took the step
  account_id uuid not null,
  actor_id uuid not null references app_user,
  text text not null,
  at timestamptz(3) not null,
  unique (inquiry_id, number)
);
create trigger append_only before
  update or
  delete on inquiry_event for each row execute function refuse_change();

-- What was posted of a grant: exactly once.
create table inquiry_posting (
  id uuid primary key,
  inquiry_id uuid not null unique references inquiry,
  brand_account_id uuid not null,
  partner_account_id uuid not null,
  program_id uuid not null,
  contract_id uuid not null,
  amount_micros bigint not null check (amount_micros > 0),
  currency text not null,
  reason text not null,
  posted_at timestamptz(3) not null
);
create trigger append_only before
  update or
  delete on inquiry_posting for each row execute function refuse_change();
alter table inquiry_posting owner to counterfoil_worker;
revoke update, delete, truncate on inquiry_posting from counterfoil_worker;

grant select, insert on inquiry, inquiry_event to counterfoil_api;
grant update (state, grant_kind, granted_micros, request_id, answer, closed_by, closed_at)
  on inquiry to counterfoil_api;
grant select on inquiry_posting to counterfoil_api;
grant select on inquiry to counterfoil_worker;
alter table inquiry enable row level security;
alter table inquiry_event enable row level security;
alter table inquiry_posting enable row level security;
create policy worker_reads on inquiry for select to counterfoil_worker using (true);
create policy either_tenant on inquiry for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
create policy partner_opens on inquiry for insert to counterfoil_api
  with check (
    partner_account_id = app_account()
      and state = 'OPEN'
      and exists (
        select
        from contract c
        where c.id = contract_id
          and c.partner_account_id = app_account()
          and c.brand_account_id = inquiry.brand_account_id
          and c.program_id = inquiry.program_id
      )
  );
create policy partner_withdraws on inquiry for
  update to counterfoil_api using (partner_account_id = app_account())
  with check (partner_account_id = app_account() and state in ('OPEN', 'WITHDRAWN'));
create policy brand_answers on inquiry for
  update to counterfoil_api using (brand_account_id = app_account())
  with check (brand_account_id = app_account() and state in ('OPEN', 'GRANTED', 'REFUSED'));
create policy either_tenant on inquiry_event for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
create policy either_writes on inquiry_event for insert to counterfoil_api
  with check (
    account_id = app_account()
      and exists (
        select
        from inquiry q
        where q.id = inquiry_id
          and q.brand_account_id = inquiry_event.brand_account_id
          and q.partner_account_id = inquiry_event.partner_account_id
      )
  );
create policy either_tenant on inquiry_posting for
  select to counterfoil_api using (app_account() in (brand_account_id, partner_account_id));
-- The partner reads what became of the request with which its inquiry was granted.
create policy partner_of_inquiry on conversion_request for
  select to counterfoil_api using (
    exists (
      select
      from inquiry q
      where q.request_id = conversion_request.id and q.partner_account_id = app_account()
    )
  );

-- Both sides are told. What kinds of notices there are besides is left as it is.
do $$
declare known text;
begin
  select pg_get_constraintdef(oid) into known
  from pg_constraint
  where conname = 'notice_kind_check' and conrelid = 'notice'::regclass;
  alter table notice drop constraint notice_kind_check;
  execute 'alter table notice add constraint notice_kind_check ' || replace(
    known,
    'ARRAY[',
    'ARRAY[''INQUIRY_OPENED''::text, ''INQUIRY_ANSWERED''::text, ''INQUIRY_WITHDRAWN''::text, '
  );
end $$;
