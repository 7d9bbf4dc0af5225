-- Reached by its functions alone.
alter table rate_limit enable row level security;
