"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { ContractHistory, ContractText } from "../contracts/contract-text.tsx";
import { ContractFacts } from "../contracts/documents.ts";
import { StateBadge } from "../contracts/state-badge.tsx";
import { AcceptDialog, DeclineDialog } from "./answer-dialogs.tsx";

interface ContractCardProps {
  contract: FragmentType<typeof ContractFacts>;
  program: { timeZone: string; uniqueWindowMinutes: number };
  mayDecide: boolean;
  onAnswered: () => void;
}
/** One contract in sentences; a proposal can be answered. */
export function ContractCard({ contract, program, mayDecide, onAnswered }: ContractCardProps): ReactNode {
  const t = useTranslations("partner");
  const [asking, setAsking] = useState<"accept" | "decline" | null>(null);
  const facts = readFragment(ContractFacts, contract);
  const close = () => setAsking(null);
  return (
    <Card>
      <CardHead title={t("contractOf", { terms: facts.termsName, number: facts.version.number })} actions={<StateBadge state={facts.state} />} />
      <ContractText contract={contract} program={program} />
      {facts.awaitsYou && facts.state === "PENDING" ? (
        <div className="mt-4 flex flex-col gap-3 rounded-control bg-info-ground p-3">
          <p className="max-w-prose">
            {t("linksKeepWorking")} {t("declineMeans")}
          </p>
          {mayDecide ? (
            <div className="flex flex-wrap gap-2">
              <Button tone="primary" onClick={() => setAsking("accept")}>
                {t("accept")}
              </Button>
              <Button onClick={() => setAsking("decline")}>{t("decline")}</Button>
            </div>
          ) : (
            <p className="text-muted">{t("ownerDecides")}</p>
          )}
        </div>
      ) : null}
      <details className="mt-4">
        <summary className="cursor-pointer text-link">{t("history")}</summary>
        <div className="mt-2">
          <ContractHistory contract={contract} timeZone={program.timeZone} />
        </div>
      </details>
      <AcceptDialog open={asking === "accept"} onClose={close} contract={facts} onAnswered={onAnswered} />
      <DeclineDialog open={asking === "decline"} onClose={close} contract={facts} onAnswered={onAnswered} />
    </Card>
  );
}
