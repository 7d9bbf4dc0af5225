/**
 * Where the clicks of a breakdown are read. Rows that are kept (click_breakdown) of stretches that
 * lie within the range and hold no mark, and the decisions of what is marked or cut; weekdays and
 * hours from the quarter hours of click_rollup; the decisions alone for any other question.
 */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { breakdownOfDecisions, breakdownOfRollup } from "../../platform/db/breakdown-sums.ts";
import {
  askedOf,
  dimensionOf,
  valueJoins,
  valueSql,
  type DimensionName,
} from "../../platform/db/click-dimensions.ts";
import { askedNames, dimensionConditions } from "../clicks/dimension-conditions.ts";
import { keptFor, keptSource } from "./breakdown-kept.ts";
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
    return { kind: "TIMES", with: [], query: fromTimes(ctx, query, part), apart: null };
  const decisions = fromDecisions(ctx, query, part);
  const kept = isOfTimes ? null : keptFor(ctx, query);
  if (kept) return keptSource(ctx, query, part, { kept, decisions });
  return {
    kind: "DECISIONS",
    with: [
      {
        sql: `spans_${part.part} as (select ?::timestamptz as since, ?::timestamptz as until)`,
        values: span(part),
      },
    ],
    query: decisions,
    apart: null,
  };
}
