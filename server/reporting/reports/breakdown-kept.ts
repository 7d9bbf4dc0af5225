/**
 * Clicks of a breakdown from the rows that are kept of hours, dates and blocks (click_breakdown).
 * Most questions have many groups of which few are shown: those are found by what they are put in
 * order by, and only then read whole; the total is read where it has the fewest rows.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  breakdownColumns,
  breakdownOfRows,
  breakdownType,
} from "../../platform/db/breakdown-sums.ts";
import {
  askedOf,
  dimensionOf,
  groupsJoin,
  isOf,
  keptDimensions,
  noValue,
  valueSql,
  type DimensionName,
} from "../../platform/db/click-dimensions.ts";
import { askedNames, type Condition } from "../clicks/dimension-conditions.ts";
import {
  all,
  commonConditions,
  grouped,
  namePartners,
  ofPartner,
  span,
  type BreakdownQuery,
  type PartSpan,
  type Piece,
  type Source,
} from "./breakdown-pieces.ts";

interface Kept {
  dimension: DimensionName;
  level: "P" | "C" | "O";
}
/** Which rows answer the question; null: none do. */
export function keptFor(ctx: Context, { by, filter }: BreakdownQuery): Kept | null {
  const asked = [...by, ...askedNames(filter)];
  const bases = new Set(
    asked
      .map((name) => dimensionOf(name).of ?? name)
      .filter((name) => name !== "PARTNER" && name !== "REASON"),
  );
  if (bases.size > 1) return null;
  const alone: DimensionName = by.includes("REASON") && by.length === 1 ? "REASON" : "PARTNER";
  const [dimension = alone] = bases;
  if (!keptDimensions.includes(dimension)) return null;
  const ofReasons =
    Boolean(filter.outcomes) || (asked.includes("REASON") && dimension !== "REASON");
  if (dimensionOf(dimension).kept === "OWN") return { dimension, level: ofReasons ? "O" : "C" };
  const ofPartners = namePartners(asked) || ctx.scope.kind === "PARTNER";
  if (ofPartners && ofReasons) return null;
  if (ofPartners) return { dimension, level: "C" };
  return { dimension, level: ofReasons ? "O" : "P" };
}

/** SQL: a value as a kept row tells it. */
function keptValue(name: DimensionName, dimension: DimensionName): string {
  if (name === dimension) return "r.value";
  if (name === "PARTNER") return "r.partner_account_id::text";
  if (name === "REASON") return `coalesce(r.reason, '${noValue}')`;
  return valueSql(name);
}

/** What of the range is folded, and what is left to the decisions. */
function spansOf(query: BreakdownQuery, asked: PartSpan): Piece[] {
  const { part } = asked;
  return [
    {
      sql: `ranges_${part} as materialized (
        select * from click_breakdown_spans(?::uuid, ?::timestamptz, ?::timestamptz)
      )`,
      values: [query.programId, ...span(asked)],
    },
    {
      sql: `spans_${part} as materialized (
        select starts_at as since, ends_at as until from ranges_${part} where not folded
      )`,
      values: [],
    },
  ];
}

const follows = (name: DimensionName): boolean => dimensionOf(name).of !== undefined;

/** Rows that are kept, stretch by stretch: the database cannot know how much each holds. */
function keptRows(
  ctx: Context,
  query: BreakdownQuery,
  { part }: PartSpan,
  { dimension, level }: Kept,
  more: readonly Condition[],
): Piece {
  const where = all([
    { sql: `r.dimension = '${dimension}' and r.level = '${level}'`, values: [] },
    ...commonConditions(ctx, query, "r"),
    ...ofPartner(ctx, query.filter, "r"),
    ...more,
  ]);
  return {
    sql: `ranges_${part} ranges
      cross join lateral (
        select *
        from click_breakdown r
        where r.hours = ranges.hours and r.starts_at = ranges.starts_at and ${where.sql}
        offset 0
      ) r`,
    values: where.values,
  };
}
/** By values of the dimensions that follow from others, or of those that do not. */
const askedOn = (
  { filter }: BreakdownQuery,
  { dimension }: Kept,
  following: boolean,
): Condition[] =>
  askedOf(filter)
    .filter(({ name }) => follows(name) === following && name !== "PARTNER")
    .map(({ name, values }) => ({
      sql: `${keptValue(name, dimension)} = any(?::text[])`,
      values: [pgArray(values)],
    }));

