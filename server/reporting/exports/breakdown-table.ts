/** A breakdown as a file: every group, with what is compared, as its table shows the first ones. */
import { measureNames, measureOf } from "../../domain/report-measures.ts";
import type { Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import type {
  BreakdownFiguresView,
  BreakdownRowView,
  BreakdownView,
} from "../reports/breakdown.types.ts";
import type { GroupValueView } from "../reports/group-value.types.ts";
import { measureConstant, measureNamed, type MeasureChangeView } from "../reports/compare.types.ts";
import { reportBreakdown } from "../reports/breakdowns.ts";
import type { ViewColumn } from "./columns.ts";
import {
  amount,
  currenciesOf,
  currency,
  figureColumns,
  figureCurrencies,
  linesBy,
  ratio,
  type Line,
} from "./figure-columns.ts";
import { ExportBreakdownFilter } from "./table-filters.types.ts";
import { anyRange, narrowed, tableOfViews, type AskedRows } from "./table.ts";

/** All others stand together in a last row. */
const groupsMost = 10_000;

interface Row {
  /** None: all groups that are no rows. */
  values: readonly GroupValueView[];
  figures: BreakdownFiguresView;
  before: BreakdownFiguresView | null;
  changes: readonly MeasureChangeView[];
}
type Column = ViewColumn<Line<Row>, ExportBreakdownFilter>;

const currenciesIn = ({ measures, ...figures }: BreakdownFiguresView): string[] => [
  ...figureCurrencies(figures),
  ...currenciesOf(measures.payout, measures.wouldPay),
];
const linesOf = (row: Row): Line<Row>[] =>
  linesBy(row, [
    ...currenciesIn(row.figures),
    ...(row.before ? currenciesIn(row.before) : []),
    ...row.changes.map((change) => change.currency),
  ]);

const byOf = (filter: ExportBreakdownFilter | null) => filter?.by ?? (["PARTNER"] as const);
const isCompared = (filter: ExportBreakdownFilter | null): boolean => filter?.compare != null;

const valueColumns = (at: number, name: string, words: string): Column[] =>
  (
    [
      ["dimension", `By which dimension the ${words} is.`, "WORD"],
      ["value", `The ${words} as filters take it; n/a: none.`, "TEXT"],
      ["label", `The ${words} as people call it.`, "TEXT"],
    ] as const
  ).map(([field, text, kind]) => ({
    name: field === "label" ? `${name}Label` : `${name}${field === "value" ? "" : "Dimension"}`,
    words: text,
    kind,
    of: ({ view }) => {
      if (view.values.length === 0) return field === "label" ? "All others" : null;
      return view.values[at]?.[field] ?? null;
    },
    ...(at > 0 ? { when: (filter: ExportBreakdownFilter | null) => byOf(filter).length > at } : {}),
  }));

type Amounts = "payout" | "wouldPay" | "cpc" | "epc";
type Ratios = "share" | "conversionRate";
/** What follows from figures; `of`: those of which period. */
function measureColumns(
  of: (row: Row) => BreakdownFiguresView | null,
  name: (plain: string) => string,
): ViewColumn<Line<Row>>[] {
  const amounts = (measure: Amounts) =>
    amount<Row>(
      name(measure),
      measureOf(measure).description,
      (row): Money[] | undefined => of(row)?.measures[measure],
    );
  const ratios = (measure: Ratios) =>
    ratio<Row>(name(measure), measureOf(measure).description, (row) => of(row)?.measures[measure]);
  return [
    amounts("payout"),
    amounts("wouldPay"),
    ratios("share"),
    ratios("conversionRate"),
    amounts("cpc"),
    amounts("epc"),
    {
      name: name("roas"),
      words: measureOf("roas").description,
      kind: "MONEY",
      of: ({ view, currency: own }) =>
        of(view)?.measures.roas.find((each) => each.currency === own)?.ratio ?? null,
    },
  ];
}

const plain = (name: string): string => name;
const before = (name: string): string => `${name}Before`;
const compared = (columns: readonly ViewColumn<Line<Row>>[]): Column[] =>
  columns.map((column) => ({ ...column, when: isCompared }));
/** Of a measure without currencies it stands in the first line alone. */
const changeOf = ({ view, currency: own, isFirst }: Line<Row>, measure: string) =>
  view.changes.find(
    (change) =>
      change.measure === measure && (change.currency === null ? isFirst : change.currency === own),
  );
const changeColumns = measureNames.flatMap((name): Column[] => {
  const measure = measureConstant(name);
  const { kind, description } = measureOf(name);
  const words = description.replace(/[.;:].*$/s, "");
  const column = (suffix: string, text: string, field: "difference" | "ratio"): Column => ({
    name: `${name}${suffix}`,
    words: text,
    kind: field === "difference" && kind === "COUNT" ? "COUNT" : "MONEY",
    ...(name === "newVisitors" ? { only: "BRAND" as const } : {}),
    when: isCompared,
    of: (line) => changeOf(line, measure)?.[field] ?? null,
  });
  return [
    column(
      "Change",
      `${words}: by how much it changed, as far as both periods have it.`,
      "difference",
    ),
    column("ChangeRatio", `${words}: the same as a share of the period before.`, "ratio"),
  ];
});

const columns: Column[] = [
  ...valueColumns(0, "group", "group"),
  ...valueColumns(1, "second", "second group"),
  ...figureColumns<Row>(({ figures }) => figures),
  ...measureColumns(({ figures }) => figures, plain),
  ...compared([
    ...figureColumns<Row>(
      (row) => row.before,
      before,
      (text) => `In the other period: ${text}`,
    ),
    ...measureColumns((row) => row.before, before).map((column) => ({
      ...column,
      words: `In the other period: ${column.words}`,
    })),
  ]),
  ...changeColumns,
  currency,
];

const rowOf = ({ values, figures, before: other, changes }: BreakdownRowView): Row => ({
  values,
  figures,
  before: other,
  changes,
});
const restOf = ({ rest, restBefore, restChanges }: BreakdownView): Row[] =>
  rest ? [{ values: [], figures: rest, before: restBefore, changes: restChanges }] : [];

async function* rows(
  ctx: Context,
  { programId, filter, timeZone }: AskedRows<ExportBreakdownFilter>,
): AsyncGenerator<Line<Row>[]> {
  const { sort = null, compare = null } = filter ?? {};
  const found = await reportBreakdown(ctx, {
    scope: { programId },
    range: filter?.range ?? anyRange,
    by: byOf(filter),
    timeZone,
    filter: filter?.filter ?? null,
    first: groupsMost,
    compare,
    sort: {
      measure: measureNamed(sort?.measure ?? "RAW"),
      of: sort?.of ?? "VALUE",
      ascending: sort?.ascending ?? false,
    },
  });
  if (found) yield [...found.rows.map(rowOf), ...restOf(found)].flatMap(linesOf);
}

export const breakdownTable = tableOfViews<Line<Row>, ExportBreakdownFilter>({
  title: "Breakdown",
  words: "Clicks and sales by one or two of their dimensions, a group a row.",
  needs: ["reports:read"],
  filter: { name: "breakdown", type: () => ExportBreakdownFilter },
  period: (filter) => filter?.range,
  within: (filter, dates) =>
    narrowed<ExportBreakdownFilter>(filter, { range: { last: null, ...dates } }),
  columns,
  views: rows,
});
