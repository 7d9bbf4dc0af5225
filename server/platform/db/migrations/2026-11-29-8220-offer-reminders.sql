-- Partners who were asked and have not answered can be reminded. Additive.
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('CONTRACT_PROPOSED',
  'CONTRACT_COUNTERED', 'CONTRACT_ACCEPTED', 'CONTRACT_DECLINED', 'CONTRACT_WITHDRAWN',
  'CONTRACT_REMINDED',
  'CONTRACT_ENDS',
    'CHANGE_SCHEDULED',
    'CHANGE_WITHDRAWN',
    'CHANGE_OPTED_IN',
    'LIMIT_NEAR',
    'LIMIT_REACHED',
    'CPC_REQUESTED',
    'CPC_IN_REVIEW',
    'CPC_ENABLED',
    'CPC_REJECTED'));
-- When the partner was reminded last: at most once a day.
alter table contract_change_partner add column reminded_at timestamptz(3);
