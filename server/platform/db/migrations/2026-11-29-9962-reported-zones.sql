-- Zone and currency in which a program's connected profile reports; null: those of its storefront.
-- They stay when it is disconnected: its sales were cut and counted by them. Additive.
alter table program
  add column report_zone text,
  add column report_currency text;
