-- Who sees an account, said so that an index answers it: with 10,000 partners the search for one
-- took longer than a request may.
alter policy own_or_partnered on account using (
  id = app_account()
  or exists (
    select
    from partnership p
    where p.brand_account_id = app_account() and p.partner_account_id = account.id
  )
  or exists (
    select
    from partnership p
    where p.partner_account_id = app_account() and p.brand_account_id = account.id
  ));
