/** A report beside that of another period: both periods' figures, and how each changed. */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Context } from "../../platform/context.ts";
import type { Instant } from "../../domain/calendar.ts";
import { figuresWithout, type Compared } from "../../domain/report-measures.ts";
import { bucketViews } from "./bucket-views.ts";
import { clickCells, conversionCells } from "./cells.ts";
import {
  areCompared,
  comparable,
  otherBuckets,
  otherPeriod,
  type AskedCompare,
  type Comparable,
  type OtherPeriod,
} from "./compare.ts";
import { changeViews, otherPeriodView } from "./compare.types.ts";
import { Figures, type ClickCell, type ConversionCell } from "./figures.ts";
import type { ReportComparisonView } from "./report.types.ts";
import { queryOf, type Plan } from "./report-plans.ts";

export interface PlannedComparison {
  other: OtherPeriod;
  extent: Comparable;
  compared: Compared;
}
/** `clicksKnown`: until where clicks are read and decided. */
export function plannedComparison(
  asked: AskedCompare,
  made: Plan,
  clicksKnown: Instant,
): PlannedComparison {
  const other = otherPeriod(asked, made.range, made.zone, made.now);
  if (!other.ok) throw refusedInput(other);
  const extent = comparable(made.range, other.value, { ...made, clicksKnown });
  return {
    other: other.value,
    extent,
    compared: areCompared(made.range, extent, made.zone),
  };
}

interface Cells {
  clicks: readonly ClickCell[];
  conversions: readonly ConversionCell[];
}
function figuresOf({ clicks, conversions }: Cells, isForBrand: boolean): Figures {
  const figures = new Figures(isForBrand);
  for (const cell of clicks) figures.addClicks(cell);
  for (const cell of conversions) figures.addConversions(cell);
  return figures;
}
/** Figures of a range as far as clicks and sales are compared. */
async function comparedPart(
  ctx: Context,
  made: Plan,
  cells: Cells,
  { until, salesTo }: { until: Instant; salesTo: string | null },
) {
  const { end } = made.range;
  const tail =
    until < end
      ? await clickCells(
          ctx,
          { ...queryOf(made, false), buckets: [{ key: "", start: until, end }], isOfDates: false },
          "HOUR",
        )
      : [];
  const conversions = cells.conversions.filter(({ date }) => salesTo !== null && date <= salesTo);
  return figuresWithout(
    figuresOf({ clicks: cells.clicks, conversions }, made.isForBrand).measured(),
    figuresOf({ clicks: tail, conversions: [] }, made.isForBrand).measured(),
  );
}

export async function reportComparison(
  ctx: Context,
  made: Plan,
  asked: AskedCompare,
  own: Cells & { clicksKnown: Instant; salesExpected: boolean },
): Promise<ReportComparisonView> {
  const { other, extent, compared } = plannedComparison(asked, made, own.clicksKnown);
  const before: Plan = {
    ...made,
    range: other.range,
    buckets: otherBuckets(made.buckets, other, made),
  };
  const query = queryOf(before, false);
  const clicks = await clickCells(ctx, query, made.grain);
  const { fromDate: from, toDate: to } = other.range;
  const conversions = await conversionCells(ctx, query, { from, to });
  const totals = figuresOf({ clicks, conversions }, made.isForBrand);
  const { clicksUntil, otherClicksUntil, salesTo, otherSalesTo } = extent;
  const parts = [
    await comparedPart(ctx, made, own, { until: clicksUntil, salesTo }),
    await comparedPart(
      ctx,
      before,
      { clicks, conversions },
      { until: otherClicksUntil, salesTo: otherSalesTo },
    ),
  ] as const;
  return {
    period: otherPeriodView(other, made.range, extent),
    totals: totals.totals(),
    buckets: bucketViews(before, { clicks, conversions }, own.salesExpected),
    changes: changeViews(...parts, compared),
  };
}
