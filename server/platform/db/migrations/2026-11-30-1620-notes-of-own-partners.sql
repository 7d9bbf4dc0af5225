-- A note is about a partner that the brand works with: the database's wall says so, too.
alter policy brand_tenant on partner_note
  with check (
    brand_account_id = app_account()
      and exists (
        select
        from partnership p
        where p.brand_account_id = app_account()
          and p.partner_account_id = partner_note.partner_account_id
      )
  );
