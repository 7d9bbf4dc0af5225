-- The ledger: three accounts, seals that chain what was posted for each partner and currency, and
-- no right to change it.

-- ---------------------------------------------------------------- accounts BRAND_BUDGET → CLEARING
-- while a sale is pending, CLEARING → PARTNER_PAYABLE when it locks; clicks, adjustments and
-- bonuses go to PARTNER_PAYABLE at once. What was posted before is named anew, once, before it is
-- sealed.
do $$
declare t regclass;
declare name text;
declare c text;
declare month date;
begin
  for month in
    select distinct date_trunc('month', locked_at at time zone 'UTC')::date
    from action
    where state = 'APPROVED' loop
    name := 'ledger_transfer_' || to_char(month, 'YYYY_MM');
    if to_regclass(name) is null then
      execute format('create table %I (like ledger_transfer including all)', name);
      execute format(
        'alter table ledger_transfer attach partition %I for values from (%L) to (%L)',
        name,
        month || ' 00:00+00',
        (month + interval '1 month')::date || ' 00:00+00'
      );
      execute format('alter table %I owner to counterfoil_worker', name);
    end if;
  end loop;
  for t in
    select 'ledger_transfer'::regclass
    union all select inhrelid
    from pg_inherits
    where inhparent = 'ledger_transfer'::regclass loop
    execute format('alter table %s disable trigger append_only', t);
  end loop;
  foreach c in array array[
    'ledger_transfer_event_check', 'ledger_transfer_debit_check', 'ledger_transfer_credit_check'
    ] loop
    execute format('alter table ledger_transfer drop constraint if exists %I', c);
    for t in select inhrelid from pg_inherits where inhparent = 'ledger_transfer'::regclass loop
      execute format('alter table %s drop constraint if exists %I', t, c);
    end loop;
  end loop;
end $$;
update ledger_transfer set
  debit = case
    when debit = 'BRAND_COST' then 'BRAND_BUDGET'
    when event = 'SALE' then 'CLEARING'
    else debit
    end,
  credit = case
    when credit = 'BRAND_COST' then 'BRAND_BUDGET'
    when event = 'SALE' then 'CLEARING'
    else credit
    end;
insert into ledger_transfer (
  effective_at,
  subject_id,
  event,
  brand_account_id,
  partner_account_id,
  program_id,
  contract_id,
  debit,
  credit,
  amount_micros,
  currency,
  posted_at
)
  select
    a.locked_at,
    coalesce(
      (
        select u.id
        from action_update u
        where u.action_id = a.id and u.kind = 'APPROVED'
        order by u.number desc
        limit 1
      ),
      gen_random_uuid()
    ),
    'APPROVAL',
    a.brand_account_id,
      a.partner_account_id,
      a.program_id,
      a.contract_id,
      'CLEARING',
      'PARTNER_PAYABLE',
      a.payout_micros,
      a.currency,
      a.locked_at
  from action a where a.state = 'APPROVED' and a.payout_micros > 0;
alter table ledger_transfer
  add constraint ledger_transfer_event_check check (
    event in ('CLICK', 'SALE', 'APPROVAL', 'ADJUSTMENT', 'BONUS')
  ),
  add constraint ledger_transfer_debit_check check (
    debit in ('BRAND_BUDGET', 'CLEARING', 'PARTNER_PAYABLE')
  ),
  add constraint ledger_transfer_credit_check check (
    credit in ('BRAND_BUDGET', 'CLEARING', 'PARTNER_PAYABLE')
  );

-- ---------------------------------------------------------------- seals
-- Which posting a transfer belongs to; all that was posted before there were seals is one.
alter table ledger_transfer add column batch_id uuid not null default
  '00000000-0000-0000-0000-000000000000';
alter table ledger_transfer alter column batch_id drop default;
-- What was posted lately is found without an index that each click would pay for.
create index ledger_transfer_posted on ledger_transfer using brin (posted_at);

-- One row per partner, currency and posting: number, the hash before, and a hash over both and over
-- the texts of the posting's transfers in order. The text is that of accounting/posting.ts.
create table ledger_seal (
  partner_account_id uuid not null,
  currency text not null,
  number bigint not null check (number >= 1),
  batch_id uuid not null,
  transfers integer not null check (transfers >= 1),
  transfers_hash bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (partner_account_id, currency, number)
);
-- The last seal of each: locked while the next is made.
create table ledger_last_seal (
  like ledger_seal including constraints, primary key (partner_account_id, currency)
);

create function seal_hash(
  previous bytea,
  partner uuid,
  currency text,
  number bigint,
  batch uuid,
  transfers integer,
  transfers_hash bytea
) returns bytea language sql immutable parallel safe as
  $$
    select sha256(
    convert_to(
      concat_ws(
        E'\n',
        encode(previous, 'hex'),
        partner,
        currency,
        number,
        batch,
        transfers,
        encode(transfers_hash, 'hex')
      ),
      'UTF8'
    )
  ) $$;

insert into ledger_last_seal (
  partner_account_id, currency, number, batch_id, transfers, transfers_hash, previous_hash, hash
)
  select
    partner_account_id,
    currency,
    1,
    batch_id,
    transfers,
    transfers_hash,
    '',
    seal_hash('', partner_account_id, currency, 1, batch_id, transfers, transfers_hash)
    from (
    select
      partner_account_id,
      currency,
      batch_id,
      count(*)::int as transfers,
      sha256(convert_to(string_agg(concat_ws(E'\t',
      to_char(effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        subject_id,
        event,
        brand_account_id,
        partner_account_id,
        program_id,
        contract_id,
        debit,
        credit,
        amount_micros,
        currency,
      to_char(
        posted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
      )), E'\n' order by effective_at, subject_id), 'UTF8')) as transfers_hash
    from ledger_transfer group by 1, 2, 3) b;
insert into ledger_seal select * from ledger_last_seal;

-- ---------------------------------------------------------------- rights
alter table ledger_seal owner to counterfoil_worker;
alter table ledger_last_seal owner to counterfoil_worker;
alter table ledger_seal enable row level security;
alter table ledger_last_seal enable row level security;
create trigger append_only before
  update or
  delete on ledger_seal for each row execute function refuse_change();
create trigger not_emptied before truncate
  on ledger_seal for each statement execute function refuse_change();
create trigger not_emptied before truncate
  on ledger_transfer for each statement execute function refuse_change();
-- Nobody who serves or works may change or empty what is append-only: not even the worker, who owns
-- it for COPY's sake.
do $$
declare t regclass;
begin
  for t in
    select 'ledger_transfer'::regclass
    union all select inhrelid
    from pg_inherits
    where inhparent = 'ledger_transfer'::regclass loop
    execute format('alter table %s enable trigger append_only', t);
  end loop;
  for t in
    select r::regclass
    from unnest(
    array[
      'click',
      'link_request',
      'decision',
      'ledger_transfer',
      'ledger_seal',
      'action_update',
      'attribution_row_version'
    ]
  ) r
    union all select inhrelid
      from pg_inherits
      where inhparent in (
      'click'::regclass, 'link_request'::regclass, 'decision'::regclass, 'ledger_transfer'::regclass
    ) loop
    execute format('revoke update, delete, truncate on %s from counterfoil_worker', t);
  end loop;
end $$;
