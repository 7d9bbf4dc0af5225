-- Tags are made from the template that Amazon gives, kept as it came; without one, links carry no
-- tag. Programs so far are simulated ones: theirs is what the simulator answers. Links keep their
-- addresses and get the new tag at once.
alter table program add column attribution_template text;
update program
  set attribution_template = '?maas=maas_adg_api_' || advertiser_id || '_static_' || publisher_id
    || '_1&ref_=aa_maas&tag=maas&aa_campaignid={insertCampaignId}'
    || '&aa_adgroupid={insertAdGroupId}&aa_creativeid={insertAdId}'
  where advertiser_id like 'SIM%';
