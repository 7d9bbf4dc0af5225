-- The API hands rows in; what became of them is the worker's to say.
alter policy brand_hands_in on submitted_conversion with check (
  brand_account_id = app_account()
    and state in ('QUEUED', 'FAILED')
    and conversion_id is null
    and try_at is null
    and exists (
      select
      from conversion_submission s
      where s.id = submission_id
        and s.brand_account_id = app_account()
        and s.program_id = submitted_conversion.program_id
    )
);
alter policy brand_hands_in on conversion_submission with check (
  brand_account_id = app_account()
    and state in ('READING', 'QUEUED')
    and booked = 0
    and preview is null
    and exists (
      select from program p where p.id = program_id and p.brand_account_id = app_account()
    )
);
