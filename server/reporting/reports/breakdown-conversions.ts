/** The sales and leads of a range by what they know of the dimensions of clicks. */
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { saleJoins, saleValueSql, type DimensionName } from "../../platform/db/click-dimensions.ts";
import { askedNames, saleConditions } from "../clicks/dimension-conditions.ts";
import type { ConversionCell } from "./figures.ts";
import { ReportMode, type ReportFilter } from "./report.types.ts";

export interface GroupedConversions extends Omit<ConversionCell, "date" | "partner_account_id"> {
  values: string[];
  /** Of a date whose sales are not compared. */
  late: boolean;
}

interface Asked {
  programId: string;
  filter: ReportFilter;
  by: readonly DimensionName[];
  /** By the marketplace's dates, inclusive; `settledTo`: the last that is compared, null: none. */
  dates: { from: string; to: string; settledTo: string | null };
}
/** Null where none of them knows what is asked by. */
export async function breakdownConversions(
  ctx: Context,
  { programId, filter, by, dates }: Asked,
): Promise<GroupedConversions[] | null> {
  const values = by.flatMap((name) => saleValueSql(name) ?? []);
  const conditions = saleConditions(filter);
  if (values.length < by.length || conditions === null) return null;
  const where = [
    { sql: "s.program_id = ?", values: [programId] },
    { sql: `s.${ctx.scope.tenantColumn()} = ?`, values: [ctx.scope.requireAccountId()] },
    { sql: "s.date between ?::date and ?::date", values: [dates.from, dates.to] },
    ...(filter.mode === ReportMode.BOTH
      ? []
      : [{ sql: "s.is_test = ?", values: [filter.mode === ReportMode.TEST] }]),
    ...(filter.outcomes
      ? [{ sql: "s.outcome = any(?::text[])", values: [pgArray(filter.outcomes)] }]
      : []),
    ...conditions,
  ];
  return ctx.em.execute<GroupedConversions[]>(
    `select
        array[${values.join(", ")}] as values,
        (s.date <= ?::date) is not true as late,
        s.kind,
        s.outcome,
        s.currency,
        sum(s.leads)::text as leads,
        sum(s.orders)::text as orders,
        sum(s.units)::text as units,
        sum(s.amount_micros)::text as amount,
        sum(s.payout_micros)::text as payout,
        sum(s.would_pay_micros)::text as "wouldPay"
      from sales_daily s
      ${saleJoins([...by, ...askedNames(filter)])}
      where ${where.map(({ sql }) => sql).join(" and ")}
      group by 1, 2, 3, 4, 5`,
    [dates.settledTo, ...where.flatMap((condition) => condition.values)],
  );
}
