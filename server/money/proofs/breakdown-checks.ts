/** That what is folded for breakdowns equals its decisions, and that nothing was forgotten. */
import { breakdownColumns, breakdownSumNames } from "../../platform/db/breakdown-sums.ts";
import { isFolded } from "../breakdowns/blocks.ts";
import { foldedRows, joinedRows, rowKeys } from "../breakdowns/folded-rows.ts";
import { keySql, type Sides } from "./compare.ts";

const scoped = "($1::uuid is null or program_id = $1)";
const isCurrent = `not exists (
    select
    from click_breakdown_mark m
    where m.program_id = p.program_id and m.quarter >= p.starts_at and m.quarter < p.ends_at
  )`;
/** Stretches that hold no mark: others are folded anew, and read from the clicks until then. */
const current = `select p.program_id, p.brand_account_id, p.starts_at, p.ends_at, p.hours
  from click_breakdown_period p
  where ${isFolded("p")} and ${isCurrent} and ($1::uuid is null or p.program_id = $1)`;
const key = keySql("program_id", "starts_at", "hours", ...rowKeys);
/** Blocks `b` and the rows `r` of the hours and dates in them. */
const partsOfBlocks = `click_breakdown_period b
  join click_breakdown_period p
    on p.program_id = b.program_id
    and p.starts_at >= b.starts_at
    and p.ends_at <= b.ends_at
    and ${isFolded("p")}
  join click_breakdown r
    on r.program_id = p.program_id
    and r.starts_at = p.starts_at
    and r.hours = p.hours
    and not ${isFolded("b")}
    and ($1::uuid is null or b.program_id = $1)`;
const counts = `array[${breakdownColumns.join(", ")}]::bigint[] as counts`;

export const breakdownChecks: readonly Sides[] = [
  {
    check:
      `decisions = folded clicks: ${breakdownSumNames.join(" / ")} / micros, per stretch, ` +
      "dimension and value",
    left: `select ${key} as key, ${counts} from (${foldedRows(current)}) f`,
    right: `select ${key} as key, ${counts}
      from click_breakdown r
      where ${scoped}
        and exists (
          select
          from (${current}) p
          where p.program_id = r.program_id
            and p.starts_at = r.starts_at
            and p.hours = r.hours
        )`,
  },
  {
    check: "rows of stretches = rows of the block that holds them, in each sum",
    left: `select ${key} as key, ${counts}
      from (${joinedRows("b.starts_at", "b.hours", partsOfBlocks)}) f`,
    right: `select ${key} as key, ${counts}
      from click_breakdown r
      where ${scoped} and not ${isFolded("r")}`,
  },
  {
    check: "rows of no stretch = none",
    left: `select ${key} as key, ${counts}
      from click_breakdown r
      where ${scoped}
        and not exists (
          select
          from click_breakdown_period p
          where p.program_id = r.program_id
            and p.starts_at = r.starts_at
            and p.hours = r.hours
        )`,
    right: "select null::text as key, null::bigint[] as counts where false and $1::uuid is null",
  },
  {
    check: "quarter hours with clicks that are neither folded nor marked = none",
    left: `select ${keySql("program_id", "bucket")} as key, array[sum(clicks)]::bigint[] as counts
      from click_rollup r
      where level = 'P'
        and ${scoped}
        and not exists (
          select
          from click_breakdown_mark m
          where m.program_id = r.program_id and m.quarter = r.bucket
        )
        and not exists (
          select
          from click_breakdown_period p
          where p.program_id = r.program_id
            and ${isFolded("p")}
            and p.starts_at <= r.bucket
            and p.ends_at > r.bucket
        )
      group by 1`,
    right: "select null::text as key, null::bigint[] as counts where false and $1::uuid is null",
  },
  {
    check: "stretches that overlap = none",
    left: `select ${keySql("p.program_id", "p.starts_at")} as key, array[1::bigint] as counts
      from click_breakdown_period p
      join click_breakdown_period o
        on o.program_id = p.program_id
        and o.starts_at < p.ends_at
        and o.ends_at > p.starts_at
        and o.hours <= p.hours
        and (o.starts_at <> p.starts_at or o.hours <> p.hours)
        and not (
          not ${isFolded("p")}
          and o.hours < p.hours
          and o.starts_at >= p.starts_at
          and o.ends_at <= p.ends_at
        )
      where ($1::uuid is null or p.program_id = $1)
      group by 1`,
    right: "select null::text as key, null::bigint[] as counts where false and $1::uuid is null",
  },
];

/** All of it is to be folded anew. */
export const foldAnew = [
  `delete from click_breakdown where ${scoped}`,
  `delete from click_breakdown_period where ${scoped}`,
  `delete from click_breakdown_mark where ${scoped}`,
  `insert into click_breakdown_mark (program_id, quarter, brand_account_id, marked_at)
    select distinct on (program_id, bucket)
      program_id,
      bucket,
      brand_account_id,
      timestamptz '2000-01-01 00:00:00Z'
    from click_rollup
    where level = 'P' and ${scoped}`,
];
