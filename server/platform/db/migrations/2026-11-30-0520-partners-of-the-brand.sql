-- A brand gives codes to partners that it works with, in its own programs, and verifies no others.
do $$
declare
  named text;
begin
  foreach named in array
    array['promo_code', 'verification', 'verification_request', 'verification_pass']
  loop
    execute format(
      'alter policy brand_tenant on %I
        with check (
          brand_account_id = app_account()
            and work_together(brand_account_id, partner_account_id)
            and own_program(program_id, brand_account_id)
        )',
      named
    );
  end loop;
end $$;
