-- Contracts in full: counter-proposals, changes of the three strategies, expiry, notices, partner
-- groups.

-- Terms made for one partner alone: what a partner's own or counter-proposal offers.
alter table template_terms add column partner_account_id uuid references account;
create index on template_terms (partner_account_id) where partner_account_id is not null;
-- Repeated on the version, because policies that look at each other's tables would never end.
alter table terms_version add column partner_account_id uuid references account;

alter table contract drop constraint contract_decision_check;
alter table contract
  add constraint contract_decision_check check (
    decision in ('PROPOSED', 'SIGNED', 'DECLINED', 'WITHDRAWN', 'COUNTERED', 'SUPERSEDED')
  ),
  -- the other side may answer with its own terms
  add column may_counter boolean not null default true,
  -- accepting it ends what is in force from its start on
  add column switches boolean not null default false,
  -- the proposal that this one answers
  add column counters_id uuid references contract,
  -- the signed contract that this one follows
  add column follows_id uuid references contract,
  -- what takes over at the end of a temporary contract
  add column fallback_version_id uuid references terms_version,
  add column change_id uuid,
  -- set when the contract was ended by the brand
  add column expired_by uuid references app_user,
  add column non_compliant boolean not null default false,
  add column reverse_pending boolean not null default false,
  add column pending_reversed_at timestamptz(3);
create index on contract (change_id) where change_id is not null;
create index contract_to_reverse on contract (ends_at)
  where reverse_pending and pending_reversed_at is null;

-- A signed contract is what both sides signed: its end may move, and a start that has not come may
-- be given up.
create function contract_is_kept() returns trigger language plpgsql as $$
begin
  if (
    new.id,
    new.brand_account_id,
    new.partner_account_id,
    new.program_id,
    new.terms_version_id,
    new.proposed_by_account_id,
    new.proposed_at
  )
     is distinct from (
       old.id,
       old.brand_account_id,
       old.partner_account_id,
       old.program_id,
       old.terms_version_id,
       old.proposed_by_account_id,
       old.proposed_at
     ) then
    raise exception 'contract %: parties and terms never change',
      old.id using errcode = 'restrict_violation';
  end if;
  if old.decision <> 'PROPOSED' and new.starts_at <> old.starts_at then
    raise exception 'contract %: the start of a decided contract never changes',
      old.id using errcode = 'restrict_violation';
  end if;
  if new.decision <> old.decision
    and not (
      old.decision = 'PROPOSED' or (old.decision = 'SIGNED' and new.decision = 'SUPERSEDED')
    ) then
    raise exception 'contract %: % cannot become %',
      old.id,
      old.decision,
      new.decision using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger contract_is_kept before
  update on contract for each row execute function contract_is_kept();

alter table contract_event alter column actor_id drop not null;
alter table contract_event
  -- the side that acted; null = the clock
  add column actor_account_id uuid references account,
  add column before_version_id uuid references terms_version,
  add column after_version_id uuid references terms_version;
update contract_event e set actor_account_id = m.account_id from membership m
  where m.user_id = e.actor_id and m.account_id in (e.brand_account_id, e.partner_account_id);
create unique index contract_event_once on contract_event (contract_id, kind)
  where kind in ('ACTIVATED', 'EXPIRED', 'EXPIRED_PROPOSAL', 'REPLACED', 'CHANGE_APPLIED');
create trigger append_only before
  update or
  delete on contract_event for each row execute function refuse_change();

