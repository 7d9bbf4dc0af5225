/**
 * Reports as files: one row a bucket, or one a partner. Amounts of a second currency stand in a row
 * of their own, which repeats no count, so that every column can be summed.
 */
import { countFields } from "../../platform/db/click-counts.ts";
import type { Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import type {
  ClickFiguresView,
  PayoutFiguresView,
  LeadFiguresView,
  SaleFiguresView,
} from "../reports/report-figures.types.ts";
import type { AskedReport } from "../reports/report-plans.ts";
import { report, reportByPartner } from "../reports/reports.ts";
import type { PartnerReportView, ReportBucketView } from "../reports/report.types.ts";
import type { ViewColumn } from "./columns.ts";
import type { ExportReportFilter } from "./export-filters.types.ts";
import { narrowed, tableOfViews, type AskedRows, type ExportTable } from "./table.ts";

interface Figures {
  clicks: ClickFiguresView | null;
  sales: SaleFiguresView | null;
  leads: LeadFiguresView | null;
  payout: PayoutFiguresView | null;
}
/** Of one currency; `isFirst`: with the counts. */
interface Line<V> {
  view: V;
  currency: string | null;
  isFirst: boolean;
}
function linesOf<V extends Figures>(view: V): Line<V>[] {
  const { sales, payout } = view;
  const paid = [payout?.clicks, payout?.sales, payout?.leads];
  const all = [sales?.amount, sales?.discardedAmount, ...paid];
  const currencies = new Set(all.flatMap((amounts) => amounts ?? []).map((one) => one.currency));
  const first: (string | null)[] = currencies.size > 0 ? [...currencies] : [null];
  return first.map((currency, at) => ({ view, currency, isFirst: at === 0 }));
}

type Count = (figures: Figures) => number | null | undefined;
const count = (name: string, words: string, of: Count): ViewColumn<Line<Figures>> => ({
  name,
  words,
  kind: "COUNT",
  of: ({ view, isFirst }) => (isFirst ? (of(view) ?? null) : null),
});
type Amounts = (figures: Figures) => readonly Money[] | undefined;
const amount = (name: string, words: string, of: Amounts): ViewColumn<Line<Figures>> => ({
  name,
  words,
  kind: "MONEY",
  of: ({ view, currency }) => of(view)?.find((one) => one.currency === currency)?.amount ?? null,
});
const figures: ViewColumn<Line<Figures>>[] = [
  ...countFields.map(({ name, description, nullable }) => ({
    ...count(`${name}Clicks`, description, ({ clicks }) => clicks?.[name]),
    only: nullable ? ("BRAND" as const) : null,
  })),
  count("paidClicks", "Clicks paid more than 0.", ({ clicks }) => clicks?.paid),
  count("paidZeroClicks", "Clicks payable at rate 0.", ({ clicks }) => clicks?.paidZero),
  count("unpaidClicks", "Clicks not paid, for a reason.", ({ clicks }) => clicks?.unpaid),
  count("filteredClicks", "Clicks that the filter leaves out.", ({ clicks }) => clicks?.filtered),
  count("orders", "Orders.", ({ sales }) => sales?.orders),
  count("units", "Units.", ({ sales }) => sales?.units),
  count("discardedOrders", "Orders without sale terms.", ({ sales }) => sales?.discardedOrders),
  count("leads", "Leads.", ({ leads }) => leads?.leads),
  count("discardedLeads", "Leads without lead terms.", ({ leads }) => leads?.discardedLeads),
  amount("amount", "Sales amount.", ({ sales }) => sales?.amount),
  amount("discardedAmount", "Of discarded orders.", ({ sales }) => sales?.discardedAmount),
  amount("clickPayout", "Earned by clicks.", ({ payout }) => payout?.clicks),
  amount("salePayout", "Earned by sales.", ({ payout }) => payout?.sales),
  amount("leadPayout", "Earned by leads.", ({ payout }) => payout?.leads),
  { name: "currency", words: "Of the amounts.", kind: "WORD", of: ({ currency }) => currency },
];

const askedOf = ({ programId, filters, timeZone }: AskedRows): AskedReport => ({
  scope: { programId },
  range: filters.report?.range ?? { last: null, from: null, to: null },
  grain: filters.report?.grain ?? null,
  timeZone,
  filter: filters.report?.filter ?? null,
});
async function* buckets(ctx: Context, asked: AskedRows): AsyncGenerator<Line<ReportBucketView>[]> {
  yield ((await report(ctx, askedOf(asked)))?.buckets ?? []).flatMap(linesOf);
}
async function* partners(
  ctx: Context,
  asked: AskedRows,
): AsyncGenerator<Line<PartnerReportView>[]> {
  yield (await reportByPartner(ctx, askedOf(asked))).flatMap(linesOf);
}

const withinDates: ExportTable["within"] = ({ report }, dates) => ({
  report: narrowed<ExportReportFilter>(report, { range: { last: null, ...dates } }),
});

export const bucketTable = tableOfViews<Line<ReportBucketView>>({
  words: "Clicks, sales and leads by bucket of time.",
  needs: "reports:read",
  filter: "report",
  period: ({ report }) => report?.range,
  within: withinDates,
  columns: [
    { name: "key", words: "Which hour, day, week …", kind: "WORD", of: ({ view }) => view.key },
    { name: "start", words: "Its first instant.", kind: "INSTANT", of: ({ view }) => view.start },
    {
      name: "end",
      words: "The first instant after it.",
      kind: "INSTANT",
      of: ({ view }) => view.end,
    },
    {
      name: "isPartial",
      words: "Not the whole of what the key names.",
      kind: "FLAG",
      of: ({ view }) => view.isPartial,
    },
    {
      name: "salesState",
      words: "Whether its sales are complete.",
      kind: "WORD",
      of: ({ view }) => view.salesState,
    },
    ...figures,
  ],
  views: buckets,
});

export const partnerTable = tableOfViews<Line<PartnerReportView>>({
  words: "Clicks, sales and leads by partner, most clicks first.",
  needs: "reports:read",
  filter: "report",
  period: ({ report }) => report?.range,
  within: withinDates,
  columns: [
    {
      name: "partnerId",
      words: "The partner; empty: sales that name none.",
      kind: "WORD",
      of: ({ view }) => view.partnerAccountId,
    },
    { name: "partnerName", words: "Its name.", kind: "TEXT", of: ({ view }) => view.partnerName },
    ...figures,
    {
      name: "lastClickAt",
      words: "Newest click of the range.",
      kind: "INSTANT",
      of: ({ view }) => view.lastClickAt,
    },
  ],
  views: partners,
});
