-- What the operator's list of accounts tells of each beside its row: how much it has and when it
-- was used last. Programs, partners, sessions and keys themselves stay their account's own.
create function account_activity(ids uuid[])
returns table (account uuid, programs int, partners int, members int, active_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select
    a.id,
    (select count(*)::int from program p where p.brand_account_id = a.id),
    (
      select count(*)::int
      from partnership p
      where a.id in (p.brand_account_id, p.partner_account_id)
    ),
    (select count(*)::int from membership m where m.account_id = a.id),
    greatest(
      (select max(s.last_seen_at) from user_session s where s.account_id = a.id),
      (select max(k.last_used_at) from api_key k where k.account_id = a.id)
    )
  from account a
  where a.id = any(ids) and app_kind() = 'PLATFORM'
$$;
revoke all on function account_activity from public;
grant execute on function account_activity to counterfoil_api;
