"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { KpiStrip_TotalsFragment } from "../../../gql/graphql.ts";
import { exactMonies, formatCount, formatMonies } from "../../../lib/format.ts";
import type { SalesMetric } from "./series.ts";
import { graphql } from "../../../gql/index.ts";

export const KpiStrip_totals = graphql(/* GraphQL */ `
  fragment KpiStrip_totals on ReportTotals {
    clicks {
      raw
      paid
      paidZero
      unpaid
      hidden
      filtered
      payable
      unique
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
    payout {
      clicks {
        amount
        currency
      }
      sales {
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

interface KpiStripProps {
  totals: KpiStrip_TotalsFragment;
  /** Something could be measured in the range; else there are no figures. */
  measured: boolean;
  /** For amounts that are 0 and carry none. */
  currency: string;
  metric: SalesMetric;
  onMetric: (metric: SalesMetric) => void;
  /** Click log narrowed to one reason. */
  reasonHref: (reason: KpiStrip_TotalsFragment["reasons"][number]["reason"]) => string;
}

export function KpiStrip({
  totals,
  measured,
  currency,
  metric,
  onMetric,
  reasonHref,
}: KpiStripProps): ReactNode {
  const t = useTranslations("reporting");
  const { clicks, sales, payout, reasons } = totals;
  const none = { amount: "0", currency };
  if (!measured) return <NothingMeasured />;
  const unpaidReasons = reasons.filter(({ reason }) => reason !== "ZERO_RATE");
  return (
    <section aria-label={t("kpi.title")} className="@container">
      <div className="grid grid-cols-2 gap-3 @md:grid-cols-3 @lg:grid-cols-6">
        <Kpi
          label={t("kpi.clicks")}
          value={formatCount(clicks.raw)}
          note={[
            t("kpi.unique", { count: formatCount(clicks.unique) }),
            clicks.filtered > 0 ? t("kpi.filtered", { count: formatCount(clicks.filtered) }) : null,
          ]
            .filter(Boolean)
            .join(", ")}
        />
        <Kpi
          label={t("kpi.payable")}
          value={formatCount(clicks.payable)}
          note={t("kpi.payableNote", {
            paid: formatCount(clicks.paid),
            zero: formatCount(clicks.paidZero),
          })}
        />
        <Kpi
          label={t("kpi.unpaid")}
          value={formatCount(clicks.unpaid)}
          note={
            clicks.hidden > 0
              ? t("kpi.hidden", { count: clicks.hidden })
              : t("kpi.reasons", { count: unpaidReasons.length })
          }
        />
        <Kpi
          label={t("kpi.sales")}
          value={formatCount(sales.orders)}
          note={[
            t("kpi.salesNote", { units: sales.units }),
            sales.discardedOrders > 0
              ? t("kpi.discarded", { count: formatCount(sales.discardedOrders) })
              : null,
          ]
            .filter(Boolean)
            .join(", ")}
          pressed={metric !== "amount"}
          action={t("kpi.show", { metric: t("kpi.sales") })}
          onPress={() => onMetric("orders")}
        />
        <Kpi
          label={t("kpi.amount")}
          value={formatMonies(sales.amount, none)}
          exact={exactMonies(sales.amount)}
          note={t("kpi.amountNote", { orders: sales.orders })}
          pressed={metric === "amount"}
          action={t("kpi.show", { metric: t("kpi.amount") })}
          onPress={() => onMetric("amount")}
        />
        <Kpi
          label={t("kpi.payout")}
          value={formatMonies(payout.clicks, none)}
          exact={exactMonies(payout.clicks)}
          note={t("kpi.payoutNote", { sales: formatMonies(payout.sales, none) })}
        />
      </div>
      {unpaidReasons.length > 0 ? (
        <div className="mt-3 flex flex-col gap-x-3 gap-y-1.5 @md:flex-row">
          <h2 className="shrink-0 pt-0.5 text-table font-medium text-muted">{t("why")}</h2>
          <ul className="flex flex-wrap gap-1.5">
            {unpaidReasons.map(({ reason, clicks: count, text }) => (
              <li key={reason}>
                <Link
                  href={reasonHref(reason)}
                  title={text}
                  className={clsx(
                    "inline-flex min-h-6",
                    "items-center gap-1.5",
                    "rounded-badge bg-neutral-ground",
                    "px-2 py-0.5 text-caption text-fg",
                    "hover:underline",
                    "pointer-coarse:min-h-11",
                  )}
                >
                  {shortReason(text)}
                  <span className="tabular font-semibold">{formatCount(count)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}

/** Before the first link: no figure, which is not 0. */
function NothingMeasured(): ReactNode {
  const t = useTranslations("reporting");
  return (
    <section aria-label={t("kpi.title")} className="@container">
      <div className="grid grid-cols-2 gap-3 @md:grid-cols-3 @lg:grid-cols-6">
        {(["clicks", "payable", "unpaid", "sales", "amount", "payout"] as const).map((key) => (
          <Kpi key={key} label={t(`kpi.${key}`)} value="–" note={t("kpi.notMeasured")} />
        ))}
      </div>
    </section>
  );
}

/** The first clause of a reason's sentence; the whole one is in the tooltip and at each click. */
const shortReason = (text: string): string => text.split(/[;:.]/)[0]?.trim() ?? text;

interface KpiProps {
  label: string;
  value: string;
  /** The exact value, where the shown one is rounded. */
  exact?: string | null;
  note: string;
  pressed?: boolean;
  action?: string;
  onPress?: () => void;
}
function Kpi({ label, value, exact, note, pressed, action, onPress }: KpiProps): ReactNode {
  const content = (
    <>
      <span className="block text-caption text-muted">{label}</span>
      <span
        title={exact ?? undefined}
        className={clsx(
          "tabular block font-semibold break-words",
          value.length > 14
            ? "text-lead"
            : value.length > 8
              ? "text-lead leading-8 @sm:text-h1 @sm:leading-8"
              : "text-kpi",
        )}
      >
        {value}
      </span>
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
        "hover:border-border-strong",
        "border-border",
        pressed && "shadow-[inset_0_-2px_0_var(--sales)]",
      )}
    >
      {content}
    </button>
  );
}
