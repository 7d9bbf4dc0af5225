/**
 * The rows of a stretch of time, made from its decisions, as SQL: for the fold and for its proof.
 */
import {
  breakdownColumns,
  breakdownOfDecisions,
  breakdownOfRows,
} from "../../platform/db/breakdown-sums.ts";
import { keptDimensions, ownDimensions, valueSql } from "../../platform/db/click-dimensions.ts";

/** What a row is of, besides its program and stretch. */
export const rowKeys = [
  "dimension",
  "level",
  "partner_account_id",
  "value",
  "outcome",
  "reason",
  "currency",
  "is_test",
] as const;
export const rowColumns = [
  "program_id",
  "starts_at",
  "hours",
  "brand_account_id",
  ...rowKeys,
  ...breakdownColumns,
].join(", ");

const values = keptDimensions.map((name) => `('${name}', ${valueSql(name)})`).join(",\n        ");
const level = (name: "P" | "C" | "O", of: { partner: string; outcome: string; reason: string }) =>
  `('${name}', ${of.partner}, ${of.outcome}, ${of.reason})`;
const isOwn = `r.dimension in (${ownDimensions})`;
const levels = [
  level("P", { partner: "null::uuid", outcome: "null", reason: "null" }),
  level("C", { partner: "r.partner_account_id", outcome: "null", reason: "null" }),
  level("O", {
    partner: `case when ${isOwn} then r.partner_account_id end`,
    outcome: "r.outcome",
    reason: "r.reason",
  }),
].join(",\n      ");

/**
 * Columns of click_breakdown. `stretches` is SQL with program_id, brand_account_id, starts_at,
 * ends_at and hours. First each partner's cells by outcome, which are far fewer than clicks; then
 * what each level adds up of them.
 */
export const foldedRows = (stretches: string): string => `
  select
    r.program_id,
    r.starts_at,
    r.hours,
    r.brand_account_id,
    r.dimension,
    v.level,
    v.partner_account_id,
    r.value,
    v.outcome,
    v.reason,
    r.currency,
    r.is_test,
    ${breakdownOfRows}
  from (
    select
      s.program_id,
      s.starts_at,
      s.hours,
      s.brand_account_id,
      v.dimension,
      v.value,
      d.partner_account_id,
      d.outcome,
      d.reason,
      d.currency,
      d.is_test,
      ${breakdownOfDecisions}
    from (${stretches}) s
    join decision d
      on d.brand_account_id = s.brand_account_id
      and d.occurred_at >= s.starts_at
      and d.occurred_at < s.ends_at
      and d.program_id = s.program_id
    join click c
      on c.brand_account_id = d.brand_account_id
      and c.clicked_at = d.occurred_at
      and c.id = d.subject_id
      -- follows from the rest; said, so that the clicks of a stretch are found by its edges
      and c.brand_account_id = s.brand_account_id
      and c.clicked_at >= s.starts_at
      and c.clicked_at < s.ends_at
    cross join lateral (
      values
        ${values}
    ) v (dimension, value)
    where d.event = 'CLICK'
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  ) r
  cross join lateral (
    values
      ${levels}
  ) v (level, partner_account_id, outcome, reason)
  where v.level <> 'P' or not ${isOwn}
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`;

/** The same of a longer stretch of `hours`, from the rows `r` of the stretches that it holds. */
export const joinedRows = (startsAt: string, hours: string, rows: string): string => `
  select
    r.program_id,
    ${startsAt} as starts_at,
    ${hours} as hours,
    r.brand_account_id,
    ${rowKeys.map((key) => `r.${key}`).join(", ")},
    ${breakdownOfRows}
  from ${rows}
  group by 1, 2, 3, 4, ${rowKeys.map((key) => `r.${key}`).join(", ")}`;
