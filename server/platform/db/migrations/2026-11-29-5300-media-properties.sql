-- Media properties can be renamed and taken away; links and decided clicks that name one keep it.
-- Additive.
alter table media_property add column removed_at timestamptz(3);
alter table media_property drop constraint media_property_partner_account_id_name_key;
create unique index media_property_name on media_property (partner_account_id, name)
  where removed_at is null;
grant update (name, url, removed_at) on media_property to counterfoil_api;
