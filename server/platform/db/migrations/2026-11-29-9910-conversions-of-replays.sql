-- Places more that say "action" of a conversion: why a replay moved an event, why a request about a
-- sale was refused, and what a notice of a limit that is parked is about. The API knows the first
-- by its new name alone, clients the second; the last would never be found again.
update replay_move
  set
    reason_now = replace(reason_now, 'OVERLIMIT_ACTIONS', 'OVERLIMIT_CONVERSIONS'),
    reason_then = replace(reason_then, 'OVERLIMIT_ACTIONS', 'OVERLIMIT_CONVERSIONS')
  where 'OVERLIMIT_ACTIONS' in (reason_now, reason_then);
update conversion_request
  set refusal = 'TEST_CONVERSION_NEVER_PAYS'
  where refusal = 'TEST_ACTION_NEVER_PAYS';
update parked_item
  set subject = replace(subject, '/SALE/ACTIONS/', '/SALE/CONVERSIONS/')
  where kind = 'LIMIT_NOTICE';
