-- A row that names two accounts binds both, so nobody writes one about an account it does not work
-- with, and nobody begins to work with an account by itself: partnerships come of an invitation or
-- of a branded link alone.
create function work_together(brand uuid, partner uuid) returns boolean
  language sql stable parallel safe as
  $$
  select exists (
    select from partnership p where p.brand_account_id = brand and p.partner_account_id = partner
  ) $$;
create function own_program(program uuid, brand uuid) returns boolean
  language sql stable parallel safe as
  $$ select exists (select from program p where p.id = program and p.brand_account_id = brand) $$;

-- Before there is a tenant (platform/auth) an accepted invitation makes it; a tenant does so
-- through the code of open terms.
drop policy either_tenant on partnership;
create policy either_tenant on partnership for select to counterfoil_api
  using (app_account() in (brand_account_id, partner_account_id));
create function work_together_by_link(link text, new_id uuid, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into partnership (id, brand_account_id, partner_account_id, created_at)
    select new_id, l.brand_account_id, a.id, at from terms_behind_link(link) l
      join account a on a.id = app_account() and a.kind = 'PARTNER'
    on conflict (brand_account_id, partner_account_id) do nothing
$$;
revoke all on function work_together_by_link from public;
grant execute on function work_together_by_link to counterfoil_api;

-- A member is let in before there is a tenant; who it is never changes.
drop policy own_account on membership;
create policy own_account on membership for select to counterfoil_api
  using (account_id = app_account());
create policy own_account_changes on membership for update to counterfoil_api
  using (account_id = app_account()) with check (account_id = app_account());
create policy own_account_removes on membership for delete to counterfoil_api
  using (account_id = app_account());
revoke update on membership from counterfoil_api;
grant update (role, permissions) on membership to counterfoil_api;

-- A side proposes; the brand signs too, and a partner only what follows from a contract of the two.
drop policy either_tenant on contract;
create policy either_tenant on contract for select to counterfoil_api
  using (app_account() in (brand_account_id, partner_account_id));
create policy either_tenant_changes on contract for update to counterfoil_api
  using (app_account() in (brand_account_id, partner_account_id))
  with check (app_account() in (brand_account_id, partner_account_id));
create policy either_tenant_adds on contract for insert to counterfoil_api
  with check (
    app_account() in (brand_account_id, partner_account_id)
    and work_together(brand_account_id, partner_account_id)
    and own_program(program_id, brand_account_id)
    and (
      brand_account_id = app_account()
      or (decision = 'PROPOSED' and proposed_by_account_id = app_account())
      or exists (
        select from contract o
        where o.id = contract.follows_id
          and o.program_id = contract.program_id
          and o.partner_account_id = contract.partner_account_id
      )
    )
  );

-- What happened to a contract is told by whoever did it, of a contract of the two.
drop policy either_tenant on contract_event;
create policy either_tenant on contract_event for select to counterfoil_api
  using (app_account() in (brand_account_id, partner_account_id));
create policy actor_tells on contract_event for insert to counterfoil_api
  with check (
    actor_account_id = app_account()
    and exists (
      select from contract c
      where c.id = contract_id
        and c.brand_account_id = contract_event.brand_account_id
        and c.partner_account_id = contract_event.partner_account_id
    )
  );

do $$
declare t text;
begin
  foreach t in array array['tracking_link', 'simulated_order']
  loop
    execute format('drop policy either_tenant on %I', t);
    execute format('create policy either_tenant on %I for select to counterfoil_api
      using (app_account() in (brand_account_id, partner_account_id))', t);
    execute format('create policy either_tenant_adds on %I for insert to counterfoil_api
      with check (
        app_account() in (brand_account_id, partner_account_id)
        and work_together(brand_account_id, partner_account_id)
        and own_program(program_id, brand_account_id)
      )', t);
  end loop;
end $$;
create policy either_tenant_changes on tracking_link for update to counterfoil_api
  using (app_account() in (brand_account_id, partner_account_id))
  with check (app_account() in (brand_account_id, partner_account_id));

-- A change is the brand's; a partner marks what it took early.
drop policy either_tenant on contract_change_partner;
create policy either_tenant on contract_change_partner for select to counterfoil_api
  using (app_account() in (brand_account_id, partner_account_id));
create policy either_tenant_changes on contract_change_partner for update to counterfoil_api
  using (app_account() in (brand_account_id, partner_account_id))
  with check (app_account() in (brand_account_id, partner_account_id));
create policy brand_adds on contract_change_partner for insert to counterfoil_api
  with check (
    brand_account_id = app_account() and work_together(brand_account_id, partner_account_id)
  );

-- What a brand keeps of a partner, and what it makes for one alone, is about a partner it works
-- with.
do $$
declare t text;
begin
  foreach t in array array[
    'partner_group_member', 'partner_profile', 'ad', 'template_terms', 'terms_version'
    ]
  loop
    execute format('create policy of_partners on %I as restrictive for insert to counterfoil_api
      with check (
        partner_account_id is null or work_together(brand_account_id, partner_account_id)
      )', t);
  end loop;
end $$;
