"use client";
import { useEffect, useRef, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type BrandPages } from "../../lib/addresses.ts";
import type { ChangePartnersQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { graphql } from "../../gql/index.ts";
import { PartnerStateBadge } from "./change-state.tsx";

const ChangePartners = graphql(/* GraphQL */ `
  query ChangePartners($changeId: ID!, $after: String) {
    contractChangePartners(changeId: $changeId, first: 50, after: $after) {
      nodes {
        partnerId
        partnerName
        state
        code
        message
        newContractId
        effectiveAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: ChangePartnersQuery) => data.contractChangePartners;

interface ChangePartnersTableProps {
  changeId: string;
  pages: BrandPages;
  timeZone: string;
  first: Loaded<ChangePartnersQuery>;
  /** Grows when something may have changed. */
  news: number;
}
/** What became of each partner; those left out carry their reason. */
export function ChangePartnersTable({
  changeId,
  pages,
  timeZone,
  first,
  news,
}: ChangePartnersTableProps): ReactNode {
  const t = useTranslations("changes");
  const list = usePages(ChangePartners, { changeId, after: null }, first, pick);
  const { retry } = list;
  const known = useRef(news);
  useEffect(() => {
    if (known.current === news) return;
    known.current = news;
    retry();
  }, [news, retry]);
  return (
    <>
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) => (
          <Table label={t("partnersOf")}>
            <thead>
              <tr>
                <Th pinned>{t("partner")}</Th>
                <Th>{t("result")}</Th>
                <Th>{t("firstDay")}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.partnerId}>
                  <RowHead>
                    {row.newContractId ? (
                      <Link
                        href={`${pages.contracts}/${row.newContractId}`}
                        className={textLinkClass}
                      >
                        {row.partnerName}
                      </Link>
                    ) : (
                      row.partnerName
                    )}
                  </RowHead>
                  <Td>
                    <PartnerStateBadge state={row.state} />
                    {row.message ? <span className="block min-w-44">{row.message}</span> : null}
                  </Td>
                  <Td className="whitespace-nowrap">
                    {row.effectiveAt && row.state !== "FAILED"
                      ? formatDateTime(row.effectiveAt, timeZone)
                      : null}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}
