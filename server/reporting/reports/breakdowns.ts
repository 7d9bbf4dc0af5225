/**
 * The clicks of a report by one or two dimensions: the first groups, the rest, and the total, with
 * sales and leads where they know the dimension, and the measures that follow.
 */
import { refusedInput } from "../../platform/api/bad-input.ts";
import type { Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { breakdownSumNames, type BreakdownSum } from "../../platform/db/breakdown-sums.ts";
import { perCount, shownCounts } from "../../platform/db/click-counts.ts";
import type { DimensionName } from "../../platform/db/click-dimensions.ts";
import { formatMicros, readMicros, type Micros } from "../../domain/money.ts";
import { ascending } from "../../domain/order.ts";
import { added, measured } from "../../domain/report-measures.ts";
import { refuse } from "../../domain/result.ts";
import { checkDimension } from "../clicks/dimension-conditions.ts";
import { breakdownCells, type BreakdownCell } from "./breakdown-cells.ts";
import { labelsFor, opensOf } from "./breakdown-labels.ts";
import { breakdownConversions, type GroupedConversions } from "./breakdown-conversions.ts";
import type {
  BreakdownFiguresView,
  BreakdownOrder,
  BreakdownView,
  CurrencyRatioView,
  ShownMeasures,
} from "./breakdown.types.ts";
import { Figures } from "./figures.ts";
import type { ClickFiguresView } from "./report-figures.types.ts";
import { plan, type AskedReport, type Plan } from "./reports.ts";

export interface AskedBreakdown extends Omit<AskedReport, "grain"> {
  by: readonly DimensionName[];
  first: number;
  order: BreakdownOrder;
}

const orders = {
  RAW: "raw",
  UNIQUE: "unique",
  PAYABLE: "payable",
  PAID: "paid",
} as const satisfies Record<BreakdownOrder, BreakdownSum>;

/** Sums of clicks of some groups. */
interface Sums {
  counts: Record<BreakdownSum, number>;
  payout: Map<string, Micros>;
}
function sumsOf(cells: readonly BreakdownCell[]): Sums {
  const counts = Object.fromEntries(
    breakdownSumNames.map((name) => [
      name,
      cells.reduce((sum, cell) => sum + Number(cell[name]), 0),
    ]),
  ) as Sums["counts"];
  const payout = new Map<string, Micros>();
  for (const { currency, payout: micros } of cells)
    if (currency !== null) payout.set(currency, (payout.get(currency) ?? 0n) + BigInt(micros));
  return { counts, payout };
}
function without(total: Sums, parts: readonly Sums[]): Sums {
  const counts = { ...total.counts };
  const payout = new Map(total.payout);
  for (const part of parts) {
    for (const name of breakdownSumNames) counts[name] -= part.counts[name];
    for (const [currency, micros] of part.payout)
      payout.set(currency, (payout.get(currency) ?? 0n) - micros);
  }
  return { counts, payout };
}

const inOrder = (amounts: ReadonlyMap<string, bigint>): [string, bigint][] =>
  [...amounts].toSorted(([a], [b]) => ascending(a, b));
const moneys = (amounts: ReadonlyMap<string, Micros>): Money[] =>
  inOrder(amounts)
    .filter(([, micros]) => micros !== 0n)
    .map(([currency, micros]) => ({ amount: formatMicros(micros), currency }));
const ratios = (values: ReadonlyMap<string, bigint>): CurrencyRatioView[] =>
  inOrder(values).map(([currency, ratio]) => ({ ratio: formatMicros(ratio, 0), currency }));
const microsOf = (amounts: readonly Money[]): Map<string, Micros> =>
  new Map(amounts.map(({ amount, currency }) => [currency, readMicros(amount)]));

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

/** `sold`: sales and leads; null where none is known. */
function figuresOf(
  sums: Sums,
  sold: readonly GroupedConversions[] | null,
  totalRaw: number,
  isForBrand: boolean,
): BreakdownFiguresView {
  const figures = new Figures(isForBrand);
  for (const cell of sold ?? [])
    figures.addConversions({ ...cell, date: "", partner_account_id: null });
  const sales = sold && figures.sales();
  const earned = figures.payout();
  const { raw, unique, payable } = sums.counts;
  const { share, conversionRate, cpc, epc, roas } = measured({
    raw,
    unique,
    payable,
    orders: sales && sales.orders,
    clickPayout: sums.payout,
    conversionPayout: sold && added(microsOf(earned.sales), microsOf(earned.leads)),
    saleAmount: sales && microsOf(sales.amount),
    totalRaw,
  });
  const shown = (ratio: bigint | null) => (ratio === null ? null : formatMicros(ratio, 0));
  const measures: ShownMeasures = {
    share: shown(share),
    conversionRate: shown(conversionRate),
    cpc: moneys(cpc),
    epc: moneys(epc),
    roas: ratios(roas),
  };
  return {
    clicks: clicksOf(sums, isForBrand),
    sales,
    leads: sold && figures.leads(),
    payout: { clicks: moneys(sums.payout), sales: earned.sales, leads: earned.leads },
    measures,
  };
}

const keyOf = (values: readonly string[]): string => JSON.stringify(values);

function checkBy(ctx: Context, by: readonly DimensionName[]): void {
  if (by.length < 1 || by.length > 2 || new Set(by).size < by.length)
    throw refusedInput(refuse("BAD_INPUT", "Group by one dimension or by two others", "by"));
  for (const name of by) checkDimension(ctx, name, "by");
}

/** The groups with their sales, the rest and the total. */
async function viewOf(
  ctx: Context,
  made: Plan,
  by: readonly DimensionName[],
  found: Awaited<ReturnType<typeof breakdownCells>>,
  sold: readonly GroupedConversions[] | null,
): Promise<BreakdownView> {
  const { cells, kind } = found;
  const byRank = Map.groupBy(cells, ({ n }) => n);
  const total = sumsOf(byRank.get(null) ?? []);
  const soldBy = sold && Map.groupBy(sold, ({ values }) => keyOf(values));
  const groups = [...byRank]
    .flatMap(([n, own]) => (n === null || !own[0]?.values ? [] : { n, own, values: own[0].values }))
    .toSorted((a, b) => a.n - b.n)
    .map(({ own, values }) => ({ values, sums: sumsOf(own) }));
  const labelOf = await labelsFor(
    ctx,
    by,
    groups.map(({ values }) => values),
  );
  const shown = new Set(groups.map(({ values }) => keyOf(values)));
  const figures = (sums: Sums, sales: readonly GroupedConversions[] | null) =>
    figuresOf(sums, sales, total.counts.raw, made.isForBrand);
  const count = cells[0]?.groups ?? 0;
  const rest = without(
    total,
    groups.map(({ sums }) => sums),
  );
  return {
    timeZone: made.zone,
    start: new Date(made.range.start),
    end: new Date(made.range.end),
    source: kind,
    groups: count,
    rows: groups.map(({ values, sums }) => ({
      values: by.map((dimension, i) => {
        const value = values[i] ?? "";
        return { dimension, value, label: labelOf(dimension, value) };
      }),
      figures: figures(sums, soldBy && (soldBy.get(keyOf(values)) ?? [])),
      opens: opensOf(by, values),
    })),
    rest:
      count > groups.length
        ? figures(rest, sold && sold.filter(({ values }) => !shown.has(keyOf(values))))
        : null,
    total: figures(total, sold),
  };
}

export async function reportBreakdown(
  ctx: Context,
  { by, first, order, ...asked }: AskedBreakdown,
): Promise<BreakdownView | null> {
  checkBy(ctx, by);
  const made = await plan(ctx, { ...asked, grain: null });
  if (!made) return null;
  const { program, filter, range, zone } = made;
  const sold = await breakdownConversions(ctx, {
    programId: program.id,
    filter,
    by,
    dates: { from: range.fromDate, to: range.toDate },
  });
  const found = await breakdownCells(ctx, {
    programId: program.id,
    brandAccountId: program.brandAccountId,
    filter,
    start: range.start,
    end: range.end,
    zone,
    by,
    first,
    order: orders[order],
    besides: [...new Map(sold?.map(({ values }) => [keyOf(values), values])).values()],
  });
  return viewOf(ctx, made, by, found, sold);
}
