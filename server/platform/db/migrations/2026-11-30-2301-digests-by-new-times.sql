-- Since when a person's digests go out as chosen: what waited then is due with the next one.
alter table letter_times add column digest_from timestamptz(3);
