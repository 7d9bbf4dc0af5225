-- The day with which weeks of an account's reports begin. Weekly limits count from Monday.
alter table account add column first_weekday text not null default 'MONDAY'
  check (first_weekday in ('MONDAY', 'SUNDAY'));