/** Rows of which each is of one group. */
interface Plain {
  rows: Piece;
  /** Of the groups that `ranked` names alone: found by the values. */
  ranked: Piece;
  /** SQL of the group's values. */
  values: string[];
}
function plainKept(ctx: Context, query: BreakdownQuery, part: PartSpan, kept: Kept): Plain {
  const values = query.by.map((name) => keptValue(name, kept.dimension));
  const asked = askedOn(query, kept, false);
  const ranked = keptRows(ctx, query, part, kept, [
    ...asked,
    ...values.map((value, i) => ({ sql: `${value} = k.v${i + 1}`, values: [] })),
  ]);
  return {
    rows: keptRows(ctx, query, part, kept, asked),
    ranked: { ...ranked, sql: `ranked k cross join ${ranked.sql}` },
    values,
  };
}
const summed = ({ values }: Plain, from: Piece): Piece => ({
  sql: `select ${grouped(values)}, r.currency, ${breakdownOfRows}
      from ${from.sql}
      where ranges.folded
      group by 1, 2, 3`,
  values: from.values,
});
const unsummed = ({ values, rows }: Plain, columns: ReadonlySet<string>): Piece => ({
  sql: `select ${grouped(values)}, null::text as currency, ${breakdownColumns
    .map((column) =>
      columns.has(column) ? `r.${column}` : `null::${breakdownType(column)} as ${column}`,
    )
    .join(", ")}
      from ${rows.sql}
      where ranges.folded`,
  values: rows.values,
});

/** Of links and partners, joined to the groups that they are, which are far fewer than rows. */
function joinedKept(ctx: Context, query: BreakdownQuery, part: PartSpan, kept: Kept): Piece {
  const { by, filter } = query;
  const names = [...by, ...askedNames(filter)];
  const rows = keptRows(ctx, query, part, kept, askedOn(query, kept, false));
  const keys = [
    "r.value",
    "r.currency",
    ...(namePartners(names) ? ["r.partner_account_id"] : []),
    ...(kept.level === "O" ? ["r.reason"] : []),
  ];
  const joined = all([{ sql: "true", values: [] }, ...askedOn(query, kept, true)]);
  return {
    sql: `select
        ${grouped(by.map((name) => keptValue(name, kept.dimension)))},
        r.currency,
        ${breakdownOfRows}
      from (
        select ${keys.join(", ")}, ${breakdownOfRows}
        from ${rows.sql}
        where ranges.folded
        group by ${keys.join(", ")}
      ) r
      ${isOf(names, "LINK") ? "left join tracking_link l on l.id = r.value::uuid" : ""}
      ${isOf(names, "PARTNER") ? groupsJoin("r") : ""}
      where ${joined.sql}
      group by 1, 2, 3`,
    values: [...rows.values, ...joined.values],
  };
}

/** Of the same types: rows of both are then read as one, without a step more for each. */
const asKept = (raw: string): string =>
  `select v1, v2, currency, ${breakdownColumns
    .map((column) => `${column}::${breakdownType(column)}`)
    .join(", ")} from ${raw}`;

/** Kept rows, and the decisions of what is not folded, which are read once. */
export function keptSource(
  ctx: Context,
  query: BreakdownQuery,
  part: PartSpan,
  { kept, decisions }: { kept: Kept; decisions: Piece },
): Source {
  const raw = `raw_${part.part}`;
  const and = ({ sql, values }: Piece, rows: string): Piece => ({
    sql: `${sql}
      union all
      ${rows}`,
    values,
  });
  const beforehand = [
    ...spansOf(query, part),
    { ...decisions, sql: `${raw} as materialized (${decisions.sql})` },
  ];
  const source = (rows: Piece, apart: Source["apart"]): Source => ({
    kind: "KEPT",
    with: beforehand,
    query: and(rows, `select * from ${raw}`),
    apart,
  });
  if ([...query.by, ...askedNames(query.filter)].some(follows))
    return source(joinedKept(ctx, query, part, kept), null);
  const plain = plainKept(ctx, query, part, kept);
  const whole = { ...query, by: [] };
  const wholeKept = keptFor(ctx, whole);
  if (!wholeKept || !query.by.includes(kept.dimension))
    return source(summed(plain, plain.rows), null);
  const total = plainKept(ctx, whole, part, wholeKept);
  return source(summed(plain, plain.rows), {
    rows: (columns) => and(unsummed(plain, columns), asKept(raw)),
    ofRanked: and(
      summed(plain, plain.ranked),
      `select ${raw}.*
        from ranked k
        join ${raw} on ${raw}.v1 = k.v1 and ${raw}.v2 is not distinct from k.v2`,
    ),
    total: and(
      summed(total, total.rows),
      `select null, null, r.currency, ${breakdownOfRows} from ${raw} r group by 3`,
    ),
  });
}
