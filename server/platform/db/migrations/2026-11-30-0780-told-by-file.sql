-- Figures that only a file told: what Amazon tells of their row stands in their place, also where
-- it is less.
alter table report_row add column from_file boolean not null default false;
