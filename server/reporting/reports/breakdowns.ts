/**
 * The clicks of a report by one or two dimensions: the first groups, the rest, and the total, with
 * sales and leads where they know the dimension, and the measures that follow.
 */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { breakdownSumNames, type BreakdownSum } from "../../platform/db/breakdown-sums.ts";
import {
  perAmount,
  perCount,
  shownCounts,
  type AmountName,
} from "../../platform/db/click-counts.ts";
import type { DimensionName } from "../../platform/db/click-dimensions.ts";
import { formatMicros, type Micros } from "../../domain/money.ts";
import { ascending } from "../../domain/order.ts";
import {
  added,
  figuresWithout,
  lessAmounts,
  measured,
  type MeasuredFigures,
} from "../../domain/report-measures.ts";
import { refuse } from "../../domain/result.ts";
import { checkDimension } from "../clicks/dimension-conditions.ts";
import { breakdownCells, type BreakdownCell, type SoldSums } from "./breakdown-cells.ts";
import { breakdownConversions, type GroupedConversions } from "./breakdown-conversions.ts";
import { labelsFor, opensOf } from "./breakdown-labels.ts";
import { soldColumns, type BreakdownOrder } from "./breakdown-order.ts";
import type { Part, PartSpan } from "./breakdown-pieces.ts";
import type { BreakdownFiguresView, BreakdownView, CurrencyRatioView } from "./breakdown.types.ts";
import { changeViews, otherPeriodView, type MeasureChangeView } from "./compare.types.ts";
import { plannedComparison, type PlannedComparison } from "./comparisons.ts";
import { Figures } from "./figures.ts";
import { completenessOf } from "./freshness.ts";
import type { ReportRange } from "./range.ts";
import type { ClickFiguresView } from "./report-figures.types.ts";
import { plan, type AskedReport, type Plan } from "./report-plans.ts";

export interface AskedBreakdown extends Omit<AskedReport, "grain"> {
  by: readonly DimensionName[];
  first: number;
  sort: BreakdownOrder;
}

/** Sums of clicks of some groups. */
interface Sums {
  counts: Record<BreakdownSum, number>;
  amounts: Record<AmountName, Map<string, Micros>>;
}
function sumsOf(cells: readonly BreakdownCell[]): Sums {
  const counts = Object.fromEntries(
    breakdownSumNames.map((name) => [
      name,
      cells.reduce((sum, cell) => sum + Number(cell[name]), 0),
    ]),
  ) as Sums["counts"];
  const amounts = perAmount((name) => {
    const sums = new Map<string, Micros>();
    for (const { currency, [name]: micros } of cells)
      if (currency !== null) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(micros));
    return sums;
  });
  return { counts, amounts };
}
function without(total: Sums, parts: readonly Sums[]): Sums {
  const counts = { ...total.counts };
  for (const part of parts) for (const name of breakdownSumNames) counts[name] -= part.counts[name];
  const amounts = perAmount((name) =>
    parts.reduce<Map<string, Micros>>(
      (left, part) => lessAmounts(left, part.amounts[name]),
      total.amounts[name],
    ),
  );
  return { counts, amounts };
}

const inOrder = (amounts: ReadonlyMap<string, bigint>): [string, bigint][] =>
  [...amounts].toSorted(([a], [b]) => ascending(a, b));
const moneys = (amounts: ReadonlyMap<string, Micros>): Money[] =>
  inOrder(amounts)
    .filter(([, micros]) => micros !== 0n)
    .map(([currency, micros]) => ({ amount: formatMicros(micros), currency }));
const ratios = (values: ReadonlyMap<string, bigint>): CurrencyRatioView[] =>
  inOrder(values).map(([currency, ratio]) => ({ ratio: formatMicros(ratio, 0), currency }));

function clicksOf({ counts }: Sums, isForBrand: boolean): ClickFiguresView {
  const { raw, payable, paid, filtered } = counts;
  return {
    ...shownCounts(
      perCount((name) => counts[name]),
      isForBrand,
    ),
    paid,
    paidZero: payable - paid,
    unpaid: raw - payable,
    filtered,
  };
}

