"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import {
  MeasureChange_ChangeFragmentDoc,
  type KpiStrip_TotalsFragment,
  type ReportMeasure,
  type ReportPairQuery,
} from "../../../gql/graphql.ts";
import { exactMonies, formatCount, formatMonies, type MoneyValue } from "../../../lib/format.ts";
import { endOfDay } from "../../../lib/zoned-days.ts";
import { deltaNamed, type Delta } from "../breakdown/columns.ts";
import { DeltaText } from "../breakdown/delta-text.tsx";
import {
  chartedIn,
  figureOf,
  hasLeads,
  numbersIn,
  type Charted,
  type ClickFigures,
  type ShownTotals,
} from "./click-measures.ts";
import type { SalesMetric } from "./series.ts";
import { UnpaidReasons } from "./unpaid-reasons.tsx";
import { graphql, readFragment } from "../../../gql/index.ts";

export const KpiStrip_totals = graphql(/* GraphQL */ `
  fragment KpiStrip_totals on ReportTotals {
    clicks {
      ...ClickMeasures_figures
    }
    sales {
      orders
      units
      discardedOrders
      amount {
        amount
        currency
      }
      discardedAmount {
        amount
        currency
      }
    }
    leads {
      leads
      discardedLeads
    }
    payout {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
      leads {
        amount
        currency
      }
    }
    wouldPay {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
      leads {
        amount
        currency
      }
    }
    reasons {
      reason
      clicks
      text
    }
  }
`);

type Comparison = NonNullable<NonNullable<ReportPairQuery["report"]>["compared"]>;
type Deltas = (measure: ReportMeasure) => Delta | null;
function deltasIn(compared: Comparison | null): Deltas {
  const changes = compared && readFragment(MeasureChange_ChangeFragmentDoc, compared.changes);
  return (measure) => changes && deltaNamed(measure, changes);
}

const cards =
  "grid grid-cols-2 gap-3 @md:grid-cols-3 @lg:grid-cols-[repeat(auto-fit,minmax(8.75rem,1fr))]";

interface KpiStripProps {
  totals: ShownTotals;
  /** Something could be measured in the range; else there are no figures. */
  measured: boolean;
  /** Of test links alone, where nothing is paid. */
  isTest: boolean;
  /** For amounts that are 0 and carry none. */
  currency: string;
  /** What the panels show. */
  measure: Charted;
  onMeasure: (measure: Charted) => void;
  metric: SalesMetric;
  onMetric: (metric: SalesMetric) => void;
  /** The other period; null where none is compared. */
  compared: Comparison | null;
  timeZone: string;
  /** Click log narrowed to one reason. */
  reasonHref: (reason: KpiStrip_TotalsFragment["reasons"][number]["reason"]) => string;
}

export function KpiStrip({
  totals,
  measured,
  isTest,
  currency,
  measure,
  onMeasure,
  metric,
  onMetric,
  compared,
  timeZone,
  reasonHref,
}: KpiStripProps): ReactNode {
  const t = useTranslations("reporting");
  const { clicks, sales, leads, payout, wouldPay, reasons } = totals;
  const none = { amount: "0", currency };
  const deltas = deltasIn(compared);
  if (!measured) return <NothingMeasured charted={chartedIn(clicks)} />;
  const unpaidReasons = reasons.filter(({ reason }) => reason !== "ZERO_RATE");
  return (
    <section aria-label={t("kpi.title")} className="@container">
      <div className={cards}>
        <Measures clicks={clicks} measure={measure} onMeasure={onMeasure} deltas={deltas} />
        <Kpi
          label={t("kpi.payable")}
          delta={deltas("PAYABLE")}
          value={formatCount(clicks.payable)}
          note={t("kpi.payableNote", {
            paid: formatCount(clicks.paid),
            zero: formatCount(clicks.paidZero),
          })}
        />
        <Kpi
          label={t("kpi.unpaid")}
          delta={deltas("UNPAID")}
          value={formatCount(clicks.unpaid)}
          note={
            clicks.hidden > 0
              ? t("kpi.hidden", { count: clicks.hidden })
              : t("kpi.reasons", { count: unpaidReasons.length })
          }
        />
        <SaleKpis
          sales={sales}
          none={none}
          metric={metric}
          onMetric={onMetric}
          deltas={deltas}
          until={shorterSales(compared, timeZone)}
        />
        {hasLeads(totals) ? (
          <Kpi
            label={t("kpi.leads")}
            delta={deltas("LEADS")}
            value={formatCount(leads.leads)}
            note={
              leads.discardedLeads > 0
                ? t("kpi.discarded", { count: formatCount(leads.discardedLeads) })
                : t("kpi.leadsNote", { payout: formatMonies(payout.leads, none) })
            }
          />
        ) : null}
        {isTest ? (
          <Kpi
            label={t("kpi.wouldPay")}
            value={formatMonies(wouldPay.clicks, none)}
            exact={exactMonies(wouldPay.clicks)}
            note={t("kpi.wouldPayNote", { sales: formatMonies(wouldPay.sales, none) })}
          />
        ) : (
          <Kpi
            label={t("kpi.payout")}
            delta={deltas("CLICK_PAYOUT")}
            value={formatMonies(payout.clicks, none)}
            exact={exactMonies(payout.clicks)}
            note={t(hasLeads(totals) ? "kpi.payoutNoteLeads" : "kpi.payoutNote", {
              sales: formatMonies(payout.sales, none),
              leads: formatMonies(payout.leads, none),
            })}
          />
        )}
      </div>
      <UnpaidReasons reasons={unpaidReasons} reasonHref={reasonHref} />
    </section>
  );
}

