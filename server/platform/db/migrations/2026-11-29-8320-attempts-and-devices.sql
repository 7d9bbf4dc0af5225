-- Attempts are counted for all processes of the API together. What is counted is named by its hash
-- alone; what is lost in a crash of the database begins anew.
create unlogged table attempt (
  key text primary key,
  points integer not null,
  expires_at timestamptz(3) not null
);
create index on attempt (expires_at);
-- Browsers in which a person has signed in: what strangers try elsewhere does not lock these out.
create table sign_in_device (
  token_hash text primary key,
  user_id uuid not null references app_user,
  last_used_at timestamptz(3) not null
);
create index on sign_in_device (user_id, last_used_at);

grant select, insert, update, delete on attempt, sign_in_device to counterfoil_api;
do $$
declare t text;
begin
  foreach t in array array['attempt', 'sign_in_device']
  loop
    execute format('alter table %I enable row level security', t);
    execute format(
      $p$create policy before_tenant on %I to counterfoil_api using (app_kind() = 'AUTH')
      with check (app_kind() = 'AUTH')$p$, t
    );
  end loop;
end $$;
