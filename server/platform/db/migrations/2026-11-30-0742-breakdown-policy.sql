-- Who asks is found once a statement, not once a row: a breakdown reads hundreds of thousands.
drop policy either_tenant on click_breakdown;
create policy either_tenant on click_breakdown for
  select to counterfoil_api using (
    brand_account_id = (select app_account()) or partner_account_id = (select app_account())
  );
