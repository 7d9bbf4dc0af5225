-- Thousands of rows that each tell as much as a row may pass what a bigint holds.
alter table attribution_hold alter column amount_taken_micros type numeric;
