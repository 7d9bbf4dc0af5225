-- Which planned change brought a contract's end. A change that is taken back gives back the end
-- that it brought, and no other: what a person decided since stays, also for the very same day.
alter table contract add column ended_by_change_id uuid references contract_change;
update contract c
  set ended_by_change_id = p.change_id
  from contract_change_partner p
  where p.old_contract_id = c.id
    and p.state = 'SCHEDULED'
    and c.decision = 'SIGNED'
    and c.ends_at = p.effective_at
    -- An end that a person set before the change is kept beside it; one set since is the person's.
    and (c.expired_by is null or p.old_ends_at is not null);
