-- Clicks whose visitor the program had not seen: of the unique ones. Kept with the decision, since
-- it depends on which clicks were accounted before. Additive: what was decided before counts none.
alter table decision add column new_visitor boolean not null default false;
alter table click_rollup add column new_visitor_clicks bigint not null default 0;
