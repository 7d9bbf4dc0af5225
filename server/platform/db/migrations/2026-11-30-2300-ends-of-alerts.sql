-- Why an alert stands out no more.
alter table alert add column closed_because text
  check (closed_because in ('AS_USUAL', 'NOT_WATCHED', 'CONTRACT_OVER', 'PROGRAM_INACTIVE'));
update alert set closed_because = 'AS_USUAL' where closed_at is not null;
alter table alert add check ((closed_because is null) = (closed_at is null));
