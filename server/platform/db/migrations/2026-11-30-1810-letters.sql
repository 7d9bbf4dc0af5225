-- What a person of an account is told, and how; without a row as topics.ts says.
create table notice_preference (
  user_id uuid not null references app_user,
  account_id uuid not null references account,
  topic text not null,
  in_bell boolean not null,
  letters text not null check (letters in ('AT_ONCE', 'DIGEST', 'NEVER')),
  changed_at timestamptz(3) not null,
  primary key (user_id, account_id, topic)
);
-- When letters to a person of an account may go out, in a zone of the person's own.
create table letter_times (
  user_id uuid not null references app_user,
  account_id uuid not null references account,
  time_zone text not null,
  -- minutes after midnight; until is not in it
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_until smallint check (quiet_until between 0 and 1439 and quiet_until <> quiet_from),
  digest_pace text not null check (digest_pace in ('DAILY', 'WEEKLY')),
  digest_hour smallint not null check (digest_hour between 0 and 23),
  -- 1 is Monday
  digest_weekday smallint not null check (digest_weekday between 1 and 7),
  changed_at timestamptz(3) not null,
  primary key (user_id, account_id),
  check ((quiet_from is null) = (quiet_until is null))
);
-- What a notice says to one person by mail. It waits here until it is due, and goes out with what
-- waits beside it; then the mails have it, and the row tells when.
create table letter (
  id uuid primary key,
  user_id uuid not null references app_user,
  account_id uuid not null references account,
  notice_id uuid not null references notice,
  from_account_id uuid references account,
  subject text not null,
  body text not null,
  created_at timestamptz(3) not null,
  written_at timestamptz(3)
);
create index letter_waiting on letter (user_id, account_id, id) where written_at is null;
create index letter_written on letter (written_at) where written_at is not null;
create index letter_told on letter (user_id, account_id, written_at)
  where written_at is not null;
create index on letter (notice_id);

grant select, insert, update on notice_preference, letter_times to counterfoil_api;
grant select on notice_preference, letter_times to counterfoil_worker;
grant insert on letter to counterfoil_api;
grant select, insert, update, delete on letter to counterfoil_worker;
do $$
declare t text;
begin
  foreach t in array array['notice_preference', 'letter_times', 'letter']
  loop
    execute format('alter table %I enable row level security', t);
  end loop;
  foreach t in array array['notice_preference', 'letter_times']
  loop
    execute format(
      'create policy worker_reads on %I for select to counterfoil_worker using (true)', t
    );
    execute format(
      'create policy own_account on %I to counterfoil_api
        using (account_id = app_account())
        with check (account_id = app_account())',
      t
    );
  end loop;
end $$;
create policy worker_all on letter to counterfoil_worker using (true) with check (true);
-- A letter is for people of the other side: who causes it writes it and never reads it.
create policy sender on letter for insert to counterfoil_api
  with check (from_account_id = app_account());

-- Whom a notice is written to: the people of the accounts on both sides, with what each chose.
create function chosen_letters(person uuid, of_account uuid) returns jsonb
  language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce(jsonb_object_agg(p.topic, p.letters), '{}')
  from notice_preference p
  where p.user_id = person and p.account_id = of_account
$$;
revoke all on function chosen_letters from public;
grant execute on function chosen_letters to counterfoil_worker;
drop function contract_contacts;
create function notice_readers(accounts uuid[])
  returns table (account_id uuid, user_id uuid, role text, chosen jsonb)
  language sql stable security definer
  set search_path = public, pg_temp as $$
  select m.account_id, m.user_id, m.role, chosen_letters(m.user_id, m.account_id)
  from membership m
  where m.account_id = any(accounts)
    and exists (
      select
      from partnership p
      where app_account() in (p.brand_account_id, p.partner_account_id)
        and m.account_id in (p.brand_account_id, p.partner_account_id)
    )
$$;
drop policy asks_for_cpc on notice;
drop function cpc_contacts;
create function cpc_readers(brand uuid)
  returns table (account_id uuid, user_id uuid, role text, chosen jsonb)
  language sql stable security definer
  set search_path = public, pg_temp as $$
  select m.account_id, m.user_id, m.role, chosen_letters(m.user_id, m.account_id)
  from membership m
  join account a on a.id = m.account_id
  where case app_kind()
    when 'BRAND' then brand = app_account() and a.kind = 'PLATFORM' and m.role = 'OPERATOR'
    when 'PLATFORM' then a.id = brand
      and exists (select from cpc_request r where r.brand_account_id = brand)
    else false
  end
$$;
revoke all on function notice_readers, cpc_readers from public;
grant execute on function notice_readers to counterfoil_api, counterfoil_worker;
grant execute on function cpc_readers to counterfoil_api;
create policy asks_for_cpc on notice for insert to counterfoil_api
  with check (
    from_account_id = app_account()
      and app_kind() = 'BRAND'
      and kind = 'CPC_REQUESTED'
      and notice.account_id in (select c.account_id from cpc_readers(app_account()) c)
  );

do $$
declare known text;
begin
  select pg_get_constraintdef(oid) into strict known
  from pg_constraint
  where conname = 'parked_item_kind_check';
  alter table parked_item drop constraint parked_item_kind_check;
  execute 'alter table parked_item add constraint parked_item_kind_check ' || replace(
    known,
    'ARRAY[',
    'ARRAY[''LETTER''::text, '
  );
end $$;
