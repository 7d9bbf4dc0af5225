-- What the browser's Accept-Language named first; null for clicks of before and where it names
-- none.
alter table click add column language text;
