/**
 * The clicks of a range by one or two of their dimensions, in one statement and so from one
 * snapshot: exact at every moment.
 */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import type { AmountName } from "../../platform/db/click-counts.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  breakdownColumns,
  breakdownTexts,
  type BreakdownSum,
} from "../../platform/db/breakdown-sums.ts";
import { refuse } from "../../domain/result.ts";
import {
  columnsOf,
  mostClicks,
  orderKey,
  soldColumns,
  type BreakdownOrder,
} from "./breakdown-order.ts";
import {
  all,
  ofPartner,
  span,
  type BreakdownQuery,
  type Part,
  type PartSpan,
  type Piece,
  type Source,
} from "./breakdown-pieces.ts";
import { sourceFor } from "./breakdown-sources.ts";

/** Sums of one group and currency, as texts; `n` counts groups from 1, null: of all groups. */
export interface BreakdownCell extends Record<BreakdownSum | AmountName, string> {
  n: number | null;
  part: Part;
  /** How many groups there are. */
  groups: number;
  values: string[] | null;
  currency: string | null;
}

/** So many clicks are read one by one in the time that a request has. */
export const clicksMax = 1_000_000;
/** Refuses what would read more: so asked, or since not all of it is folded yet. */
export async function checkRoom(
  ctx: Context,
  query: BreakdownQuery,
  parts: readonly PartSpan[],
  kind: Exclude<Source["kind"], "TIMES">,
): Promise<void> {
  const level = ctx.scope.kind === "PARTNER" || query.filter.partnerIds ? "C" : "P";
  const spans = parts
    .map(() =>
      kind === "KEPT"
        ? "select starts_at, ends_at from click_breakdown_spans(?::uuid, ?, ?) where not folded"
        : "select s, e from (values (?::uuid, ?::timestamptz, ?::timestamptz)) each (p, s, e)",
    )
    .join(" union all ");
  const where = all([
    { sql: `r.level = '${level}' and r.program_id = ?`, values: [query.programId] },
    { sql: `r.${ctx.scope.tenantColumn()} = ?`, values: [ctx.scope.requireAccountId()] },
    ...ofPartner(ctx, query.filter, "r"),
  ]);
  const [row] = await ctx.em.execute<{ clicks: string }[]>(
    `select coalesce(sum(r.clicks), 0)::text as clicks
      from (${spans}) s (starts_at, ends_at)
      cross join lateral (
        select r.clicks
        from click_rollup r
        where r.bucket >= s.starts_at and r.bucket < s.ends_at and ${where.sql}
        -- read span by span: else all quarter hours there are are joined to them
        offset 0
      ) r`,
    [...parts.flatMap((part) => [query.programId, ...span(part)]), ...where.values],
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

/** Sales and leads of one group and part. */
export interface SoldSums extends Record<(typeof soldColumns)[number], bigint> {
  part: Part;
  values: readonly string[];
}
/** Of the types that the rows of clicks have. */
const noClicks = breakdownColumns.map(() => "null").join(", ");
const nothingSold = soldColumns.map(() => "null::numeric").join(", ");
/** Groups that have sales are shown whether they have clicks or not. */
function soldRows(sold: readonly SoldSums[]): Piece {
  return {
    sql: `select s.part, s.v1, s.v2, null, ${noClicks}, ${soldColumns
      .map((column) => `s.${column}`)
      .join(", ")}
          from unnest(?::text[], ?::text[], ?::text[], ${soldColumns
            .map(() => "?::numeric[]")
            .join(", ")})
            s (part, v1, v2, ${soldColumns.join(", ")})`,
    values: [
      pgArray(sold.map(({ part }) => part)),
      ...[0, 1].map((i) => pgArray(sold.map(({ values }) => values[i] ?? null))),
      ...soldColumns.map((column) => pgArray(sold.map((sums) => String(sums[column])))),
    ],
  };
}

export interface AskedCells {
  query: BreakdownQuery;
  /** The range itself first. */
  parts: readonly PartSpan[];
  sold: readonly SoldSums[];
  /** At most so many groups, the first in this order. */
  first: number;
  order: BreakdownOrder;
}
type PartSource = Source & { part: Part };
/** SQL: all rows of clicks and of sales, each with its part, group, currency and sums. */
function partRows(clicks: readonly Piece[], besides: Piece): Piece {
  const each = clicks.map(({ sql }) => `select q.*, ${nothingSold} from (${sql}) q`);
  return {
    sql: [...each, besides.sql].join("\n          union all\n          "),
    values: [...clicks.flatMap(({ values }) => values), ...besides.values],
  };
}
/** One piece for all parts. */
function ofParts(
  sources: readonly PartSource[],
  pieceOf: (source: PartSource) => Piece | undefined,
): Piece[] {
  return sources.flatMap((source) => {
    const piece = pieceOf(source);
    return piece
      ? [{ ...piece, sql: `select '${source.part}' as part, q.* from (${piece.sql}) q` }]
      : [];
  });
}
interface Readings {
  /** What groups are put in order by. */
  ranking: Piece[];
  /** Whether that is read once. */
  isReadOnce: boolean;
  /** The clicks of the first groups, and of all. */
  firsts: Piece;
  total: Piece;
}
/** Where it is fast, sums are read of the first groups alone, once these are found. */
function readingsOf(sources: readonly PartSource[], order: BreakdownOrder): Readings {
  const together = (pieces: readonly Piece[]): Piece => ({
    sql: `(${pieces.map(({ sql }) => sql).join(" union all ")})`,
    values: pieces.flatMap(({ values }) => values),
  });
  if (sources.some(({ apart }) => !apart)) {
    const parts = { sql: "parts", values: [] };
    return {
      ranking: ofParts(sources, ({ query }) => query),
      isReadOnce: false,
      firsts: parts,
      total: parts,
    };
  }
  const columns = columnsOf(order);
  return {
    ranking: ofParts(sources, ({ apart }) => apart?.rows(columns)),
    isReadOnce: true,
    firsts: together(ofParts(sources, ({ apart }) => apart?.ofRanked)),
    total: together(ofParts(sources, ({ apart }) => apart?.total)),
  };
}
/** SQL: all groups and the first of them, as common table expressions. */
function ranked({ ascending, ...order }: BreakdownOrder): string {
  const direction = ascending ? "asc" : "desc";
  const ranking = `rank_key ${direction} nulls last, most desc, v1, v2`;
  return `groups as materialized (
          select v1, v2, ${orderKey(order)} as rank_key, ${mostClicks} as most
          from parts
          group by 1, 2
        ),
        ranked as materialized (
          select v1, v2, row_number() over (order by ${ranking}) as n
          from (
            select *
            from groups
            order by ${ranking}
            limit ?
          ) first
        )`;
}

/** The first groups in the order that is asked for, and the sums of all. */
export async function breakdownCells(
  ctx: Context,
  { query, parts, sold, first, order }: AskedCells,
): Promise<{ cells: BreakdownCell[]; kind: Source["kind"] }> {
  const sources = parts.map((part) => ({ ...sourceFor(ctx, query, part), part: part.part }));
  const kind = sources[0]?.kind ?? "TIMES";
  if (kind !== "TIMES") await checkRoom(ctx, query, parts, kind);
  const beforehand = sources.flatMap((source) => source.with);
  const { ranking, isReadOnce, firsts, total } = readingsOf(sources, order);
  const rows = partRows(ranking, soldRows(sold));
  const columns = ["part", "v1", "v2", "currency", ...breakdownColumns, ...soldColumns].join(", ");
  const cells = await ctx.em.execute<BreakdownCell[]>(
    `with
        ${[...beforehand.map(({ sql }) => sql), `parts (${columns})`].join(",\n        ")}
        as ${isReadOnce ? "not " : ""}materialized (
          ${rows.sql}
        ),
        ${ranked(order)}
      select
        k.n::int as n,
        (select count(*)::int from groups) as groups,
        array_remove(array[k.v1, k.v2], null) as values,
        coalesce(r.part, 'A') as part,
        r.currency,
        ${breakdownTexts}
      from ranked k
      left join ${firsts.sql} r on r.v1 = k.v1 and r.v2 is not distinct from k.v2
      group by 1, 2, 3, 4, 5
      union all
      select
        null,
        (select count(*)::int from groups),
        null,
        r.part,
        r.currency,
        ${breakdownTexts}
      from ${total.sql} r
      group by 4, 5`,
    [
      ...beforehand.flatMap(({ values }) => values),
      ...rows.values,
      first,
      ...firsts.values,
      ...total.values,
    ],
  );
  return { cells, kind };
}
