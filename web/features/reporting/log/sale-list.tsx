"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ConversionFilter, SaleLogQuery } from "../../../gql/graphql.ts";
import { graphql, readFragment } from "../../../gql/index.ts";
import { formatMoney, formatPlainDate } from "../../../lib/format.ts";
import { usePages } from "../../../lib/use-pages.ts";
import { Empty } from "../../../ui/empty-state.tsx";
import { MoreButton } from "../../../ui/more-button.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { LeadBadge, SaleDecision, SaleState } from "../../sales/sale-state.tsx";
import { ListSkeleton } from "./click-list.tsx";
import { TestBadge } from "./decision.tsx";

const SaleList_sale = graphql(/* GraphQL */ `
  fragment SaleList_sale on Conversion {
    id
    kind
    source
    eventTypeCode
    date
    partnerName
    linkText
    leads
    orders
    units
    outcome
    reason
    reasonText
    state
    locksAt
    lockedAt
    outsideOfTerms
    outsideApprovedAt
    isTest
    simulated
    amount {
      amount
      currency
    }
    payout {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
  }
`);

const SaleLog = graphql(/* GraphQL */ `
  query SaleLog($program: ID!, $filter: ConversionFilter, $after: String, $first: Int!) {
    conversions(programId: $program, filter: $filter, after: $after, first: $first) {
      nodes {
        ...SaleList_sale
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const pageRows = 100;
const pickSales = (data: SaleLogQuery) => data.conversions;

interface SaleListProps {
  programId: string;
  filter: ConversionFilter;
  withPartner: boolean;
  hrefOf: (saleId: string) => string;
}
/** Sales of the days of a bucket, newest date first. */
export function SaleList({ programId, filter, withPartner, hrefOf }: SaleListProps): ReactNode {
  const t = useTranslations("reporting");
  const pages = usePages(SaleLog, { program: programId, filter, first: pageRows }, null, pickSales);
  return (
    <Panel state={pages} skeleton={<ListSkeleton />}>
      {(nodes) => {
        const sales = readFragment(SaleList_sale, nodes);
        if (sales.length === 0)
          return <Empty title={t("drawer.noSales")}>{t("drawer.noSalesText")}</Empty>;
        return (
          <>
            <ul className="-mx-4 divide-y divide-border border-y border-border">
              {sales.map((sale) => (
                <li key={sale.id} className="flex items-start gap-3 px-4 py-2">
                  <span className="min-w-0 flex-1">
                    <span className="flex flex-wrap items-center gap-x-2">
                      <Link href={hrefOf(sale.id)} className={textLinkClass}>
                        {formatPlainDate(sale.date)}
                      </Link>
                      <LeadBadge sale={sale} />
                      <SaleState sale={sale} />
                      <TestBadge isTest={sale.isTest} simulated={sale.simulated} />
                    </span>
                    <span className="block text-caption text-muted">
                      {[
                        withPartner ? (sale.partnerName ?? t("log.noPartner")) : null,
                        sale.linkText,
                        ...(sale.kind === "LEAD"
                          ? []
                          : [
                              t("kpi.amountNote", { orders: sale.orders }),
                              formatMoney(sale.amount),
                            ]),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                    {sale.outcome !== "PAID" && sale.reasonText ? (
                      <span className="block text-caption text-subtle">{sale.reasonText}</span>
                    ) : null}
                  </span>
                  <SaleDecision sale={sale} />
                </li>
              ))}
            </ul>
            <MoreButton more={pages.more} busy={pages.loadingMore} />
          </>
        );
      }}
    </Panel>
  );
}
