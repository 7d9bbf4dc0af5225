-- Limits that fill up are told. Additive.

-- ---------------------------------------------------------------- notices of limits
alter table notice drop constraint notice_kind_check;
alter table notice add constraint notice_kind_check check (kind in ('CONTRACT_PROPOSED',
  'CONTRACT_COUNTERED', 'CONTRACT_ACCEPTED', 'CONTRACT_DECLINED', 'CONTRACT_WITHDRAWN',
  'CONTRACT_ENDS',
    'CHANGE_SCHEDULED',
    'CHANGE_WITHDRAWN',
    'CHANGE_OPTED_IN',
    'LIMIT_NEAR',
    'LIMIT_REACHED'));
-- What was reached, as it stood then; limits may be changed since.
alter table notice add column limit_fact jsonb check (
  (limit_fact is not null) = (kind in ('LIMIT_NEAR', 'LIMIT_REACHED'))
);
