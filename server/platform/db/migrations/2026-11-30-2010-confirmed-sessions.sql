-- When the person of a session last gave the password: what moves money or rights asks for it anew.
alter table user_session add column confirmed_at timestamptz(3);
update user_session set confirmed_at = created_at;
alter table user_session alter column confirmed_at set not null;
