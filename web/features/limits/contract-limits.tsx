"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { type ContractLimitsQuery } from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useRested } from "../../lib/use-rested.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import type { Files } from "../exports/files.ts";
import { LateExport } from "../exports/late-export.tsx";
import { LimitGauge, LimitGauge_limit } from "./limit-gauge.tsx";
import { limitOrders, parseLimitOrder } from "./limit-orders.ts";

const ContractLimits = graphql(/* GraphQL */ `
  query ContractLimits(
    $programId: ID!
    $search: Line
    $order: ContractLimitOrder!
    $after: String
  ) {
    contractLimits(
      programId: $programId
      search: $search
      order: $order
      first: 25
      after: $after
    ) {
      nodes {
        contractId
        partnerName
        usage {
          limitId
          ...LimitGauge_limit
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: ContractLimitsQuery) => data.contractLimits;

interface ContractLimitsCardProps {
  program: { id: string; code: string; timeZone: string };
  first: Loaded<ContractLimitsQuery>;
  news: number;
  files: Files | null;
}
/** Limits of all partners' contracts, those first that left most unpaid. */
export function ContractLimitsCard({
  program,
  first,
  news,
  files,
}: ContractLimitsCardProps): ReactNode {
  const t = useTranslations("limits");
  const [search, setSearch] = useQueryState(
    "search",
    parseAsString.withOptions({ history: "replace" }),
  );
  const [text, setText] = useState(search ?? "");
  const [order, setOrder] = useQueryState(
    "order",
    parseLimitOrder.withOptions({ history: "replace" }),
  );
  const wanted = useRested(text.trim()) || null;
  const list = usePages(
    ContractLimits,
    { programId: program.id, search: wanted, order, after: null },
    first,
    pick,
    { news },
  );
  const look = (next: string) => {
    setText(next);
    void setSearch(next.trim() || null);
  };
  return (
    <Card>
      <CardHead
        title={t("ofContracts")}
        actions={
          files ? (
            <LateExport
              {...files}
              table="LIMITS"
              filters={{ limits: { search: wanted, order } }}
              size="small"
            />
          ) : null
        }
      />
      <p className="mb-3 text-muted">{t("ofContractsText")}</p>
      <SearchForm label={t("search")} submit={t("doSearch")} text={text} onText={look} />
      <ChoiceBar
        label={t("order")}
        choices={limitOrders.map((value) => ({ value, label: t(`orders.${value}`) }))}
        value={order}
        onChange={(value) => void setOrder(value)}
      />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty
              title={wanted === null ? t("noContractLimits") : t("noneFound", { text: wanted })}
              action={
                wanted === null ? null : <Button onClick={() => look("")}>{t("showAll")}</Button>
              }
            >
              {wanted === null ? t("noContractLimitsText") : null}
            </Empty>
          ) : (
            <ul className="flex flex-col divide-y divide-border">
              {rows.map((row) => (
                <ContractLimit
                  key={`${row.contractId} ${row.usage.limitId}`}
                  row={row}
                  program={program}
                />
              ))}
            </ul>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </Card>
  );
}

interface ContractLimitProps {
  row: ContractLimitsQuery["contractLimits"]["nodes"][number];
  program: ContractLimitsCardProps["program"];
}
function ContractLimit({ row, program }: ContractLimitProps): ReactNode {
  const { contractId, partnerName, usage } = row;
  return (
    <li className="py-3 last:pb-0">
      <LimitGauge
        limit={readFragment(LimitGauge_limit, usage)}
        space="brand"
        timeZone={program.timeZone}
        ownerName={partnerName}
        owner={
          <Link
            href={`${brandPages(program.code).contracts}/${contractId}`}
            className={textLinkClass}
          >
            {partnerName}
          </Link>
        }
      />
    </li>
  );
}
