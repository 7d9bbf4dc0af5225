"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { readFragment } from "../../gql/index.ts";
import type { OneContractQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { ContractHistory, ContractText } from "./contract-text.tsx";
import { ContractFacts, OneContract } from "./documents.ts";
import { StateBadge } from "./state-badge.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";

interface ContractViewProps {
  id: string;
  program: { code: string; timeZone: string; uniqueWindowMinutes: number };
  mayWithdraw: boolean;
  first: Loaded<OneContractQuery>;
}
/** One contract in sentences, with its history. */
export function ContractView({ id, program, mayWithdraw, first }: ContractViewProps): ReactNode {
  const t = useTranslations("contracts");
  const [asking, setAsking] = useState(false);
  const state = useLoaded(OneContract, { id }, first);
  return (
    <>
      <p className="mb-1">
        <Link href={`/b/${program.code}/contracts`} className={textLinkClass}>
          {t("title")}
        </Link>
      </p>
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ contract }) => {
          if (!contract) return null;
          const facts = readFragment(ContractFacts, contract);
          return (
            <>
              <PageHead
                title={t("oneTitle", { partner: facts.partnerName, terms: facts.termsName })}
                actions={mayWithdraw && facts.state === "PENDING" && !facts.awaitsYou ? <Button onClick={() => setAsking(true)}>{t("withdraw")}</Button> : null}
              />
              <div className="grid items-start gap-3 lg:grid-cols-[2fr_1fr]">
                <Card>
                  <CardHead title={t("says")} actions={<StateBadge state={facts.state} />} />
                  <ContractText contract={contract} program={program} />
                  <p className="mt-4">
                    <Link href={`/b/${program.code}/terms/${facts.termsId}/v/${facts.version.number}`} className={textLinkClass}>
                      {t("termsAndVersion", { name: facts.termsName, number: facts.version.number })}
                    </Link>
                  </p>
                </Card>
                <Card>
                  <CardHead title={t("history")} />
                  <ContractHistory contract={contract} timeZone={program.timeZone} />
                </Card>
              </div>
              <WithdrawDialog open={asking} onClose={() => setAsking(false)} id={id} partner={facts.partnerName} onWithdrawn={state.retry} />
            </>
          );
        }}
      </Panel>
    </>
  );
}
