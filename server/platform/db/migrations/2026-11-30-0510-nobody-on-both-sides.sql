-- Nobody is brand and partner of it. A tenant cannot look for that, because it does not see the
-- other's people: what makes the partnership does, and answers false where it finds somebody.
-- Whoever calls it holds the lock of both accounts.
drop function work_together_by_link;
create function work_together_by_link(link text, new_id uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select
    from terms_behind_link(link) l
    join membership b on b.account_id = l.brand_account_id
    join membership p on p.user_id = b.user_id
    where p.account_id = app_account()
  ) then
    return false;
  end if;
  insert into partnership (id, brand_account_id, partner_account_id, created_at)
    select new_id, l.brand_account_id, a.id, at from terms_behind_link(link) l
      join account a on a.id = app_account() and a.kind = 'PARTNER'
    on conflict (brand_account_id, partner_account_id) do nothing;
  return true;
end $$;
revoke all on function work_together_by_link from public;
grant execute on function work_together_by_link to counterfoil_api;
