/** That links ended when they should: no click earlier or later, and each counted once. */
import { uncounted } from "../../domain/link-end.ts";
import { keySql, type Sides } from "./compare.ts";

const standing = uncounted.map((reason) => `'${reason}'`).join(", ");
const isUnder = `d.brand_account_id = e.brand_account_id
        and d.program_id = e.program_id
        and d.link_id = e.link_id
        and d.event = 'CLICK'
        and d.occurred_at >= e.set_at
        and (e.lifted_at is null or d.occurred_at < e.lifted_at)`;
const scoped = (row: string): string => `($1::uuid is null or ${row}.program_id = $1)`;
const none = "select null::text as key, null::bigint[] as counts where false and $1::uuid is null";

export const linkEndChecks: readonly Sides[] = [
  {
    check: "unique clicks under an end that counts = what it has counted, at most its number",
    left: `select
        ${keySql("e.id")} as key,
        array[count(*) filter (
          where d.classification = 'U' and (d.reason is null or d.reason not in (${standing}))
        )] as counts
      from link_end e
      left join decision d on ${isUnder}
      where e.after_clicks is not null and ${scoped("e")}
      group by e.id`,
    right: `select ${keySql("id")} as key, array[least(counted, after_clicks)]::bigint[] as counts
      from link_end e
      where after_clicks is not null and ${scoped("e")}`,
  },
  {
    check: "clicks that were decided as if their link had not ended = none",
    left: `select ${keySql("d.subject_id")} as key, array[1::bigint] as counts
      from link_end e
      join decision d on ${isUnder} and d.occurred_at >= e.ends_at
      where ${scoped("e")} and (d.reason is null or d.reason not in (${standing}))`,
    right: none,
  },
  {
    check: "clicks that are not paid for an end that their link has not = none",
    left: `select ${keySql("d.subject_id")} as key, array[1::bigint] as counts
      from decision d
      where d.event = 'CLICK'
        and d.reason = 'LINK_ENDED'
        and ${scoped("d")}
        and not exists (
          select
          from link_end e
          where e.link_id = d.link_id
            and d.occurred_at >= e.set_at
            and (e.lifted_at is null or d.occurred_at < e.lifted_at)
            and (d.occurred_at >= e.ends_at or e.counted >= e.after_clicks)
        )`,
    right: none,
  },
];
