-- An order is found by its id, in whichever case it is typed.
create index conversion_order_typed on conversion (lower(order_id));
