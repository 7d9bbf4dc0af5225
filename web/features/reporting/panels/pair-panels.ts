"use client";
/**
 * What the two panels of the core screen say: titles, legends, summaries, and the words of the
 * cursor.
 */
import { useMemo } from "react";
import { useTranslations } from "next-intl";
import { labelStrides } from "../../../charts/axis.ts";
import type { MarkSeries } from "../../../charts/frame.ts";
import { sumOf } from "../../../charts/bars.ts";
import type { PairPanel } from "../../../charts/pair-chart.tsx";
import type { Freshness_MetaFragment, ReportPairQuery } from "../../../gql/graphql.ts";
import { formatCount, formatMonies } from "../../../lib/format.ts";
import type { BucketWords } from "./bucket-words.ts";
import {
  figureOf,
  markOf,
  stackOf,
  type Charted,
  type ShownBucket,
  type ShownTotals,
} from "./click-measures.ts";
import { clickBars, extremesOf, salesBars, type PanelBars, type SalesMetric } from "./series.ts";
import { wordOfGrain } from "../view-state.ts";

type Report = NonNullable<ReportPairQuery["report"]>;

export interface PairInput {
  meta: Freshness_MetaFragment;
  totals: ShownTotals;
  buckets: readonly ShownBucket[];
  salesDays: Report["salesDays"];
  words: readonly BucketWords[];
  /** What the panel of clicks shows, and that of sales. */
  measure: Charted;
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

type Translate<Namespace extends `reporting.${"chart" | "measures" | "perGrain"}`> = ReturnType<
  typeof useTranslations<Namespace>
>;
interface Voice {
  t: Translate<"reporting.chart">;
  measured: Translate<"reporting.measures">;
  names: Translate<"reporting.perGrain">;
}

const clickSeries = (measure: Charted, { measured }: Voice): MarkSeries[] =>
  stackOf(measure).map((key) => ({ key, label: measured(`mark.${key}`), ...markOf(key) }));

/** Highest, lowest and sum, for those who do not see the bars. */
function summaryOf(
  { bars }: PanelBars,
  nameOf: (index: number) => string,
  sum: string,
  { t }: Voice,
): string {
  const extremes = extremesOf(bars.map(({ values }) => (values === null ? null : sumOf(values))));
  if (!extremes) return t("summaryEmpty");
  return t("summary", {
    highest: formatCount(extremes.highest),
    highestAt: nameOf(extremes.highestAt),
    lowest: formatCount(extremes.lowest),
    lowestAt: nameOf(extremes.lowestAt),
    sum,
  });
}

function clicksPanel(input: PairInput, voice: Voice): PairPanel {
  const { meta, totals, buckets, words, measure } = input;
  const { t, measured, names } = voice;
  const clicks = clickBars(buckets, measure);
  const series = clickSeries(measure, voice);
  const isGrowing = clicks.bars.some(({ isOpen }) => isOpen);
  return {
    chart: "clicks",
    title: measured(`title.${measure}`, { grain: names(wordOfGrain(meta.grain)) }),
    series,
    labels: words.map(({ short }) => short),
    strides: stridesOf(meta),
    bars: clicks.bars,
    axis: clicks.axis,
    zone: null,
    empty: null,
    summary: summaryOf(
      clicks,
      (index) => words[index]?.long ?? "",
      formatCount(figureOf(totals.clicks, measure) ?? 0),
      voice,
    ),
    legend: [
      ...series.map((each) => ({ series: each, label: each.label })),
      ...series
        .slice(0, isGrowing ? 1 : 0)
        .map((first) => ({ series: first, isOpen: true, label: t("soFar") })),
    ],
  };
}

function salesPanel(input: PairInput, voice: Voice): PairPanel {
  const { meta, totals, buckets, salesDays, words, metric, currency } = input;
  const { t, names } = voice;
  const sales = salesBars(buckets, meta, salesDays, metric);
  const series: MarkSeries = {
    key: "sales",
    label: t("settled"),
    color: "var(--sales)",
    fill: "solid",
  };
  const sum =
    metric === "amount"
      ? formatMonies(totals.sales.amount, { amount: "0", currency })
      : formatCount(totals.sales[metric]);
  const nameOf = (index: number) =>
    sales.isUneven ? (salesDays[index]?.date ?? "") : (words[index]?.long ?? "");
  const grain = sales.isUneven ? names("day") : names(wordOfGrain(meta.grain));
  return {
    chart: "sales",
    title: t(metric, { grain, currency }),
    series: [series],
    labels: words.map(({ short }) => short),
    strides: stridesOf(meta),
    bars: sales.bars,
    axis: sales.axis,
    zone: sales.zone && { ...sales.zone, label: t("arriving") },
    empty: null,
    summary: summaryOf(sales, nameOf, sum, voice),
    legend: [
      { series, label: t("settled") },
      ...(sales.bars.some(({ isOpen }) => isOpen)
        ? [{ series, isOpen: true, label: t("arriving") }]
        : []),
    ],
  };
}

function salesAt(bucket: ShownBucket, { t }: Voice): string | null {
  if (!bucket.sales) return null;
  return bucket.salesState === "NONE_EXPECTED" && bucket.sales.orders === 0
    ? t("noSalesExpected")
    : t("salesAt", { sales: bucket.sales.orders });
}

function stateOf(
  bucket: ShownBucket,
  meta: Freshness_MetaFragment,
  { t, names }: Voice,
): string | null {
  if (bucket.isOpen) return t("soFar");
  return bucket.isPartial ? t("inPart", { grain: names(wordOfGrain(meta.grain)) }) : null;
}

/** What is said of a bucket; in detail also what its bar is stacked from. */
function spokenOf(
  { meta, buckets, words, measure }: PairInput,
  index: number,
  isDetailed: boolean,
  voice: Voice,
): string {
  const { t, measured } = voice;
  const bucket = buckets[index];
  if (!bucket) return "";
  const name = words[index]?.long ?? bucket.key;
  if (!bucket.clicks) return t("notMeasured", { name });
  const figures = bucket.clicks;
  const count = figureOf(figures, measure) ?? 0;
  const stack = stackOf(measure);
  const parts = stack.map(
    (part) => `${formatCount(figureOf(figures, part) ?? 0)} ${measured(`mark.${part}`)}`,
  );
  const isBroken = isDetailed && count > 0 && stack.length > 1;
  const clicks =
    `${name}: ${measured(`at.${measure}`, { count })}` + (isBroken ? ` (${parts.join(", ")})` : "");
  const states = [
    stateOf(bucket, meta, voice),
    bucket.salesState === "ARRIVING" && bucket.sales ? t("arriving") : null,
  ].filter(Boolean);
  const said = [clicks, salesAt(bucket, voice)].filter(Boolean).join(", ");
  return states.length > 0 ? `${said} – ${states.join(", ")}` : said;
}

export function usePairPanels(input: PairInput): PairWords {
  const t = useTranslations("reporting.chart");
  const measured = useTranslations("reporting.measures");
  const names = useTranslations("reporting.perGrain");
  const { meta, totals, buckets, salesDays, words, measure, metric, currency } = input;
  // The cursor moves with every pixel of a pointer: the panels stay what they are.
  const panels = useMemo(() => {
    const given = { meta, totals, buckets, salesDays, words, measure, metric, currency };
    const voice = { t, measured, names };
    return [clicksPanel(given, voice), salesPanel(given, voice)];
  }, [meta, totals, buckets, salesDays, words, measure, metric, currency, t, measured, names]);
  const voice = { t, measured, names };
  return {
    panels,
    valueText: (index) => spokenOf(input, index, false, voice),
    readout: (index) => spokenOf(input, index, true, voice),
  };
}
