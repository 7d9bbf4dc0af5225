/**
 * Dates of instants in zones, for statements. The database has a time-zone table of its own, often
 * older than the product's; were both used, one click would stand on two days. So statements are
 * told the product's offsets and cut by them.
 */
import pg from "pg";
import { zoneOffsets } from "../../domain/calendar.ts";

/** A table of these zones, to be joined by its name: zone, since, seconds. */
export function zoneTable(zones: readonly string[]): string {
  if (zones.length === 0)
    return `(
        select null::text as zone, null::timestamptz[] as since, null::int[] as seconds where false
      )`;
  const rows = zones.map((zone) => {
    const offsets = zoneOffsets(zone);
    const since = offsets.map(({ from }) => new Date(from).toISOString());
    return `(
        ${pg.escapeLiteral(zone)},
        '{${since.join(",")}}'::timestamptz[],
        '{${offsets.map(({ seconds }) => seconds).join(",")}}'::int[]
      )`;
  });
  return `(select * from (values ${rows.join(", ")}) t (zone, since, seconds))`;
}

/** What the clock shows at an instant; `of` names a row of the table. */
export const localTime = (instant: string, of: string): string =>
  `(
      (${instant}) at time zone 'UTC' + make_interval(
        secs => ${of}.seconds[greatest(width_bucket(${instant}, ${of}.since), 1)]
      )
    )`;
/** The date of an instant. */
export const localDate = (instant: string, of: string): string => `${localTime(instant, of)}::date`;