-- One change of many contracts: what was decided once, and what became of each partner.
create table contract_change (
  id uuid primary key,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  strategy text not null check (strategy in ('INVITE', 'SWITCH', 'MODIFY')),
  -- SWITCH alone: with or without the partner's consent
  approval text check (approval in ('REPLACE', 'PROPOSE')),
  state text not null check (
    state in ('DRAFT', 'APPLYING', 'SCHEDULED', 'APPLIED', 'WITHDRAWN', 'DISCARDED')
  ),
  -- a draft's wizard input, as it was handed in
  input jsonb not null,
  terms_id uuid references template_terms,
  terms_version_id uuid references terms_version,
  fallback_version_id uuid references terms_version,
  effective_at timestamptz(3),
  ends_at timestamptz(3),
  proposal_expires_at timestamptz(3),
  may_counter boolean not null default true,
  early_opt_in boolean not null default false,
  how_to boolean not null default false,
  comment text not null default '',
  partners integer not null default 0,
  done integer not null default 0,
  failed integer not null default 0,
  created_by uuid not null references app_user,
  created_at timestamptz(3) not null,
  applied_by uuid references app_user,
  sent_at timestamptz(3),
  withdrawn_by uuid references app_user,
  withdrawn_at timestamptz(3),
  -- partners that were told of the change are told that it is off
  withdrawal_told boolean not null default true,
  check (
    state = 'DRAFT'
      or state = 'DISCARDED'
      or (terms_version_id is not null and effective_at is not null)
  )
);
create index on contract_change (brand_account_id, program_id, created_at);
create index contract_change_open on contract_change (state, effective_at)
  where state in ('APPLYING', 'SCHEDULED');
create index contract_change_untold on contract_change (id) where not withdrawal_told;
alter table contract add foreign key (change_id) references contract_change;

create table contract_change_partner (
  change_id uuid not null references contract_change,
  partner_account_id uuid not null references account,
  brand_account_id uuid not null references account,
  program_id uuid not null references program,
  -- a partner has one planned change at a time; INVITE and PROPOSE plan nothing until the partner
  -- accepts
  plans boolean not null,
  state text not null check (
    state in ('WAITING', 'SCHEDULED', 'PROPOSED', 'APPLIED', 'OPTED_IN', 'FAILED', 'WITHDRAWN')
  ),
  code text,
  message text,
  -- the contract in force before, with the end it had; what follows it
  old_contract_id uuid references contract,
  old_ends_at timestamptz(3),
  new_contract_id uuid references contract,
  fallback_contract_id uuid references contract,
  superseded_ids uuid[] not null default '{}',
  effective_at timestamptz(3),
  updated_at timestamptz(3) not null,
  primary key (change_id, partner_account_id)
);
create unique index contract_change_one_planned
  on contract_change_partner (program_id, partner_account_id)
  where plans and state in ('WAITING', 'SCHEDULED');
create index on contract_change_partner (partner_account_id);

create table notice (
  id uuid primary key,
  -- who is told, and by whom
  account_id uuid not null references account,
  from_account_id uuid references account,
  program_id uuid references program,
  kind text not null check (kind in ('CONTRACT_PROPOSED', 'CONTRACT_COUNTERED', 'CONTRACT_ACCEPTED',
    'CONTRACT_DECLINED', 'CONTRACT_WITHDRAWN', 'CONTRACT_ENDS',
    'CHANGE_SCHEDULED', 'CHANGE_WITHDRAWN', 'CHANGE_OPTED_IN')),
  contract_id uuid references contract,
  change_id uuid references contract_change,
  before_version_id uuid references terms_version,
  after_version_id uuid references terms_version,
  comment text not null default '',
  how_to boolean not null default false,
  effective_at timestamptz(3),
  created_at timestamptz(3) not null,
  read_at timestamptz(3)
);
create index on notice (account_id, id);
create index notice_unread on notice (account_id) where read_at is null;
create unique index notice_once on notice (change_id, account_id, kind) where change_id is not null;

create table partner_group (
  id uuid primary key,
  brand_account_id uuid not null references account,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz(3) not null,
  unique (brand_account_id, name)
);
create table partner_group_member (
  group_id uuid not null references partner_group,
  partner_account_id uuid not null references account,
  brand_account_id uuid not null references account,
  added_at timestamptz(3) not null,
  primary key (group_id, partner_account_id)
);

-- ---------------------------------------------------------------- rights
grant
  select on contract_change, contract_change_partner, notice, partner_group, partner_group_member to
  counterfoil_api, counterfoil_worker;
grant
  insert,
  update on contract_change, contract_change_partner, contract
    to counterfoil_api, counterfoil_worker;
