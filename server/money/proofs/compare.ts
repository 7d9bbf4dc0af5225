/** Compares two ways of counting the same thing, group by group, inside the database. */
import type pg from "pg";

export interface CheckLine {
  check: string;
  left: string;
  right: string;
  equal: boolean;
}
export interface Comparison extends CheckLine {
  /** "group: left against right" of the first group that differs. */
  difference: string | null;
}

/** Each side yields (key text, counts bigint[]): a group's name and its sums. */
export interface Sides {
  check: string;
  left: string;
  right: string;
}

/** SQL text of a group's name. */
export const keySql = (...columns: string[]): string =>
  `concat_ws(' ', ${columns.map((column) => `coalesce((${column})::text, '-')`).join(", ")})`;

interface Row {
  left: string | null;
  right: string | null;
  differing: bigint;
  first: string | null;
}

export async function compare(
  client: pg.ClientBase,
  sides: Sides,
  program: string | null,
): Promise<Comparison> {
  const total = (side: string) =>
    `(
        select string_agg(s::text, ' / ' order by n)
        from (
          select n, sum(x) as s from ${side}, unnest(counts) with ordinality e (x, n) group by n
        ) t
      )`;
  const { rows } = await client.query<Row>(
    `with
        scope as (select $1::uuid),
        l as materialized (${sides.left}),
        r as materialized (${sides.right}),
        d as (
          select coalesce(l.key, r.key) as key, l.counts as lc, r.counts as rc
          from l
          full join r on l.key = r.key
          where l.counts is distinct from r.counts
        )
      select
        ${total("l")} as left,
        ${total("r")} as right,
        (select count(*) from d) as differing,
        (
          select key
            || ': '
            || coalesce(lc::text, 'nothing')
            || ' against '
            || coalesce(rc::text, 'nothing')
          from d
          order by key
          limit 1
        ) as first`,
    [program],
  );
  const row = rows[0];
  return {
    check: sides.check,
    left: row?.left ?? "0",
    right: row?.right ?? "0",
    equal: row?.differing === 0n,
    difference: row?.first ?? null,
  };
}
