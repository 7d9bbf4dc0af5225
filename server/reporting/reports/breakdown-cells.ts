/**
 * The clicks of a range by one or two of their dimensions, in one statement and so from one
 * snapshot: exact at every moment.
 */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  breakdownColumns,
  breakdownSums,
  breakdownTexts,
  type BreakdownSum,
} from "../../platform/db/breakdown-sums.ts";
import { refuse } from "../../domain/result.ts";
import {
  all,
  ofPartner,
  sourceFor,
  span,
  type BreakdownQuery,
  type Source,
} from "./breakdown-sources.ts";

/** Sums of one group and currency, as texts; `n` counts groups from 1, null: of all groups. */
export interface BreakdownCell extends Record<BreakdownSum | "payout", string> {
  n: number | null;
  /** How many groups there are. */
  groups: number;
  values: string[] | null;
  currency: string | null;
}

/** PostgreSQL's text form of texts that may lack. */
const texts = (values: readonly (string | undefined)[]): string => {
  const each = values.map((value) =>
    value === undefined ? "null" : pgArray([value]).slice(1, -1),
  );
  return `{${each.join(",")}}`;
};

/** So many clicks are read one by one in the time that a request has. */
export const clicksMax = 1_000_000;
/** Refuses what would read more: so asked, or since not all of it is folded yet. */
export async function checkRoom(
  ctx: Context,
  query: BreakdownQuery,
  kind: Exclude<Source["kind"], "TIMES">,
): Promise<void> {
  const level = ctx.scope.kind === "PARTNER" || query.filter.partnerIds ? "C" : "P";
  const spans =
    kind === "KEPT"
      ? "select * from click_breakdown_spans(?::uuid, ?, ?) where not folded"
      : "select ?::uuid as program, ?::timestamptz as starts_at, ?::timestamptz as ends_at";
  const where = all([
    { sql: `r.level = '${level}' and r.program_id = ?`, values: [query.programId] },
    { sql: `r.${ctx.scope.tenantColumn()} = ?`, values: [ctx.scope.requireAccountId()] },
    ...ofPartner(ctx, query.filter, "r"),
  ]);
  const [row] = await ctx.em.execute<{ clicks: string }[]>(
    `select coalesce(sum(r.clicks), 0)::text as clicks
      from (${spans}) s
      join click_rollup r on r.bucket >= s.starts_at and r.bucket < s.ends_at
      where ${where.sql}`,
    [query.programId, ...span(query), ...where.values],
  );
  const clicks = Number(row?.clicks ?? 0);
  if (clicks <= clicksMax) return;
  const why =
    kind === "KEPT"
      ? `${clicks} clicks of the range are still being added up, and at most ${clicksMax} can be ` +
        "read one by one: ask again in some minutes, or choose a shorter range"
      : `So grouped and filtered, clicks are read one by one, at most ${clicksMax}, and the ` +
        `range holds ${clicks}: choose a shorter one, a partner, or group by one dimension alone`;
  throw refusedInput(refuse("RANGE_TOO_LONG", why, "range"));
}

/** The groups with most of `order`, and the sums of all. */
export async function breakdownCells(
  ctx: Context,
  query: BreakdownQuery,
): Promise<{ cells: BreakdownCell[]; kind: Source["kind"] }> {
  const source = sourceFor(ctx, query);
  if (source.kind !== "TIMES") await checkRoom(ctx, query, source.kind);
  const cells = await ctx.em.execute<BreakdownCell[]>(
    `with
        ${source.with.map(({ sql }) => sql).join(",\n        ")}${source.with.length > 0 ? "," : ""}
        parts as materialized (
          ${source.query.sql}
          union all
          select v1, v2, null, ${breakdownColumns.map(() => "0").join(", ")}
          from unnest(?::text[], ?::text[]) besides (v1, v2)
        ),
        groups as materialized (
          select v1, v2, sum(${breakdownSums[query.order].column}) as most
          from parts
          group by 1, 2
        ),
        ranked as materialized (
          select v1, v2, row_number() over (order by most desc, v1, v2) as n
          from (
            select *
            from groups
            order by most desc, v1, v2
            limit ?
          ) first
        )
      select
        k.n::int as n,
        (select count(*)::int from groups) as groups,
        array_remove(array[k.v1, k.v2], null) as values,
        r.currency,
        ${breakdownTexts}
      from ranked k
      join parts r on r.v1 = k.v1 and r.v2 is not distinct from k.v2
      group by 1, 2, 3, 4
      union all
      select
        null,
        (select count(*)::int from groups),
        null,
        r.currency,
        ${breakdownTexts}
      from parts r
      group by 4`,
    [
      ...source.with.flatMap(({ values }) => values),
      ...source.query.values,
      ...[0, 1].map((i) => texts(query.besides.map((values) => values[i]))),
      query.first,
    ],
  );
  return { cells, kind: source.kind };
}
