-- On which date all of a line falls due, as its contracts said when it was closed: what comes late
-- for its month, or a later version of the terms, moves it no more. Null: written before this was
-- noted.
alter table statement_line add column due_on date;
