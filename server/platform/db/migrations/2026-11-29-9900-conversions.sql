-- A sale that was credited is a conversion, in tables as in the API and its codes; until now the
-- tables said "action".
alter table action rename to conversion;
alter table action_update rename to conversion_update;
alter table action_request rename to conversion_request;
alter table conversion_update rename column action_id to conversion_id;
alter table conversion_request rename column action_id to conversion_id;
do $$
declare named record;
begin
  for named in
    select conrelid::regclass as holder, conname as name
    from pg_constraint
    where connamespace = 'public'::regnamespace and conname ~ '(^|_)action(_|$)'
  loop
    execute format(
      'alter table %s rename constraint %I to %I',
      named.holder,
      named.name,
      regexp_replace(named.name, '(^|_)action(_|$)', '\1conversion\2', 'g')
    );
  end loop;
  for named in
    select relname as name
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'i' and relname ~ '(^|_)action(_|$)'
  loop
    execute format(
      'alter index %I rename to %I',
      named.name,
      regexp_replace(named.name, '(^|_)action(_|$)', '\1conversion\2', 'g')
    );
  end loop;
end $$;

-- The codes that were named after it: a limit's and a bonus's kind, the reason of a sale past a
-- limit, a right. Rows that are never changed keep all they say; they say it in the new words.
alter table program_limit drop constraint program_limit_kind_check;
create function pg_temp.renamed(said text) returns text language sql immutable as $$
  select regexp_replace(
    regexp_replace(
      said,
      '"(kind|basis|reason)": "(ALL_|OVERLIMIT_)?ACTIONS"',
      '"\1": "\2CONVERSIONS"',
      'g'
    ),
    '"(limitId|id)": "((PROGRAM:)?SALE):ACTIONS:',
    '"\1": "\2:CONVERSIONS:',
    'g'
  )
$$;
do $$
declare
  held record;
  is_barred boolean;
begin
  for held in
    select holder, name, (
      case
        when is_json then format('pg_temp.renamed(%I::text)::jsonb', name)
        else format(
          'case when %1$I in (''ACTIONS'', ''OVERLIMIT_ACTIONS'')
            then replace(%1$I, ''ACTIONS'', ''CONVERSIONS'') else %1$I end',
          name
        )
      end
    ) as new_words
    from (
      values
        ('terms_version', 'body', true),
        ('campaign_terms', 'body', true),
        ('contract_change', 'input', true),
        ('decision', 'uses', true),
        ('decision', 'reason', false),
        ('conversion', 'reason', false),
        ('conversion_update', 'reason', false),
        ('sales_daily', 'reason', false),
        ('program_limit', 'kind', false),
        ('limit_budget', 'kind', false),
        ('limit_event', 'kind', false),
        ('limit_refusal', 'kind', false),
        ('notice', 'limit_fact', true),
        ('replay', 'body', true),
        ('replay', 'result', true),
        ('replay', 'detail', true),
        ('replay_move', 'uses', true)
    ) columns (holder, name, is_json)
  loop
    -- Nobody may change most of these rows; this migration alone does, once.
    is_barred := not has_table_privilege(held.holder, 'update');
    if is_barred then
      execute format('grant update on %I to current_user', held.holder);
    end if;
    execute format('alter table %I disable trigger user', held.holder);
    execute format(
      'update %1$I set %2$I = %3$s where %2$I is distinct from %3$s',
      held.holder,
      held.name,
      held.new_words
    );
    execute format('alter table %I enable trigger user', held.holder);
    if is_barred then
      execute format('revoke update on %I from current_user', held.holder);
    end if;
  end loop;
end $$;
alter table program_limit
  add constraint program_limit_kind_check check (kind in ('CLICKS', 'CONVERSIONS', 'PAYOUT'));
update api_key set scopes = array_replace(scopes, 'actions:write', 'conversions:write');
