-- Rows that are counted up again and again keep room for their next version on their page: such an
-- update touches no index and leaves nothing behind that only a vacuum could clear.
alter table click_rollup set (fillfactor = 50);
alter table limit_budget set (fillfactor = 50);
