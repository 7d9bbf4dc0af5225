/**
 * The clicks of a range by one or two of their dimensions, in one statement and so from one
 * snapshot: exact at every moment. Where rows are kept (click_breakdown) they are read of stretches
 * that lie within the range and hold no mark; what is marked or cut is read from the decisions.
 * Weekdays and hours come from the quarter hours of click_rollup. Any other question reads the
 * decisions.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  breakdownColumns,
  breakdownOfDecisions,
  breakdownOfRollup,
  breakdownOfRows,
  breakdownSums,
  breakdownTexts,
  type BreakdownSum,
} from "../../platform/db/breakdown-sums.ts";
import {
  askedOf,
  dimensionOf,
  keptDimensions,
  noValue,
  valueJoins,
  valueSql,
  type DimensionName,
} from "../../platform/db/click-dimensions.ts";
import type { Instant } from "../../domain/calendar.ts";
import { askedNames, dimensionConditions, type Condition } from "../clicks/dimension-conditions.ts";
import { ReportMode, type ReportFilter } from "./report.types.ts";

export interface BreakdownQuery {
  programId: string;
  /** The program's brand: the leading column of the decisions' key. */
  brandAccountId: string;
  filter: ReportFilter;
  start: Instant;
  end: Instant;
  /** Of weekdays and hours. */
  zone: string;
  by: readonly DimensionName[];
  /** At most so many groups, those with most of `order`. */
  first: number;
  order: BreakdownSum;
  /** Groups that are shown whether they have clicks or not: those that have sales. */
  besides: readonly (readonly string[])[];
}
/** Sums of one group and currency, as texts; `n` counts groups from 1, null: of all groups. */
export interface BreakdownCell extends Record<BreakdownSum | "payout", string> {
  n: number | null;
  /** How many groups there are. */
  groups: number;
  values: string[] | null;
  currency: string | null;
}

/** SQL with a ? for each value. */
interface Piece {
  sql: string;
  values: unknown[];
}
interface Source {
  kind: "KEPT" | "TIMES" | "DECISIONS";
  /** Named common table expressions, and a query of v1, v2, currency and sums. */
  with: Piece[];
  query: Piece;
}

const all = (conditions: readonly Condition[]): Piece => ({
  sql: conditions.map(({ sql }) => sql).join("\n        and "),
  values: conditions.flatMap(({ values }) => values),
});

function commonConditions(ctx: Context, { filter, programId }: BreakdownQuery, row: string) {
  const conditions: Condition[] = [
    { sql: `${row}.program_id = ?`, values: [programId] },
    { sql: `${row}.${ctx.scope.tenantColumn()} = ?`, values: [ctx.scope.requireAccountId()] },
  ];
  if (filter.mode !== ReportMode.BOTH)
    conditions.push({
      sql: `${row}.is_test = ?`,
      values: [filter.mode === ReportMode.TEST],
    });
  if (filter.outcomes)
    conditions.push({
      sql: `${row}.outcome = any(?::text[])`,
      values: [pgArray(filter.outcomes)],
    });
  return conditions;
}

const span = ({ start, end }: BreakdownQuery): [Date, Date] => [new Date(start), new Date(end)];
/** SQL: the values of a group as v1, v2. */
const grouped = (sql: readonly string[]): string =>
  [0, 1].map((i) => `${sql[i] ?? "null"}::text as v${i + 1}`).join(", ");

/**
 * Decisions in the spans of time that `spans` names, span by span: together with the spans the
 * database would rather join all clicks there are.
 */
function fromDecisions(ctx: Context, query: BreakdownQuery): Piece {
  const { by, filter, zone, brandAccountId } = query;
  const joins = valueJoins([...by, ...askedNames(filter)], zone);
  // Follows from the join; said, so that clicks are found by the edges of the span too.
  const clicks = {
    sql: "c.brand_account_id = ? and c.clicked_at >= spans.since and c.clicked_at < spans.until",
    values: [brandAccountId],
  };
  const where = all([
    {
      sql: "d.brand_account_id = ? and d.occurred_at >= spans.since",
      values: [brandAccountId],
    },
    { sql: "d.occurred_at < spans.until and d.event = 'CLICK'", values: [] },
    ...(joins.includes("click c") ? [clicks] : []),
    ...commonConditions(ctx, query, "d"),
    ...dimensionConditions(ctx, filter),
  ]);
  return {
    sql: `select made.*
      from spans
      cross join lateral (
        select
          ${grouped(by.map((name) => valueSql(name)))},
          d.currency,
          ${breakdownOfDecisions}
        from decision d
        ${joins}
        where ${where.sql}
        group by 1, 2, 3
      ) made`,
    values: where.values,
  };
}

