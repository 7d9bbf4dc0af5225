/**
 * The facts of a click that rules may test, as domain/rule-facts.ts reads them; `c` is the click
 * table.
 */
import { columnsOf, everyClickField, type ClickField } from "../../domain/click-fields.ts";

const selected = (field: ClickField): string => {
  const columns = columnsOf(field).map((column) => `c.${column}`);
  return typeof field.column === "string" ? columns.join("") : `array[${columns.join(", ")}]`;
};
const ofClick = everyClickField
  .filter(([, { rules }]) => rules)
  .map(([name, field]) => `${selected(field)} as "${name}"`);

export const factColumns = `c.id,
  (extract(epoch from c.clicked_at) * 1000)::float8 as at,
  ${ofClick.join(",\n  ")},
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
