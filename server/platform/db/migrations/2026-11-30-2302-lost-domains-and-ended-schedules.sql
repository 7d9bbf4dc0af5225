-- When the brand was told that a domain of its links is lost; a later loss began after that.
alter table link_domain add column lost_told_at timestamptz(3);

do $$
declare known text;
begin
  select pg_get_constraintdef(oid) into strict known
  from pg_constraint
  where conname = 'notice_kind_check' and conrelid = 'notice'::regclass;
  alter table notice drop constraint notice_kind_check;
  execute 'alter table notice add constraint notice_kind_check ' || replace(
    known,
    'ARRAY[',
    'ARRAY[''DOMAIN_LOST''::text, ''EXPORT_STOPPED''::text, '
  );
end $$;
drop policy tells_of_own_exports on notice;
create policy tells_of_own_exports on notice for insert to counterfoil_api
  with check (
    account_id = app_account()
      and from_account_id = app_account()
      and kind in ('EXPORT_READY', 'EXPORT_FAILED', 'EXPORT_STOPPED')
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
    'ARRAY[''DOMAIN_NOTICE''::text, '
  );
end $$;
