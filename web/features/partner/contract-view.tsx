"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ContractState } from "../../gql/graphql.ts";
import type { PartnerContractListQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { PartnerContractList } from "./contract-documents.ts";
import { ContractCard } from "./contract-card.tsx";

const pick = (data: PartnerContractListQuery) => data.contracts;
const rank: Record<ContractState, number> = { PENDING: 0, ACTIVE: 1, UPCOMING: 2, EXPIRED: 3, DECLINED: 4 };

interface PartnerContractViewProps {
  program: { id: string; brandName: string; timeZone: string; uniqueWindowMinutes: number };
  states: ContractState[];
  mayDecide: boolean;
  supportContact: string | null;
  first: Loaded<PartnerContractListQuery>;
}
/** What waits for an answer first, then what is in force, then the past. */
export function PartnerContractView({ program, states, mayDecide, supportContact, first }: PartnerContractViewProps): ReactNode {
  const t = useTranslations("partner");
  const list = usePages(PartnerContractList, { programId: program.id, states, after: null }, first, pick);
  return (
    <>
      <PageHead title={t("contractTitle")} lead={t("contractLead", { brand: program.brandName })} />
      <Panel state={list} skeleton={<RowsSkeleton rows={3} />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t("noContract")}>{t("noContractText", { brand: program.brandName })}</Empty>
            </Card>
          ) : (
            <div className="flex max-w-lg flex-col gap-3">
              {rows
                .toSorted((a, b) => rank[a.state] - rank[b.state])
                .map((row) => (
                  <ContractCard key={row.id} contract={row} program={program} mayDecide={mayDecide} onAnswered={list.retry} />
                ))}
            </div>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
      {supportContact ? <p className="mt-4 text-muted">{t("support", { brand: program.brandName, contact: supportContact })}</p> : null}
    </>
  );
}
