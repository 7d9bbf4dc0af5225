-- Lists of ledger entries, newest first: those of clicks are found by their clicks, which are
-- indexed, so that no click pays for this.
create index ledger_transfer_of_others on ledger_transfer (program_id, effective_at, subject_id)
  where event <> 'CLICK';
