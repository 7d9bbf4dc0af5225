/**
 * The facts of a click that rules may test, as domain/rule-facts.ts reads them; `c` is the click
 * table.
 */
export const factColumns = `c.id,
  (extract(epoch from c.clicked_at) * 1000)::float8 as at,
  c.program_id as program,
  c.ad_id as ad,
  c.link_id as link,
  c.browser,
  c.device,
  c.os,
  c.country,
  c.region,
  c.city,
  c.shared_id as "sharedId",
  array[c.sub_id1, c.sub_id2, c.sub_id3] as "subIds",
  c.referrer,
  c.referrer_host as "referrerHost",
  c.landing_page as "landingPage",
  c.custom,
  array[known.value1, known.value2, known.value3] as "partnerValues",
  coalesce(known.group_ids::text[], '{}') as "partnerGroups",
  l.media_property_id as "mediaProperty"`;

const ofLink = "left join tracking_link l on l.id = c.link_id";
/** What the brand knew of the partner at the click's instant, for whoever reads all tables. */
export const factJoins = `${ofLink}
  left join lateral (
    select *
    from partner_profile p
    where p.brand_account_id = c.brand_account_id
      and p.partner_account_id = c.partner_account_id
      and p.since <= c.clicked_at
    order by p.since desc
    limit 1
  ) known
    on true`;
/** The same for a viewer: brand or partner of the click. */
export const viewerFactJoins = `${ofLink}
  left join lateral partner_profile_at(c.brand_account_id, c.partner_account_id, c.clicked_at) known
    on true`;