grant insert on notice, contract_event to counterfoil_api, counterfoil_worker;
grant update (read_at) on notice to counterfoil_api;
grant insert on partner_group, partner_group_member to counterfoil_api;
grant insert on mail to counterfoil_worker;

do $$
declare t text;
begin
  foreach t in array array[
    'contract_change', 'contract_change_partner', 'notice', 'partner_group', 'partner_group_member'
    ]
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      'create policy worker_reads on %I for select to counterfoil_worker using (true)', t
    );
  end loop;
  -- The worker carries changes out and lets the clock move contracts on; it serves no requests.
  foreach t in array array['contract', 'contract_change', 'contract_change_partner']
  loop
    execute format(
      'create policy worker_inserts on %I for insert to counterfoil_worker with check (true)', t
    );
    execute format(
      'create policy worker_updates on %I for update to counterfoil_worker using (true)
        with check (true)',
      t
    );
  end loop;
  foreach t in array array['contract_event', 'notice', 'mail']
  loop
    execute format(
      'create policy worker_inserts on %I for insert to counterfoil_worker with check (true)', t
    );
  end loop;
  execute
    'create policy either_tenant on contract_change_partner to counterfoil_api
      using (app_account() in (brand_account_id, partner_account_id))
      with check (app_account() in (brand_account_id, partner_account_id))';
  foreach t in array array['partner_group', 'partner_group_member', 'contract_change']
  loop
    execute format(
      'create policy brand_tenant on %I to counterfoil_api using (brand_account_id = app_account())
        with check (brand_account_id = app_account())',
      t
    );
  end loop;
end $$;
-- A partner reads the changes that concern it.
create policy partner_reads on contract_change for select to counterfoil_api
  using (
    exists (
      select
      from contract_change_partner p
      where p.change_id = contract_change.id
        and p.partner_account_id = app_account()
        and p.state <> 'FAILED'
    )
  );
create policy own_account on notice for
  select to counterfoil_api using (account_id = app_account());
create policy own_account_reads_it on notice
  for update to counterfoil_api using (account_id = app_account())
  with check (account_id = app_account());
create policy sender on notice for
  insert to counterfoil_api
  with check (from_account_id = app_account()
  and exists (
    select
    from partnership p
    where app_account() in (p.brand_account_id, p.partner_account_id)
      and notice.account_id in (p.brand_account_id, p.partner_account_id)
  ));

-- A partner's own terms: it writes them for the brand it offers them to, and both read them.
create policy partner_offers on template_terms for insert to counterfoil_api
  with check (
    partner_account_id = app_account()
      and exists (
        select
        from partnership p
        where p.brand_account_id = template_terms.brand_account_id
          and p.partner_account_id = app_account()
      )
  );
create policy partner_offers on terms_version for insert to counterfoil_api
  with check (
    partner_account_id = app_account()
      and exists (
        select
        from partnership p
        where p.brand_account_id = terms_version.brand_account_id
          and p.partner_account_id = app_account()
      )
  );
create policy partner_own on template_terms for
  select to counterfoil_api using (partner_account_id = app_account());
create policy partner_own on terms_version for
  select to counterfoil_api using (partner_account_id = app_account());
-- A partner reads the terms that would follow a temporary contract, too.
create policy partner_reads_fallback on terms_version for select to counterfoil_api
  using (
    exists (
      select
      from contract c
      where c.fallback_version_id = terms_version.id and c.partner_account_id = app_account()
    )
  );
-- Whom a mail about a contract goes to: the addresses of those who decide on the other side.
create function contract_contacts(accounts uuid[]) returns table (account_id uuid, email text)
  language sql stable security definer
  set search_path = public, pg_temp as $$
  select m.account_id, u.email from membership m join app_user u on u.id = m.user_id
  where m.account_id = any(accounts) and m.role in ('BRAND_ADMIN', 'PARTNER_OWNER') and exists (
    select
      from partnership p
      where app_account() in (p.brand_account_id, p.partner_account_id)
      and m.account_id in (p.brand_account_id, p.partner_account_id))
$$;
revoke all on function contract_contacts from public;
grant execute on function contract_contacts to counterfoil_api, counterfoil_worker;
