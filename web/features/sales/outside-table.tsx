"use client";
import { useEffect, useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import {
  SaleList_SaleFragmentDoc,
  type OutsideSalesQuery,
  type SaleList_SaleFragment,
} from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatCount, formatPlainDate } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { usePages } from "../../lib/use-pages.ts";
import { textLinkClass } from "../../ui/text-link.ts";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { ListSkeleton } from "../reporting/log/click-list.tsx";
import { TestBadge } from "../reporting/log/decision.tsx";
import { LeadBadge } from "./sale-state.tsx";
import { OutsideDialog } from "./sale-dialogs.tsx";

const OutsideSales = graphql(/* GraphQL */ `
  query OutsideSales($program: ID!, $after: String, $first: Int!) {
    outsideOfTermsConversions(programId: $program, after: $after, first: $first) {
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

const pick = (data: OutsideSalesQuery) => data.outsideOfTermsConversions;
/** While an approval is being booked the list looks again this often. */
const lookAgainMs = 900;
const answerMs = 5_000;

interface OutsideTableProps {
  variables: { program: string; first: number };
  initial: Loaded<OutsideSalesQuery>;
  parent: string;
  canWrite: boolean;
  withPartner: boolean;
}
export function OutsideTable({
  variables,
  initial,
  parent,
  canWrite,
  withPartner,
}: OutsideTableProps): ReactNode {
  const t = useTranslations("sales");
  const log = useTranslations("reporting.log");
  const pages = usePages(OutsideSales, variables, initial, pick);
  const [chosen, setChosen] = useState<SaleList_SaleFragment | null>(null);
  /** Approved here and being booked: gone from the list within a moment. */
  const [asked, setAsked] = useState<readonly string[]>([]);
  const { fetching, retry } = pages;
  const booking = readFragment(SaleList_SaleFragmentDoc, pages.data ?? []).some(({ id }) =>
    asked.includes(id),
  );
  useEffect(() => {
    if (!booking) return;
    // An answer that is on its way is waited for, but not for ever.
    const timer = setTimeout(retry, fetching ? answerMs : lookAgainMs);
    return () => clearTimeout(timer);
  }, [booking, fetching, retry]);
  return (
    <Panel state={pages} skeleton={<ListSkeleton />}>
      {(nodes) => {
        const sales = readFragment(SaleList_SaleFragmentDoc, nodes);
        if (sales.length === 0)
          return <Empty title={t("outside.none")}>{t("outside.noneText")}</Empty>;
        return (
          <>
            <Table label={t("outside.title")}>
              <thead>
                <tr>
                  <Th pinned>{log("date")}</Th>
                  {withPartner ? <Th>{log("partner")}</Th> : null}
                  <Th numeric>{log("orders")}</Th>
                  <Th numeric>{log("amount")}</Th>
                  <Th numeric>{t("outside.wouldPay")}</Th>
                  <Th>{log("reason")}</Th>
                  {canWrite ? <Th>{t("outside.actions")}</Th> : null}
                </tr>
              </thead>
              <tbody>
                {sales.map((sale) => (
                  <tr key={sale.id}>
                    <RowHead className="whitespace-nowrap">
                      <Link href={`${parent}/${sale.id}`} className={textLinkClass}>
                        {formatPlainDate(sale.date)}
                      </Link>{" "}
                      <LeadBadge sale={sale} />
                      <TestBadge isTest={sale.isTest} simulated={sale.simulated} />
                    </RowHead>
                    {withPartner ? <Td>{sale.partnerName ?? log("noPartner")}</Td> : null}
                    <Td numeric>{sale.kind === "LEAD" ? "–" : formatCount(sale.orders)}</Td>
                    <Td numeric>{sale.kind === "LEAD" ? "–" : <Amount of={sale.amount} />}</Td>
                    <Td numeric>{sale.wouldPay ? <Amount of={sale.wouldPay} /> : "–"}</Td>
                    <Td className="min-w-64 text-muted">{sale.reasonText}</Td>
                    {canWrite ? (
                      <Td>
                        <Button
                          size="small"
                          busy={asked.includes(sale.id)}
                          onClick={() => setChosen(sale)}
                          aria-label={t("outside.approveThis", {
                            kind: sale.kind,
                            date: formatPlainDate(sale.date),
                            partner: sale.partnerName ?? "",
                          })}
                        >
                          {asked.includes(sale.id) ? t("outside.booking") : t("outside.approve")}
                        </Button>
                      </Td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </Table>
            <MoreButton more={pages.more} busy={pages.loadingMore} />
            {chosen ? (
              <OutsideDialog
                sale={chosen}
                onClose={() => setChosen(null)}
                onAsked={() => setAsked((before) => [...before, chosen.id])}
              />
            ) : null}
          </>
        );
      }}
    </Panel>
  );
}