type Sold = readonly GroupedConversions[] | null;
/** Of some groups, in one part of the statement. */
interface Grouped {
  sums: Sums;
  /** Null where none is known. */
  sold: Sold;
}
function soldOf(sold: Sold, isForBrand: boolean): Figures {
  const figures = new Figures(isForBrand);
  for (const cell of sold ?? [])
    figures.addConversions({ ...cell, date: "", partner_account_id: null });
  return figures;
}
function measuredOf(
  { sums: { counts, amounts }, sold }: Grouped,
  totalRaw: number,
  isForBrand: boolean,
): MeasuredFigures {
  const sales = soldOf(sold, isForBrand).measured();
  const { raw, unique, payable, paid } = counts;
  return {
    raw,
    unique,
    newVisitors: isForBrand ? counts.newVisitors : null,
    payable,
    paid,
    orders: sold && sales.orders,
    units: sold && sales.units,
    leads: sold && sales.leads,
    clickPayout: amounts.payout,
    wouldPay: added(amounts.wouldPay, sales.wouldPay),
    conversionPayout: sold && sales.conversionPayout,
    saleAmount: sold && sales.saleAmount,
    totalRaw,
  };
}
function figuresOf(
  { sums, sold }: Grouped,
  totalRaw: number,
  isForBrand: boolean,
): BreakdownFiguresView {
  const figures = soldOf(sold, isForBrand);
  const earned = figures.payout();
  const { payout, wouldPay, share, conversionRate, cpc, epc, roas } = measured(
    measuredOf({ sums, sold }, totalRaw, isForBrand),
  );
  const shown = (ratio: bigint | null) => (ratio === null ? null : formatMicros(ratio, 0));
  return {
    clicks: clicksOf(sums, isForBrand),
    sales: sold && figures.sales(),
    leads: sold && figures.leads(),
    payout: { clicks: moneys(sums.amounts.payout), sales: earned.sales, leads: earned.leads },
    measures: {
      payout: moneys(payout),
      wouldPay: moneys(wouldPay),
      share: shown(share),
      conversionRate: shown(conversionRate),
      cpc: moneys(cpc),
      epc: moneys(epc),
      roas: ratios(roas),
    },
  };
}

const keyOf = (values: readonly string[]): string => JSON.stringify(values);

function checkAsked(ctx: Context, { by, sort, compare }: AskedBreakdown): void {
  if (by.length < 1 || by.length > 2 || new Set(by).size < by.length)
    throw refusedInput(refuse("BAD_INPUT", "Group by one dimension or by two others", "by"));
  for (const name of by) checkDimension(ctx, name, "by");
  if (sort.of === "CHANGE" && !compare)
    throw refusedInput(
      refuse("BAD_INPUT", "Sort by a change where a period is compared with", "sort", "of"),
    );
  if (sort.measure === "newVisitors" && ctx.scope.kind !== "BRAND")
    throw refusedInput(
      refuse("BAD_INPUT", "New visitors are the brand's: sort by another", "sort", "measure"),
    );
}

/** One part of the statement for a row: what of A is not compared is its T, and of B its U. */
type ByPart = Readonly<Record<Part, Grouped>>;
interface Views {
  figures: (parts: ByPart) => BreakdownFiguresView;
  before: (parts: ByPart) => BreakdownFiguresView | null;
  changes: (parts: ByPart) => MeasureChangeView[];
}
function viewsWith(total: ByPart, isForBrand: boolean, planned: PlannedComparison | null): Views {
  const rawOf = (part: Part): number => total[part].sums.counts.raw;
  const figures = (parts: ByPart, part: Part) => figuresOf(parts[part], rawOf(part), isForBrand);
  const compared = (parts: ByPart, whole: Part, tail: Part) =>
    figuresWithout(
      measuredOf(parts[whole], rawOf(whole), isForBrand),
      measuredOf(parts[tail], rawOf(tail), isForBrand),
    );
  return {
    figures: (parts) => figures(parts, "A"),
    before: (parts) => planned && figures(parts, "B"),
    changes: (parts) =>
      planned
        ? changeViews(compared(parts, "A", "T"), compared(parts, "B", "U"), planned.compared)
        : [],
  };
}

const partNames = ["A", "T", "B", "U"] as const satisfies readonly Part[];
type SoldByPart = Readonly<Record<Part, Sold>>;
const perPart = <V>(of: (part: Part) => V): Record<Part, V> =>
  Object.fromEntries(partNames.map((part) => [part, of(part)])) as Record<Part, V>;

/** The groups with their sales, the rest and the total, each in every part. */
function groupsOf(cells: readonly BreakdownCell[], sold: SoldByPart) {
  const byRank = Map.groupBy(cells, ({ n }) => n);
  const sumsIn = (own: readonly BreakdownCell[]) =>
    perPart((part) => sumsOf(own.filter((cell) => cell.part === part)));
  const soldBy = perPart((part) => Map.groupBy(sold[part] ?? [], ({ values }) => keyOf(values)));
  const grouped = (sums: Record<Part, Sums>, of: (part: Part) => Sold): ByPart =>
    perPart((part) => ({ sums: sums[part], sold: of(part) }));
  const rows = [...byRank]
    .flatMap(([n, own]) => (n === null || !own[0]?.values ? [] : { n, own, values: own[0].values }))
    .toSorted((a, b) => a.n - b.n)
    .map(({ own, values }) => ({
      values,
      parts: grouped(sumsIn(own), (part) => sold[part] && (soldBy[part].get(keyOf(values)) ?? [])),
    }));
  const shown = new Set(rows.map(({ values }) => keyOf(values)));
  const total = sumsIn(byRank.get(null) ?? []);
  const rest = perPart((part) =>
    without(
      total[part],
      rows.map(({ parts }) => parts[part].sums),
    ),
  );
  return {
    rows,
    total: grouped(total, (part) => sold[part]),
    rest: grouped(
      rest,
      (part) => sold[part] && sold[part].filter(({ values }) => !shown.has(keyOf(values))),
    ),
  };
}

