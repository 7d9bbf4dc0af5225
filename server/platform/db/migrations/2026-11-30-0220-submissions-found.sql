-- A shop that sends each order by itself makes a submission of each: what the worker and the API
-- look for among them is found without reading all.
create index conversion_submission_digest on conversion_submission (program_id, digest);
create index conversion_submission_kept on conversion_submission (submitted_at)
  where state = 'PREVIEW';
create index conversion_submission_left on conversion_submission (id)
  where state = 'DISCARDED' and completed_at is null;
