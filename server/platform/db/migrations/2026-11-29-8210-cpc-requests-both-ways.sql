-- A CPC request is told: the operators when a brand asks, the brand at every step. Additive.
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('CONTRACT_PROPOSED',
  'CONTRACT_COUNTERED', 'CONTRACT_ACCEPTED', 'CONTRACT_DECLINED', 'CONTRACT_WITHDRAWN',
  'CONTRACT_ENDS',
    'CHANGE_SCHEDULED',
    'CHANGE_WITHDRAWN',
    'CHANGE_OPTED_IN',
    'LIMIT_NEAR',
    'LIMIT_REACHED',
    'CPC_REQUESTED',
    'CPC_IN_REVIEW',
    'CPC_ENABLED',
    'CPC_REJECTED'));

-- Who is told about a brand's CPC request: a brand's step is told to the operators, an operator's
-- to those of the brand who may ask.
create function cpc_contacts(brand uuid) returns table (account_id uuid, email text) language sql
  stable security definer
  set search_path = public, pg_temp as $$
  select m.account_id, u.email
    from membership m
    join app_user u on u.id = m.user_id
    join account a on a.id = m.account_id
  where case app_kind()
    when 'BRAND' then brand = app_account() and a.kind = 'PLATFORM' and m.role = 'OPERATOR'
    when 'PLATFORM' then a.id = brand
      and m.role in ('BRAND_ADMIN', 'ANALYST')
      and exists (select from cpc_request r where r.brand_account_id = brand)
    else false end
$$;
revoke all on function cpc_contacts from public;
grant execute on function cpc_contacts to counterfoil_api;

create policy asks_for_cpc on notice for
  insert to counterfoil_api
  with check (from_account_id = app_account() and app_kind() = 'BRAND' and kind = 'CPC_REQUESTED'
  and notice.account_id in (select c.account_id from cpc_contacts(app_account()) c));
create policy reviews_cpc on notice for
  insert to counterfoil_api
  with check (from_account_id = app_account() and app_kind() = 'PLATFORM'
  and kind in ('CPC_IN_REVIEW', 'CPC_ENABLED', 'CPC_REJECTED')
    and exists (select from cpc_request r where r.brand_account_id = notice.account_id));