interface Kept {
  dimension: DimensionName;
  level: "P" | "C" | "O";
}
/** Which rows answer the question; null: none do. */
function keptFor(ctx: Context, { by, filter }: BreakdownQuery): Kept | null {
  const asked = [...by, ...askedNames(filter)];
  const bases = new Set(
    asked
      .filter((name) => name !== "PARTNER" && name !== "REASON")
      .map((name) => (dimensionOf(name).ofLink ? "LINK" : name)),
  );
  if (bases.size > 1) return null;
  const alone: DimensionName = by.includes("REASON") && by.length === 1 ? "REASON" : "PARTNER";
  const [dimension = alone] = bases;
  if (!keptDimensions.includes(dimension)) return null;
  const ofReasons =
    Boolean(filter.outcomes) || (asked.includes("REASON") && dimension !== "REASON");
  if (dimensionOf(dimension).kept === "OWN") return { dimension, level: ofReasons ? "O" : "C" };
  const ofPartners = asked.includes("PARTNER") || ctx.scope.kind === "PARTNER";
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
function spansOf(query: BreakdownQuery): Piece[] {
  return [
    {
      sql: `ranges as materialized (
        select * from click_breakdown_spans(?::uuid, ?::timestamptz, ?::timestamptz)
      )`,
      values: [query.programId, ...span(query)],
    },
    {
      sql: `spans as materialized (
        select starts_at as since, ends_at as until from ranges where not folded
      )`,
      values: [],
    },
  ];
}

function fromKept(ctx: Context, query: BreakdownQuery, { dimension, level }: Kept): Piece {
  const { by, filter } = query;
  const asked = askedOf(filter);
  const names = [...by, ...asked.map(({ name }) => name)];
  const where = all([
    { sql: `r.dimension = '${dimension}' and r.level = '${level}'`, values: [] },
    { sql: "r.starts_at >= ? and r.starts_at < ?", values: span(query) },
    ...commonConditions(ctx, query, "r"),
    ...asked.map(({ name, values }) => ({
      sql:
        name === "PARTNER"
          ? "r.partner_account_id = any(?::uuid[])"
          : `${keptValue(name, dimension)} = any(?::text[])`,
      values: [pgArray(values)],
    })),
  ]);
  const withLink = names.some((name) => dimensionOf(name).ofLink);
  return {
    sql: `select
        ${grouped(by.map((name) => keptValue(name, dimension)))},
        r.currency,
        ${breakdownOfRows}
      from click_breakdown r
      join ranges p on p.starts_at = r.starts_at and p.folded
      ${withLink ? "left join tracking_link l on l.id = r.value::uuid" : ""}
      where ${where.sql}
      group by 1, 2, 3`,
    values: where.values,
  };
}

const inTimes: readonly DimensionName[] = ["PARTNER", "REASON", "WEEKDAY", "HOUR"];
/** SQL: a value as a quarter hour of the rollup tells it. */
const timesValue = (name: DimensionName): string =>
  valueSql(name, "r").replaceAll("r.occurred_at", "r.bucket");

/** Weekdays and hours, from the quarter hours. */
function fromTimes(ctx: Context, query: BreakdownQuery): Piece {
  const { by, filter, zone } = query;
  const asked = askedOf(filter);
  const names = [...by, ...asked.map(({ name }) => name)];
  const level = names.includes("PARTNER") || ctx.scope.kind === "PARTNER" ? "C" : "P";
  const where = all([
    { sql: `r.level = '${level}'`, values: [] },
    { sql: "r.bucket >= ? and r.bucket < ?", values: span(query) },
    ...commonConditions(ctx, query, "r"),
    ...asked.map(({ name, values }) => ({
      sql: `${timesValue(name)} = any(?::text[])`,
      values: [pgArray(values)],
    })),
  ]);
  return {
    sql: `select
        ${grouped(by.map(timesValue))},
        r.currency,
        ${breakdownOfRollup}
      from click_rollup r
      ${valueJoins(names, zone, { decision: "r" })}
      where ${where.sql}
      group by 1, 2, 3`,
    values: where.values,
  };
}

function sourceFor(ctx: Context, query: BreakdownQuery): Source {
  const names = [...query.by, ...askedNames(query.filter)];
  const isOfTimes = names.some((name) => dimensionOf(name).ofTime);
  if (isOfTimes && names.every((name) => inTimes.includes(name)))
    return { kind: "TIMES", with: [], query: fromTimes(ctx, query) };
  const kept = isOfTimes ? null : keptFor(ctx, query);
  const raw = fromDecisions(ctx, query);
  if (!kept)
    return {
      kind: "DECISIONS",
      with: [
        {
          sql: "spans as (select ?::timestamptz as since, ?::timestamptz as until)",
          values: span(query),
        },
      ],
      query: raw,
    };
  const rows = fromKept(ctx, query, kept);
  return {
    kind: "KEPT",
    with: spansOf(query),
    query: {
      sql: `${rows.sql}
      union all
      ${raw.sql}`,
      values: [...rows.values, ...raw.values],
    },
  };
}

/** PostgreSQL's text form of texts that may lack. */
const texts = (values: readonly (string | undefined)[]): string => {
  const each = values.map((value) =>
    value === undefined ? "null" : pgArray([value]).slice(1, -1),
  );
  return `{${each.join(",")}}`;
};

/** The groups with most of `order`, and the sums of all. */
export async function breakdownCells(
  ctx: Context,
  query: BreakdownQuery,
): Promise<{ cells: BreakdownCell[]; kind: Source["kind"] }> {
  const source = sourceFor(ctx, query);
  const most = breakdownSums[query.order].column;
  const cells = await ctx.em.execute<BreakdownCell[]>(
    `with
        ${source.with.map(({ sql }) => sql).join(",\n        ")}${source.with.length > 0 ? "," : ""}
        parts as (
          ${source.query.sql}
          union all
          select v1, v2, null, ${breakdownColumns.map(() => "0").join(", ")}
          from unnest(?::text[], ?::text[]) besides (v1, v2)
        ),
        cells as materialized (
          select v1, v2, currency, ${breakdownOfRows}
          from parts r
          group by 1, 2, 3
        ),
        ranked as materialized (
          select
            v1,
            v2,
            row_number() over (order by sum(${most}) desc, v1, v2) as n,
            count(*) over () as groups
          from cells
          group by 1, 2
        )
      select
        k.n::int as n,
        k.groups::int as groups,
        array_remove(array[k.v1, k.v2], null) as values,
        r.currency,
        ${breakdownTexts}
      from ranked k
      join cells r on r.v1 = k.v1 and r.v2 is not distinct from k.v2
      where k.n <= ?
      group by 1, 2, 3, 4
      union all
      select
        null,
        (select count(*)::int from ranked),
        null,
        r.currency,
        ${breakdownTexts}
      from cells r
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
