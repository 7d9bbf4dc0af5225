-- A line names the seal that the ledger ended with when the line was written: whoever keeps the
-- statement can tell whether the ledger was changed since. Null: written before this was noted.
alter table statement_line add column seal bytea;

-- A partner reads its own chain, so that it can follow it without us. It runs over all its brands:
-- no brand reads it.
grant select on ledger_seal to counterfoil_api;
create policy own_chain on ledger_seal for
  select to counterfoil_api using (partner_account_id = (select app_account()));
