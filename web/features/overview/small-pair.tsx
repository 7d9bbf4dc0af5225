"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { labelStrides, valueAxis } from "../../charts/axis.ts";
import { sumOf, type Bar } from "../../charts/bars.ts";
import { chartFrame, type MarkSeries } from "../../charts/frame.ts";
import { Legend } from "../../charts/legend.tsx";
import { StaticBars } from "../../charts/static-bars.tsx";
import { useWidth } from "../../charts/use-width.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { Grain, SmallPair_BucketFragment } from "../../gql/graphql.ts";
import { formatCount, formatPlainDay } from "../../lib/format.ts";
import { Card, CardHead } from "../../ui/card.tsx";

/** A day of the small charts, or a longer stretch. */
const SmallPair_bucket = graphql(/* GraphQL */ `
  fragment SmallPair_bucket on ReportBucket {
    key
    isOpen
    salesState
    clicks {
      paid
      paidZero
      unpaid
    }
    sales {
      orders
    }
  }
`);

const narrowPlotPx = 300;

/**
 * Clicks and sales by day, each in its own panel from zero; the same picture with and without
 * scripts.
 */
export function SmallPair({
  buckets: given,
  grain = "DAY",
}: {
  buckets: readonly FragmentType<typeof SmallPair_bucket>[];
  grain?: Grain;
}): ReactNode {
  const t = useTranslations("overview");
  const buckets = readFragment(SmallPair_bucket, given);
  const clicks: MarkSeries[] = [
    { key: "paid", label: t("paid"), color: "var(--clicks)", fill: "solid" },
    { key: "paidZero", label: t("paidZero"), color: "var(--clicks)", fill: "soft" },
    { key: "unpaid", label: t("unpaid"), color: "var(--unpaid)", fill: "hatch" },
  ];
  const sales: MarkSeries[] = [
    { key: "sales", label: t("sales"), color: "var(--sales)", fill: "solid" },
  ];
  const bars = (
    values: (bucket: SmallPair_BucketFragment) => number[] | null,
    isOpen: (bucket: SmallPair_BucketFragment) => boolean,
  ): Bar[] =>
    buckets.map((bucket, index) => ({
      from: index,
      to: index + 1,
      values: values(bucket),
      isOpen: isOpen(bucket),
    }));
  const days = buckets.map(({ key }) => formatPlainDay(key));
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <SmallPanel
        chart="small-clicks"
        title={t("clicksBy", { grain })}
        series={clicks}
        days={days}
        openLabel={t("soFar")}
        bars={bars(
          ({ clicks: c }) => c && [c.paid, c.paidZero, c.unpaid],
          ({ isOpen }) => isOpen,
        )}
      />
      <SmallPanel
        chart="small-sales"
        title={t("salesBy", { grain })}
        series={sales}
        days={days}
        openLabel={t("stillArriving")}
        bars={bars(
          ({ sales: s }) => (s ? [s.orders] : null),
          ({ salesState }) => salesState === "ARRIVING",
        )}
      />
    </div>
  );
}

interface SmallPanelProps {
  chart: string;
  title: string;
  series: readonly MarkSeries[];
  /** What bars that may still grow are called. */
  openLabel: string;
  bars: readonly Bar[];
  days: readonly string[];
}
function SmallPanel({ chart, title, series, openLabel, bars, days }: SmallPanelProps): ReactNode {
  const t = useTranslations("overview");
  const [box, width] = useWidth<HTMLDivElement>();
  const sums = bars.map(({ values }) => sumOf(values));
  const largest = Math.max(0, ...sums);
  const total = sums.reduce((sum, each) => sum + each, 0);
  const plotWidthPx =
    width === null ? narrowPlotPx : Math.max(1, width - chartFrame.left - chartFrame.right);
  return (
    <Card>
      <CardHead
        title={title}
        actions={
          <Legend
            chart={chart}
            items={[
              ...series.map((each) => ({ series: each, label: each.label })),
              ...series
                .slice(0, bars.some(({ isOpen }) => isOpen) ? 1 : 0)
                .map((each) => ({ series: each, isOpen: true, label: openLabel })),
            ]}
          />
        }
      />
      <p className="sr-only">
        {t("chartSummary", {
          highest: formatCount(largest),
          day: days[sums.indexOf(largest)] ?? "",
          total: formatCount(total),
        })}
      </p>
      <div ref={box} className="relative" style={{ height: chartFrame.height }}>
        <StaticBars
          chart={chart}
          bars={bars}
          series={series}
          axis={valueAxis(largest, "count")}
          labels={days}
          strides={labelStrides.days}
          plotWidthPx={plotWidthPx}
          zone={null}
        />
      </div>
    </Card>
  );
}
