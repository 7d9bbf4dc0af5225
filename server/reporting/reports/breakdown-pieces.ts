/** What a breakdown is asked for, and the pieces of SQL that each of its sources is made of. */
import type { Instant } from "../../domain/calendar.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { isOf, type DimensionName } from "../../platform/db/click-dimensions.ts";
import type { Condition } from "../clicks/dimension-conditions.ts";
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
  /** Where many groups are read fast, each question by itself; null: from the query. */
  apart: {
    /** What the query adds up, with these columns alone. */
    rows: (columns: ReadonlySet<string>) => Piece;
    /** The query of the groups that `ranked` names. */
    ofRanked: Piece;
    /** The query as one group. */
    total: Piece;
  } | null;
}

export const all = (conditions: readonly Condition[]): Piece => ({
  sql: conditions.map(({ sql }) => sql).join("\n        and "),
  values: conditions.flatMap(({ values }) => values),
});

export function commonConditions(ctx: Context, { filter, programId }: BreakdownQuery, row: string) {
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
export const grouped = (sql: readonly string[]): string =>
  [0, 1].map((i) => `${sql[i] ?? "null"}::text as v${i + 1}`).join(", ");

export const namePartners = (names: readonly DimensionName[]): boolean =>
  names.includes("PARTNER") || isOf(names, "PARTNER");
