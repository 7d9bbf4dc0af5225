-- What a limit is stands in columns instead of an id that had to be taken apart: event, kind,
-- scope, reset and, of a payout group's own limit, the group, else ''. The currency of a program's
-- own limit is part of what it is, of its counts too.
drop policy partner_reads_shared on limit_budget;
update parked_item p
  set subject = concat_ws(
    '/',
    e.program_id,
    e.partner_account_id,
    e.scope_id,
    case when e.limit_id like 'PROGRAM:%'
      then concat_ws(
        '/',
        split_part(e.limit_id, ':', 2),
        split_part(e.limit_id, ':', 3),
        'PROGRAM',
        split_part(e.limit_id, ':', 4),
        '',
        split_part(e.limit_id, ':', 5)
      )
      else concat_ws(
        '/',
        split_part(e.limit_id, ':', 1),
        split_part(e.limit_id, ':', 2),
        split_part(e.limit_id, ':', 3),
        split_part(e.limit_id, ':', 4),
        split_part(e.limit_id, ':', 5),
        e.currency
      )
    end,
    extract(epoch from e.window_start),
    extract(epoch from e.window_end),
    e.percent
  )
  from limit_event e
  where p.kind = 'LIMIT_NOTICE'
    and p.subject = concat_ws(
      '/',
      e.program_id,
      e.partner_account_id,
      e.scope_id,
      e.limit_id,
      e.currency,
      extract(epoch from e.window_start),
      extract(epoch from e.window_end),
      e.percent
    );
do $$
declare t text;
begin
  foreach t in array array['limit_budget', 'limit_event', 'limit_refusal'] loop
    execute format(
      'alter table %I
        drop constraint %I,
        add column event text,
        add column kind text,
        add column scope text,
        add column reset text,
        add column group_id text',
      t,
      t || '_pkey'
    );
    execute format(
      $update$
        update %I l
          set (event, kind, scope, reset, group_id, currency) = (
            select
              case when p[1] = 'PROGRAM' then p[2] else p[1] end,
              case when p[1] = 'PROGRAM' then p[3] else p[2] end,
              case when p[1] = 'PROGRAM' then 'PROGRAM' else p[3] end,
              p[4],
              case when p[1] = 'PROGRAM' then '' else coalesce(p[5], '') end,
              case when p[1] = 'PROGRAM' then p[5] else l.currency end
            from string_to_array(l.limit_id, ':') p
          )
      $update$,
      t
    );
    execute format(
      'alter table %I
        drop column limit_id,
        alter column event set not null,
        alter column kind set not null,
        alter column scope set not null,
        alter column reset set not null,
        alter column group_id set not null',
      t
    );
  end loop;
end $$;
-- All counters of one limit in one window lie together, whoever they are of.
alter table limit_budget add primary key (
  program_id,
  partner_account_id,
  event,
  kind,
  scope,
  reset,
  group_id,
  currency,
  window_start,
  window_end,
  scope_id
);
alter table limit_event add primary key (
  program_id,
  partner_account_id,
  event,
  kind,
  scope,
  reset,
  group_id,
  currency,
  window_start,
  window_end,
  scope_id,
  percent
);
alter table limit_refusal add primary key (
  program_id,
  event,
  kind,
  scope,
  reset,
  group_id,
  currency,
  window_start,
  window_end,
  scope_id,
  partner_account_id
);
-- A partner sees what is used of a program's limit that the brand shares.
create policy partner_reads_shared on limit_budget for select to counterfoil_api
  using (
    partner_account_id = '00000000-0000-0000-0000-000000000000'
      and exists (
        select
        from program_limit l
        where l.program_id = limit_budget.program_id
          and l.shared
          and l.ended_at is null
          and l.event = limit_budget.event
          and l.kind = limit_budget.kind
          and l.reset = limit_budget.reset
          and l.currency = limit_budget.currency
      )
  );

-- The uses of limits that decisions keep, opened: the one place in SQL that reads the ids by which
-- they name a limit. Decisions are never changed, and the first engine's knew contracts alone.
create view limit_use with (security_invoker = true) as
  select
    d.brand_account_id,
    d.program_id,
    d.partner_account_id,
    d.contract_id,
    d.link_id,
    d.subject_id,
    d.occurred_at,
    d.event as of_event,
    d.outcome,
    d.reason,
    d.is_test,
    u.n,
    case when p[1] = 'PROGRAM' then p[2] else p[1] end as event,
    u.use ->> 'kind' as kind,
    coalesce(u.use ->> 'scope', 'CONTRACT') as scope,
    p[4] as reset,
    case when p[1] = 'PROGRAM' then '' else coalesce(p[5], '') end as group_id,
    case
      when p[1] = 'PROGRAM' then p[5]
      when u.use ->> 'kind' = 'PAYOUT' then d.currency
      else ''
    end as currency,
    to_timestamp((u.use ->> 'windowStart')::numeric / 1000)::timestamptz(3) as window_start,
    case
      when p[4] = 'CONTRACT' or u.use ->> 'windowEnd' is null then 'infinity'
      else to_timestamp((u.use ->> 'windowEnd')::numeric / 1000)
    end::timestamptz(3) as window_end,
    (u.use ->> 'max')::bigint as max,
    (u.use ->> 'before')::bigint as before,
    (u.use ->> 'after')::bigint as after
  from decision d
  cross join lateral jsonb_array_elements(d.uses)
    with ordinality u (use, n)
  cross join lateral string_to_array(u.use ->> 'limitId', ':') p;
alter view limit_use owner to counterfoil_worker;
