/** Filters by what clicks are like, as SQL; and whose they are. */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  askedOf,
  dimensionOf,
  saleValueSql,
  valueSql,
  type DimensionFilter,
  type DimensionName,
} from "../../platform/db/click-dimensions.ts";
import { refuse } from "../../domain/result.ts";

export interface Condition {
  sql: string;
  values: unknown[];
}

/** Turns away what is the other side's alone, wherever it is asked by. */
export function checkDimension(ctx: Context, name: DimensionName, ...path: string[]): void {
  const { only, name: words } = dimensionOf(name);
  if (only !== undefined && only !== ctx.scope.kind)
    throw refusedInput(refuse("BAD_INPUT", `${words}: ask by another`, ...path));
}

/** `without`: what the caller sees to by itself. */
export const askedNames = (
  filter: DimensionFilter,
  without: readonly DimensionName[] = [],
): DimensionName[] => askedOf(filter).flatMap(({ name }) => (without.includes(name) ? [] : name));

/** Each asked dimension's values, of decisions under this alias. */
export function dimensionConditions(
  ctx: Context,
  filter: DimensionFilter,
  { decision = "d", without = [] }: { decision?: string; without?: readonly DimensionName[] } = {},
): Condition[] {
  return askedOf(filter).flatMap(({ name, values }) => {
    checkDimension(ctx, name, "filter", dimensionOf(name).filter);
    if (without.includes(name)) return [];
    return {
      sql: `${valueSql(name, decision)} = any(?::text[])`,
      values: [pgArray(values)],
    };
  });
}

/** The same of daily sales; null where no sale can be let through, since none knows of it. */
export function saleConditions(filter: DimensionFilter, row = "s"): Condition[] | null {
  const conditions: Condition[] = [];
  for (const { name, values } of askedOf(filter)) {
    const sql = saleValueSql(name, row);
    if (sql === null) return null;
    conditions.push({ sql: `${sql} = any(?::text[])`, values: [pgArray(values)] });
  }
  return conditions;
}
