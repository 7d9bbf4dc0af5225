/**
 * Where the clicks of a breakdown are read. Rows that are kept (click_breakdown) of stretches that
 * lie within the range and hold no mark, and the decisions of what is marked or cut; weekdays and
 * hours from the quarter hours of click_rollup; the decisions alone for any other question.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  breakdownOfDecisions,
  breakdownOfRollup,
  breakdownOfRows,
} from "../../platform/db/breakdown-sums.ts";
import {
  askedOf,
  dimensionOf,
  groupsJoin,
  isOf,
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
  /** Of weekdays and hours. */
  zone: string;
  by: readonly DimensionName[];
}
/**
 * A: the range, B: the other period; T and U: what of them is not compared. One statement reads all
 * that are asked for.
 */
export type Part = "A" | "T" | "B" | "U";
export interface PartSpan {
  part: Part;
  start: Instant;
  end: Instant;
}
/** SQL with a ? for each value. */
export interface Piece {
  sql: string;
  values: unknown[];
}
export interface Source {
  kind: "KEPT" | "TIMES" | "DECISIONS";
  /** Named common table expressions, and a query of v1, v2, currency and sums. */
  with: Piece[];
  query: Piece;
}

export const all = (conditions: readonly Condition[]): Piece => ({
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

/** Of the partners that are asked for, or that ask. */
export const ofPartner = (ctx: Context, filter: ReportFilter, row: string): Condition[] => [
  ...(ctx.scope.kind === "PARTNER"
    ? [{ sql: `${row}.partner_account_id = ?`, values: [ctx.scope.requireAccountId()] }]
    : []),
  ...(filter.partnerIds
    ? [
        {
          sql: `${row}.partner_account_id = any(?::uuid[])`,
          values: [pgArray(filter.partnerIds)],
        },
      ]
    : []),
];

export const span = ({ start, end }: PartSpan): [Date, Date] => [new Date(start), new Date(end)];
/** SQL: the values of a group as v1, v2. */
const grouped = (sql: readonly string[]): string =>
  [0, 1].map((i) => `${sql[i] ?? "null"}::text as v${i + 1}`).join(", ");

/**
 * Decisions in the spans of time that `spans` names, span by span: together with the spans the
 * database would rather join all clicks there are.
 */
function fromDecisions(ctx: Context, query: BreakdownQuery, { part }: PartSpan): Piece {
  const { by, filter, zone, brandAccountId } = query;
  const ofPartners = ctx.scope.kind === "PARTNER" || Boolean(filter.partnerIds);
  const joins = valueJoins([...by, ...askedNames(filter)], zone, { clicks: ofPartners });
  // Follows from the join; said, so that clicks are found by the edges of the span, and by their
  // partner, for which decisions have no index.
  const clicks = [
    {
      sql: "c.brand_account_id = ? and c.clicked_at >= spans.since and c.clicked_at < spans.until",
      values: [brandAccountId],
    },
    { sql: "c.program_id = ?", values: [query.programId] },
    ...ofPartner(ctx, filter, "c"),
  ];
  const where = all([
    {
      sql: "d.brand_account_id = ? and d.occurred_at >= spans.since",
      values: [brandAccountId],
    },
    { sql: "d.occurred_at < spans.until and d.event = 'CLICK'", values: [] },
    ...(joins.includes("click c") ? clicks : []),
    ...commonConditions(ctx, query, "d"),
    ...dimensionConditions(ctx, filter),
  ]);
  return {
    sql: `select made.*
      from spans_${part} spans
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

const namePartners = (names: readonly DimensionName[]): boolean =>
  names.includes("PARTNER") || isOf(names, "PARTNER");

interface Kept {
  dimension: DimensionName;
  level: "P" | "C" | "O";
}
/** Which rows answer the question; null: none do. */
function keptFor(ctx: Context, { by, filter }: BreakdownQuery): Kept | null {
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

function fromKept(
  ctx: Context,
  query: BreakdownQuery,
  part: PartSpan,
  { dimension, level }: Kept,
): Piece {
  const { by, filter } = query;
  const asked = askedOf(filter);
  const value = (name: DimensionName): string => keptValue(name, dimension);
  const conditionsOn = (following: boolean): Condition[] =>
    asked
      .filter(({ name }) => follows(name) === following && name !== "PARTNER")
      .map(({ name, values }) => ({
        sql: `${value(name)} = any(?::text[])`,
        values: [pgArray(values)],
      }));
  const where = all([
    { sql: `r.dimension = '${dimension}' and r.level = '${level}'`, values: [] },
    ...commonConditions(ctx, query, "r"),
    ...ofPartner(ctx, filter, "r"),
    ...conditionsOn(false),
  ]);
  // Stretch by stretch, as there are few: the database cannot know how much each holds.
  const rows = `from ranges_${part.part} ranges
      cross join lateral (
        select *
        from click_breakdown r
        where r.hours = ranges.hours and r.starts_at = ranges.starts_at and ${where.sql}
        offset 0
      ) r
      where ranges.folded`;
  const values = grouped(by.map(value));
  const names = [...by, ...askedNames(filter)];
  if (!names.some(follows))
    return {
      sql: `select ${values}, r.currency, ${breakdownOfRows} ${rows} group by 1, 2, 3`,
      values: where.values,
    };
  // Links and partners are joined to the groups that they are, which are far fewer than rows.
  const keys = [
    "r.value",
    "r.currency",
    ...(namePartners(names) ? ["r.partner_account_id"] : []),
    ...(level === "O" ? ["r.reason"] : []),
  ];
  const joined = all([{ sql: "true", values: [] }, ...conditionsOn(true)]);
  return {
    sql: `select ${values}, r.currency, ${breakdownOfRows}
      from (
        select ${keys.join(", ")}, ${breakdownOfRows}
        ${rows}
        group by ${keys.join(", ")}
      ) r
      ${isOf(names, "LINK") ? "left join tracking_link l on l.id = r.value::uuid" : ""}
      ${isOf(names, "PARTNER") ? groupsJoin("r") : ""}
      where ${joined.sql}
      group by 1, 2, 3`,
    values: [...where.values, ...joined.values],
  };
}

const inTimes: readonly DimensionName[] = ["PARTNER", "PARTNER_GROUP", "REASON", "WEEKDAY", "HOUR"];
/** SQL: a value as a quarter hour of the rollup tells it. */
const timesValue = (name: DimensionName): string =>
  valueSql(name, "r").replaceAll("r.occurred_at", "r.bucket");

/** Weekdays and hours, from the quarter hours. */
function fromTimes(ctx: Context, query: BreakdownQuery, part: PartSpan): Piece {
  const { by, filter, zone } = query;
  const asked = askedOf(filter);
  const names = [...by, ...asked.map(({ name }) => name)];
  const level = namePartners(names) || ctx.scope.kind === "PARTNER" ? "C" : "P";
  const where = all([
    { sql: `r.level = '${level}'`, values: [] },
    { sql: "r.bucket >= ? and r.bucket < ?", values: span(part) },
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

export function sourceFor(ctx: Context, query: BreakdownQuery, part: PartSpan): Source {
  const names = [...query.by, ...askedNames(query.filter)];
  const isOfTimes = names.some((name) => dimensionOf(name).ofTime);
  if (isOfTimes && names.every((name) => inTimes.includes(name)))
    return { kind: "TIMES", with: [], query: fromTimes(ctx, query, part) };
  const kept = isOfTimes ? null : keptFor(ctx, query);
  const raw = fromDecisions(ctx, query, part);
  if (!kept)
    return {
      kind: "DECISIONS",
      with: [
        {
          sql: `spans_${part.part} as (select ?::timestamptz as since, ?::timestamptz as until)`,
          values: span(part),
        },
      ],
      query: raw,
    };
  const rows = fromKept(ctx, query, part, kept);
  return {
    kind: "KEPT",
    with: spansOf(query, part),
    query: {
      sql: `${rows.sql}
      union all
      ${raw.sql}`,
      values: [...rows.values, ...raw.values],
    },
  };
}
