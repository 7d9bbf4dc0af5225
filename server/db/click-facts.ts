/** The columns of a click that rules may test, as domain/rule-facts.ts reads them; `c` is the click table. */
export const factColumns = `c.id, (extract(epoch from c.clicked_at) * 1000)::float8 as at, c.ad_id as ad, c.link_id as link, c.browser, c.device, c.os, c.country, c.region, c.city,
  c.shared_id as "sharedId", array[c.sub_id1, c.sub_id2, c.sub_id3] as "subIds", c.referrer, c.referrer_host as "referrerHost", c.landing_page as "landingPage", c.custom`;
