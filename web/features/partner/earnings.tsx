"use client";
import { type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type PartnerPages } from "../../lib/addresses.ts";
import { readFragment } from "../../gql/index.ts";
import {
  StatementsView_FiguresFragmentDoc,
  Freshness_MetaFragmentDoc,
  type PartnerHomeQuery,
} from "../../gql/graphql.ts";
import { exactMonies, formatCount, formatMonies, type MoneyValue } from "../../lib/format.ts";
import { type News } from "../../lib/use-news.ts";
import { textLinkClass } from "../../ui/text-link.ts";
import { Figure } from "../overview/figure.tsx";
import { Freshness } from "../reporting/freshness.tsx";

interface EarningsProps {
  report: PartnerHomeQuery["report"];
  news: News;
  /** Open ones: the same that the statements page shows. */
  lines: PartnerHomeQuery["statementLines"]["nodes"];
  currency: string;
  pages: PartnerPages;
}
export function Earnings({ report, news, lines, currency, pages }: EarningsProps): ReactNode {
  const t = useTranslations("partner");
  if (!report) return null;
  const { clicks, sales, leads, reasons } = report.totals;
  const { generatedAt } = report.meta;
  const now = lines
    .filter(({ startsAt, endsAt }) => startsAt <= generatedAt && generatedAt < endsAt)
    .map((line) => readFragment(StatementsView_FiguresFragmentDoc, line));
  const sums = (pick: (line: (typeof now)[number]) => MoneyValue): MoneyValue[] => now.map(pick);
  const none = { amount: "0", currency };
  // Rate 0 is paid 0, not unpaid.
  const why = reasons.find(({ reason }) => reason !== "ZERO_RATE");
  return (
    <section aria-label={t("thisMonth")}>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2>{t("thisMonth")}</h2>
        <Freshness meta={readFragment(Freshness_MetaFragmentDoc, report.meta)} news={news} />
      </div>
      <dl className="grid grid-cols-2 gap-2 lg:grid-cols-5">
        <Figure
          label={t("approvedSoFar")}
          value={formatMonies(
            sums(({ amount }) => amount),
            none,
          )}
          note={
            <Link href={pages.statements} className={textLinkClass}>
              {t("approvedNote", {
                clicks: formatMonies(
                  sums((line) => line.clicks),
                  none,
                ),
                sales: formatMonies(
                  sums((line) => line.sales),
                  none,
                ),
              })}
            </Link>
          }
        />
        <Figure
          label={t("pendingSales")}
          value={formatMonies(
            sums(({ pending }) => pending),
            none,
          )}
          exact={exactMonies(sums(({ pending }) => pending))}
          note={t("pendingNote")}
        />
        <Figure
          label={t("clicks")}
          value={formatCount(clicks.raw)}
          note={
            clicks.paidZero > 0 ? t("atZeroNote", { count: formatCount(clicks.paidZero) }) : null
          }
        />
        <Figure
          label={t("notPaid")}
          value={formatCount(clicks.unpaid)}
          note={
            why ? (
              <Link href={`${pages.clicks}?decision=UNPAID`} className={textLinkClass}>
                {why.text}
              </Link>
            ) : null
          }
        />
        <Figure
          label={t("sales")}
          value={formatCount(sales.orders)}
          note={
            sales.discardedOrders > 0
              ? t("discarded", { count: sales.discardedOrders })
              : formatMonies(sales.amount, none)
          }
        />
        {leads.leads + leads.discardedLeads > 0 ? (
          <Figure
            label={t("leads")}
            value={formatCount(leads.leads)}
            note={leads.discardedLeads > 0 ? t("discarded", { count: leads.discardedLeads }) : null}
          />
        ) : null}
      </dl>
    </section>
  );
}
