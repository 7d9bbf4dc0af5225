"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import {
  ContractText_ContractFragmentDoc,
  type PartnerContractHistoryQuery,
} from "../../gql/graphql.ts";
import { Card, CardHead } from "../../ui/card.tsx";
import { ContractHistory, ContractText } from "../contracts/contract-text.tsx";
import { standingOf } from "../contracts/standing.ts";
import { StateBadge } from "../contracts/state-badge.tsx";

interface HistoryTablesProps {
  history: PartnerContractHistoryQuery["contractHistory"];
  program: { timeZone: string; uniqueWindowMinutes: number };
}
/** Signed, pending and rejected, newest first, each with its whole text and what happened to it. */
export function HistoryTables({ history, program }: HistoryTablesProps): ReactNode {
  const t = useTranslations("partner");
  return (
    <Card>
      <CardHead title={t("historyTitle")} />
      <div className="flex flex-col gap-4">
        {(["signed", "pending", "rejected"] as const).map((kind) => (
          <section key={kind} aria-label={t(`historyOf.${kind}`)}>
            <h3 className="mb-1 text-body font-semibold">{t(`historyOf.${kind}`)}</h3>
            {history[kind].length === 0 ? <p className="text-muted">{t("historyNone")}</p> : null}
            <ul className="flex flex-col divide-y divide-border">
              {history[kind].map((row) => (
                <HistoryLine key={row.id} contract={row} program={program} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}

function HistoryLine({
  contract,
  program,
}: {
  contract: FragmentType<typeof ContractText_ContractFragmentDoc>;
  program: HistoryTablesProps["program"];
}): ReactNode {
  const t = useTranslations();
  const facts = readFragment(ContractText_ContractFragmentDoc, contract);
  const { key, values } = standingOf(facts, program.timeZone);
  return (
    <li className="py-2">
      <details>
        <summary className="cursor-pointer">
          <span className="font-medium">
            {t("partner.contractOf", { terms: facts.termsName, number: facts.version.number })}
          </span>{" "}
          <StateBadge state={facts.state} />
          <span className="block text-caption text-muted">
            {t(`contracts.standing.${key}`, { ...values })}
          </span>
        </summary>
        <div className="mt-3 flex flex-col gap-4">
          <ContractText contract={contract} program={program} />
          <ContractHistory contract={contract} timeZone={program.timeZone} />
        </div>
      </details>
    </li>
  );
}