async function viewOf(
  ctx: Context,
  {
    made,
    planned,
    by,
  }: { made: Plan; planned: PlannedComparison | null; by: readonly DimensionName[] },
  { cells, kind }: Awaited<ReturnType<typeof breakdownCells>>,
  sold: SoldByPart,
): Promise<BreakdownView> {
  const { rows, rest, total } = groupsOf(cells, sold);
  const labelOf = await labelsFor(
    ctx,
    by,
    rows.map(({ values }) => values),
  );
  const views = viewsWith(total, made.isForBrand, planned);
  const count = cells[0]?.groups ?? 0;
  const hasRest = count > rows.length;
  const { range, zone } = made;
  return {
    timeZone: zone,
    start: new Date(range.start),
    end: new Date(range.end),
    source: kind,
    groups: count,
    compared: planned && otherPeriodView(planned.other, range, planned.extent),
    rows: rows.map(({ values, parts }) => ({
      values: by.map((dimension, i) => {
        const value = values[i] ?? "";
        return { dimension, value, label: labelOf(dimension, value) };
      }),
      figures: views.figures(parts),
      before: views.before(parts),
      changes: views.changes(parts),
      opens: opensOf(by, values),
    })),
    rest: hasRest ? views.figures(rest) : null,
    restBefore: hasRest ? views.before(rest) : null,
    restChanges: hasRest ? views.changes(rest) : [],
    total: views.figures(total),
    totalBefore: views.before(total),
    totalChanges: views.changes(total),
  };
}

/** Sales and leads of each part, as far as the dimension is known of them. */
async function soldOfParts(
  ctx: Context,
  { program, filter, range }: Plan,
  by: readonly DimensionName[],
  planned: PlannedComparison | null,
): Promise<SoldByPart> {
  const of = (dates: ReportRange, settledTo: string | null) =>
    breakdownConversions(ctx, {
      programId: program.id,
      filter,
      by,
      dates: { from: dates.fromDate, to: dates.toDate, settledTo },
    });
  const late = (sold: Sold) => (planned && sold ? sold.filter((cell) => cell.late) : null);
  const own = await of(range, planned?.extent.salesTo ?? null);
  const other = planned && (await of(planned.other.range, planned.extent.otherSalesTo));
  return { A: own, T: late(own), B: other, U: late(other) };
}
/** What of the range and of the other period is read, and what of them is not compared. */
function partsOf({ range }: Plan, planned: PlannedComparison | null): PartSpan[] {
  if (!planned) return [{ part: "A", start: range.start, end: range.end }];
  const { clicksUntil, otherClicksUntil } = planned.extent;
  const { start, end } = planned.other.range;
  const all: PartSpan[] = [
    { part: "A", start: range.start, end: range.end },
    { part: "T", start: clicksUntil, end: range.end },
    { part: "B", start, end },
    { part: "U", start: otherClicksUntil, end },
  ];
  return all.filter((part) => part.start < part.end);
}
const nothingSold = Object.fromEntries(soldColumns.map((column) => [column, 0n])) as Record<
  (typeof soldColumns)[number],
  bigint
>;
const soldSums = (sold: SoldByPart): SoldSums[] =>
  partNames.flatMap((part) =>
    (sold[part] ?? []).flatMap(({ values, outcome, ...cell }) => ({
      part,
      values,
      // What was discarded counts nowhere, but its group is shown.
      ...(outcome === "DISCARDED"
        ? nothingSold
        : {
            orders: BigInt(cell.orders),
            units: BigInt(cell.units),
            leads: BigInt(cell.leads),
            sale_micros: BigInt(cell.amount),
            earned_micros: BigInt(cell.payout),
            sold_would_pay_micros: BigInt(cell.wouldPay),
          }),
    })),
  );

export async function reportBreakdown(
  ctx: Context,
  asked: AskedBreakdown,
): Promise<BreakdownView | null> {
  checkAsked(ctx, asked);
  const { by, first, sort, compare } = asked;
  const made = await plan(ctx, { ...asked, grain: null });
  if (!made) return null;
  const { program, filter, zone } = made;
  const planned = compare
    ? plannedComparison(
        compare,
        made,
        (await completenessOf(ctx, program.id, made.trackedSince)).clicksUntil.getTime(),
      )
    : null;
  const sold = await soldOfParts(ctx, made, by, planned);
  const found = await breakdownCells(ctx, {
    query: {
      programId: program.id,
      brandAccountId: program.brandAccountId,
      filter,
      zone,
      by,
    },
    parts: partsOf(made, planned),
    sold: soldSums(sold),
    first,
    order: sort,
  });
  return viewOf(ctx, { made, planned, by }, found, sold);
}
