"use client";
/**
 * What the two panels of the core screen say: titles, legends, summaries, and the words of the
 * cursor.
 */
import { useTranslations } from "next-intl";
import { labelStrides } from "../../../charts/axis.ts";
import type { MarkSeries } from "../../../charts/frame.ts";
import { sumOf } from "../../../charts/bars.ts";
import type { PairPanel } from "../../../charts/pair-chart.tsx";
import type {
  ReportingBody_BucketFragment,
  KpiStrip_TotalsFragment,
  Freshness_MetaFragment,
  ReportPairQuery,
} from "../../../gql/graphql.ts";
import { formatCount, formatMonies } from "../../../lib/format.ts";
import type { BucketWords } from "./bucket-words.ts";
import { clickBars, extremesOf, salesBars, type PanelBars, type SalesMetric } from "./series.ts";
import { wordOfGrain } from "../view-state.ts";

type Report = NonNullable<ReportPairQuery["report"]>;

export interface PairInput {
  meta: Freshness_MetaFragment;
  totals: KpiStrip_TotalsFragment;
  buckets: readonly ReportingBody_BucketFragment[];
  salesDays: Report["salesDays"];
  words: readonly BucketWords[];
  metric: SalesMetric;
  currency: string;
}
export interface PairWords {
  panels: PairPanel[];
  /** "2 November 2026: 131 clicks, 7 sales". */
  valueText: (index: number) => string;
  /** The same with paid, paid 0 and not paid. */
  readout: (index: number) => string;
}

const stridesOf = ({ grain }: Freshness_MetaFragment) => {
  if (grain === "HOUR") return labelStrides.hours;
  if (grain === "MINUTE_15") return labelStrides.quarters;
  if (grain === "MINUTE_5") return labelStrides.fives;
  return labelStrides.days;
};

export function usePairPanels({
  meta,
  totals,
  buckets,
  salesDays,
  words,
  metric,
  currency,
}: PairInput): PairWords {
  const t = useTranslations("reporting.chart");
  const names = useTranslations("reporting.perGrain");
  const grain = names(wordOfGrain(meta.grain));
  const labels = words.map(({ short }) => short);
  const strides = stridesOf(meta);
  const clickSeries: MarkSeries[] = [
    { key: "paid", label: t("paid"), color: "var(--clicks)", fill: "solid" },
    { key: "paidZero", label: t("paidZero"), color: "var(--clicks)", fill: "soft" },
    { key: "unpaid", label: t("unpaid"), color: "var(--unpaid)", fill: "hatch" },
  ];
  const salesSeries: MarkSeries = {
    key: "sales",
    label: t("settled"),
    color: "var(--sales)",
    fill: "solid",
  };
  const clicks = clickBars(buckets);
  const sales = salesBars(buckets, meta, salesDays, metric);
  const summaryOf = ({ bars, isUneven }: PanelBars, sum: string): string => {
    const extremes = extremesOf(bars.map(({ values }) => (values === null ? null : sumOf(values))));
    if (!extremes) return t("summaryEmpty");
    const nameOf = (index: number) =>
      isUneven ? (salesDays[index]?.date ?? "") : (words[index]?.long ?? "");
    return t("summary", {
      highest: formatCount(extremes.highest),
      highestAt: nameOf(extremes.highestAt),
      lowest: formatCount(extremes.lowest),
      lowestAt: nameOf(extremes.lowestAt),
      sum,
    });
  };
  const salesSum =
    metric === "amount"
      ? formatMonies(totals.sales.amount, { amount: "0", currency })
      : formatCount(totals.sales[metric]);
  const openClicks = clicks.bars.some(({ isOpen }) => isOpen);
  const arriving = sales.bars.some(({ isOpen }) => isOpen);
  const salesTitle = t(metric, { grain: sales.isUneven ? names("day") : grain, currency });
  const [paid] = clickSeries;
  const panels: PairPanel[] = [
    {
      chart: "clicks",
      title: t("clicks", { grain }),
      series: clickSeries,
      labels,
      strides,
      ...clicks,
      zone: null,
      empty: null,
      summary: summaryOf(clicks, formatCount(totals.clicks.raw)),
      legend: [
        ...clickSeries.map((series) => ({ series, label: series.label })),
        ...(openClicks && paid ? [{ series: paid, isOpen: true, label: t("soFar") }] : []),
      ],
    },
    {
      chart: "sales",
      title: salesTitle,
      series: [salesSeries],
      labels,
      strides,
      ...sales,
      zone: sales.zone && { ...sales.zone, label: t("arriving") },
      empty: null,
      summary: summaryOf(sales, salesSum),
      legend: [
        { series: salesSeries, label: t("settled") },
        ...(arriving ? [{ series: salesSeries, isOpen: true, label: t("arriving") }] : []),
      ],
    },
  ];
  const salesAt = (bucket: ReportingBody_BucketFragment): string | null => {
    if (!bucket.sales) return null;
    return bucket.salesState === "NONE_EXPECTED" && bucket.sales.orders === 0
      ? t("noSalesExpected")
      : t("salesAt", { sales: bucket.sales.orders });
  };
  const spoken = (index: number, detailed: boolean): string => {
    const bucket = buckets[index];
    if (!bucket) return "";
    const name = words[index]?.long ?? bucket.key;
    if (!bucket.clicks) return t("notMeasured", { name });
    const { raw, paid: paidClicks, paidZero, unpaid } = bucket.clicks;
    const clicksText = t("at", { name, clicks: raw });
    const breakdown =
      detailed && raw > 0
        ? " " +
          `(${t("breakdown", { paid: formatCount(paidClicks), zero: formatCount(paidZero), unpaid: formatCount(unpaid) })})`
        : "";
    const states = [
      bucket.isOpen ? t("soFar") : bucket.isPartial ? t("inPart", { grain }) : null,
      bucket.salesState === "ARRIVING" && bucket.sales ? t("arriving") : null,
    ].filter(Boolean);
    return `${[clicksText + breakdown, salesAt(bucket)].filter(Boolean).join(", ")}${states.length > 0 ? ` – ${states.join(", ")}` : ""}`;
  };
  return {
    panels,
    valueText: (index) => spoken(index, false),
    readout: (index) => spoken(index, true),
  };
}
