-- What happened to contracts is sealed as the ledger is: each event's hash covers what it says and
-- the hash before it of the same contract, so that none can be changed, added between or taken away
-- without breaking it or all that follow.
create table contract_event_seal (
  event_id uuid primary key references contract_event,
  contract_id uuid not null references contract,
  number integer not null,
  previous_hash bytea not null,
  hash bytea not null,
  unique (contract_id, number)
);
-- The newest of each contract, so that an end that is cut off is missed; its row is locked while an
-- event is added.
create table contract_last_seal (
  contract_id uuid primary key references contract,
  number integer not null,
  hash bytea not null
);

create function contract_event_hash(
  previous bytea, number integer, e contract_event
) returns bytea language sql stable as $$
  select sha256(previous || convert_to(jsonb_build_array(number, e.id, e.contract_id,
    e.brand_account_id, e.partner_account_id, e.kind, e.actor_id, e.actor_account_id,
    e.comment,
      e.before_version_id,
      e.after_version_id,
      to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'))::text, 'UTF8'))
$$;
-- After the row is there: what a conflict left out is not sealed.
create function seal_contract_event() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  last contract_last_seal;
  made bytea;
begin
  insert into contract_last_seal values (new.contract_id, 0, '') on conflict do nothing;
  select * into last from contract_last_seal where contract_id = new.contract_id for update;
  made := contract_event_hash(last.hash, last.number + 1, new);
  insert into contract_event_seal
    values (new.id, new.contract_id, last.number + 1, last.hash, made);
  update contract_last_seal
    set number = last.number + 1, hash = made
    where contract_id = new.contract_id;
  return null;
end $$;
revoke all on function seal_contract_event from public;

-- Events of before are sealed in the order in which they happened.
do $$
declare
  e contract_event;
  last contract_last_seal;
  made bytea;
begin
  for e in select * from contract_event order by contract_id, at, id loop
    insert into contract_last_seal values (e.contract_id, 0, '') on conflict do nothing;
    select * into last from contract_last_seal where contract_id = e.contract_id;
    made := contract_event_hash(last.hash, last.number + 1, e);
    insert into contract_event_seal values (e.id, e.contract_id, last.number + 1, last.hash, made);
    update contract_last_seal
      set number = last.number + 1, hash = made
      where contract_id = e.contract_id;
  end loop;
end $$;
create trigger seal after
  insert on contract_event for each row execute function seal_contract_event();
create trigger append_only before
  update or
  delete on contract_event_seal for each row execute function refuse_change();
create trigger never_emptied before truncate
  on contract_event_seal for each statement execute function refuse_change();

alter table contract_event_seal enable row level security;
alter table contract_last_seal enable row level security;
create policy worker_reads on contract_event_seal for select to counterfoil_worker using (true);
create policy worker_reads on contract_last_seal for select to counterfoil_worker using (true);
grant select on contract_event_seal, contract_last_seal to counterfoil_worker;
