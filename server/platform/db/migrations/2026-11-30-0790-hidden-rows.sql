-- What the newest whole reading hid of what was told before of its dates, and when the brand was
-- told of it: once a day as long as most of it is hidden.
alter table attribution_run add column rows_known bigint not null default 0;
alter table attribution_run add column rows_hidden bigint not null default 0;
alter table attribution_run add column hidden_told_at timestamptz(3);

create function sales_hidden(program uuid) returns boolean language sql stable
  security definer set search_path = public, pg_temp as
  $$
    select exists (
      select
      from attribution_run r
      join program p on p.id = r.program_id and p.sales_source <> 'NONE'
      where r.program_id = sales_hidden.program
        and r.grouping in ('ADGROUP', 'CREATIVE')
        and r.rows_hidden * 2 > r.rows_known
        and app_account() is not null
    )
  $$;
revoke all on function sales_hidden from public;
grant execute on function sales_hidden to counterfoil_api;

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
    'ARRAY[''REPORT_HIDDEN''::text, '
  );
end $$;
