/** Reports as files: one row a bucket, or one a partner. */
import type { Context } from "../../platform/context.ts";
import type { AskedReport } from "../reports/report-plans.ts";
import { report, reportByPartner } from "../reports/reports.ts";
import type { PartnerReportView, ReportBucketView } from "../reports/report.types.ts";
import {
  currency,
  figureColumns,
  figureCurrencies,
  linesBy,
  type Figures,
  type Line,
} from "./figure-columns.ts";
import { ExportReportFilter } from "./table-filters.types.ts";
import {
  anyRange,
  narrowed,
  tableOfViews,
  type AskedRows,
  type ExportTable,
  type TableFilter,
} from "./table.ts";

const figures = [...figureColumns<Figures>((view) => view), currency];
const linesOf = <V extends Figures>(view: V): Line<V>[] => linesBy(view, figureCurrencies(view));

type Asked = AskedRows<ExportReportFilter>;
const askedOf = ({ programId, filter, timeZone }: Asked): AskedReport => ({
  scope: { programId },
  range: filter?.range ?? anyRange,
  grain: filter?.grain ?? null,
  timeZone,
  filter: filter?.filter ?? null,
});
async function* buckets(ctx: Context, asked: Asked): AsyncGenerator<Line<ReportBucketView>[]> {
  yield ((await report(ctx, askedOf(asked)))?.buckets ?? []).flatMap(linesOf);
}
async function* partners(ctx: Context, asked: Asked): AsyncGenerator<Line<PartnerReportView>[]> {
  yield (await reportByPartner(ctx, askedOf(asked))).flatMap(linesOf);
}

const filter: TableFilter<ExportReportFilter> = {
  name: "report",
  type: () => ExportReportFilter,
};
const within: ExportTable<ExportReportFilter>["within"] = (asked, dates) =>
  narrowed<ExportReportFilter>(asked, { range: { last: null, ...dates } });

export const bucketTable = tableOfViews<Line<ReportBucketView>, ExportReportFilter>({
  title: "Report by time",
  words: "Clicks, sales and leads by bucket of time.",
  needs: ["reports:read"],
  filter,
  period: (asked) => asked?.range,
  within,
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

export const partnerTable = tableOfViews<Line<PartnerReportView>, ExportReportFilter>({
  title: "Report by partner",
  words: "Clicks, sales and leads by partner, most clicks first.",
  needs: ["reports:read"],
  filter,
  period: (asked) => asked?.range,
  within,
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
