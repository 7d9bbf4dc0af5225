-- Clicks that a restriction blocks and leaves out of reports: counted as raw, absent from lists of
-- payable clicks [D79]. Additive.
alter table decision add column hidden boolean not null default false;
-- Of `clicks`.
alter table click_rollup add column hidden_clicks bigint not null default 0 check (
  hidden_clicks between 0 and clicks
);