/** The last date whose sales are compared, where that of the clicks is later. */
function shorterSales(compared: Comparison | null, timeZone: string): string | null {
  const { clicksUntil, salesUntil } = compared?.period ?? {};
  if (!clicksUntil || !salesUntil) return null;
  return endOfDay(salesUntil, timeZone) < clicksUntil ? salesUntil : null;
}

type Sales = ShownTotals["sales"];
/** Orders and amount: a card is the choice of what the panel of sales shows. */
function SaleKpis({
  sales,
  none,
  metric,
  onMetric,
  deltas,
  until,
}: Pick<KpiStripProps, "metric" | "onMetric"> & {
  sales: Sales;
  none: MoneyValue;
  deltas: Deltas;
  until: string | null;
}): ReactNode {
  const t = useTranslations("reporting");
  return (
    <>
      <Kpi
        label={t("kpi.sales")}
        delta={deltas("ORDERS")}
        until={until}
        value={formatCount(sales.orders)}
        note={[
          t("kpi.salesNote", { units: sales.units }),
          sales.discardedOrders > 0
            ? t("kpi.discarded", { count: formatCount(sales.discardedOrders) })
            : null,
        ]
          .filter(Boolean)
          .join(", ")}
        chart="sales"
        pressed={metric !== "amount"}
        action={t("kpi.show", { metric: t("kpi.sales") })}
        onPress={() => onMetric("orders")}
      />
      <Kpi
        label={t("kpi.amount")}
        delta={deltas("AMOUNT")}
        until={until}
        value={formatMonies(sales.amount, none)}
        exact={exactMonies(sales.amount)}
        note={t("kpi.amountNote", { orders: sales.orders })}
        chart="sales"
        pressed={metric === "amount"}
        action={t("kpi.show", { metric: t("kpi.amount") })}
        onPress={() => onMetric("amount")}
      />
    </>
  );
}

/** What the panel of clicks can show; where there is a choice, a card is the choice. */
function Measures({
  clicks,
  measure,
  onMeasure,
  deltas,
}: Pick<KpiStripProps, "measure" | "onMeasure"> & {
  clicks: ClickFigures;
  deltas: Deltas;
}): ReactNode {
  const t = useTranslations("reporting");
  const charted = chartedIn(clicks);
  return charted.map((each) => {
    const label = t(`measures.label.${each}`);
    const choice = {
      chart: "clicks",
      pressed: measure === each,
      action: t("kpi.show", { metric: label }),
      onPress: () => onMeasure(each),
    } as const;
    return (
      <Kpi
        key={each}
        label={label}
        delta={deltas(each === "clicks" ? "RAW" : "NEW_VISITORS")}
        value={formatCount(figureOf(clicks, each) ?? 0)}
        note={t(`measures.note.${each}`, numbersIn(clicks))}
        {...(charted.length > 1 ? choice : {})}
      />
    );
  });
}

/** Before the first link: no figure, which is not 0. */
function NothingMeasured({ charted }: { charted: readonly Charted[] }): ReactNode {
  const t = useTranslations("reporting");
  return (
    <section aria-label={t("kpi.title")} className="@container">
      <div className={cards}>
        {charted.map((key) => (
          <Kpi key={key} label={t(`measures.label.${key}`)} value="–" note={t("kpi.notMeasured")} />
        ))}
        {(["payable", "unpaid", "sales", "amount", "payout"] as const).map((key) => (
          <Kpi key={key} label={t(`kpi.${key}`)} value="–" note={t("kpi.notMeasured")} />
        ))}
      </div>
    </section>
  );
}

interface KpiProps {
  label: string;
  value: string;
  /** The exact value, where the shown one is rounded. */
  exact?: string | null;
  note: string;
  delta?: Delta | null;
  until?: string | null;
  /** The panel that it is a choice of. */
  chart?: "clicks" | "sales";
  pressed?: boolean;
  action?: string;
  onPress?: () => void;
}
const chosen = {
  clicks: "shadow-[inset_0_-2px_0_var(--clicks)]",
  sales: "shadow-[inset_0_-2px_0_var(--sales)]",
};
/** Seven cards stand in a row: an amount of millions still fits in one line. */
function sizeOf({ length }: string): string {
  if (length > 11) return "text-body leading-8";
  return length > 8 ? "text-lead leading-8" : "text-kpi";
}
function Kpi({
  label,
  value,
  exact,
  note,
  delta = null,
  until = null,
  chart,
  pressed,
  action,
  onPress,
}: KpiProps): ReactNode {
  const content = (
    <>
      <span className="block text-caption text-muted">{label}</span>
      <span
        title={exact ?? undefined}
        className={clsx("tabular block font-semibold break-words", sizeOf(value))}
      >
        {value}
      </span>
      <DeltaText delta={delta} until={until} />
      <span className="block text-caption text-muted">{note}</span>
    </>
  );
  const box = "flex w-full min-w-0 flex-col rounded-card border bg-surface px-4 py-3 text-start";
  if (!onPress) return <div className={clsx(box, "border-border")}>{content}</div>;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      title={action}
      onClick={onPress}
      className={clsx(
        box,
        "hover:border-border-strong border-border",
        pressed && chart && chosen[chart],
      )}
    >
      {content}
    </button>
  );
}
