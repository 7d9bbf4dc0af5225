"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import {
  ContractText_ContractFragmentDoc,
  VersionView_VersionFragmentDoc,
  type ContractDifferencesQuery,
  type PartnerContractHistoryQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { Offer_payout } from "../contracts/decisions/offer.ts";
import { OwnLimits } from "../limits/own-limits.tsx";
import { ContractCard } from "./contract-card.tsx";
import { HistoryTables } from "./history-tables.tsx";
import type { PartnerProgram } from "./contract-card.tsx";
import { lateView } from "../../lib/late.ts";
import dynamic from "next/dynamic";

const LateOfferDialog = lateView(() =>
  import("../contracts/decisions/offer-dialog.tsx").then((module) => module.OfferDialog),
);
/** Most of the time nothing is about to change; rendered on the server where something is. */
const LateUpcomingCard = dynamic(
  () => import("./upcoming-card.tsx").then((module) => module.UpcomingCard),
  { loading: () => <RowsSkeleton rows={4} /> },
);

const PartnerContractHistory = graphql(/* GraphQL */ `
  query PartnerContractHistory($programId: ID!, $partnerId: ID!) {
    contractHistory(programId: $programId, partnerId: $partnerId) {
      signed {
        id
        state
        ...ContractText_contract
      }
      pending {
        id
        state
        awaitsYou
        ...ContractText_contract
      }
      rejected {
        id
        state
        ...ContractText_contract
      }
    }
    limitUsage(programId: $programId, partnerId: $partnerId) {
      ...LimitGauge_limit
    }
    programLimits(programId: $programId) {
      ...ProgramLimits_limit
    }
  }
`);

interface PartnerContractViewProps {
  program: PartnerProgram;
  partnerId: string;
  mayDecide: boolean;
  supportContact: string | null;
  first: Loaded<PartnerContractHistoryQuery>;
  /** Of what waits and what is to come, by contract. */
  differences: Readonly<Record<string, Loaded<ContractDifferencesQuery>>>;
  asFile: ReactNode;
}
/** What waits for an answer, what changes when, what is in force, and all that was. */
export function PartnerContractView({
  program,
  partnerId,
  mayDecide,
  supportContact,
  first,
  differences,
  asFile,
}: PartnerContractViewProps): ReactNode {
  const t = useTranslations("partner");
  const limits = useTranslations("limits");
  const state = useLoaded(PartnerContractHistory, { programId: program.id, partnerId }, first);
  return (
    <Panel state={state} skeleton={<RowsSkeleton rows={3} />}>
      {({ contractHistory, limitUsage, programLimits }) => (
        <Contracts
          history={contractHistory}
          program={program}
          mayDecide={mayDecide}
          differences={differences}
          asFile={asFile}
          limits={
            <OwnLimits
              space="partner"
              timeZone={program.timeZone}
              title={limits("yours")}
              limits={limitUsage}
              programLimits={programLimits}
            />
          }
        >
          {supportContact ? (
            <p className="mt-4 text-muted">
              {t("support", { brand: program.brandName, contact: supportContact })}
            </p>
          ) : null}
        </Contracts>
      )}
    </Panel>
  );
}

interface ContractsProps {
  history: PartnerContractHistoryQuery["contractHistory"];
  program: PartnerProgram;
  mayDecide: boolean;
  differences: PartnerContractViewProps["differences"];
  asFile: ReactNode;
  /** How much is used of what the contract in force allows. */
  limits: ReactNode;
  children: ReactNode;
}
function Contracts({
  history,
  program,
  mayDecide,
  differences,
  asFile,
  limits,
  children,
}: ContractsProps): ReactNode {
  const t = useTranslations("partner");
  const [offering, setOffering] = useState(false);
  const { signed, pending } = history;
  const active = signed.find(({ state }) => state === "ACTIVE");
  const upcoming = signed.filter(({ state }) => state === "UPCOMING");
  const facts = active ? readFragment(ContractText_ContractFragmentDoc, active) : null;
  const version = facts ? readFragment(VersionView_VersionFragmentDoc, facts.version) : null;
  const common = { program, mayDecide };
  return (
    <>
      <PageHead
        title={t("contractTitle")}
        lead={t("contractLead", { brand: program.brandName })}
        actions={
          <>
            {asFile}
            {mayDecide ? (
              <Button onClick={() => setOffering(true)}>{t("offerOther")}</Button>
            ) : null}
          </>
        }
      />
      <div className="flex max-w-lg flex-col gap-3">
        {pending.map((row) => (
          <ContractCard
            key={row.id}
            contract={row}
            differences={differences[row.id] ?? null}
            hasCurrent={facts !== null}
            {...common}
          />
        ))}
        {upcoming.map((row) => (
          <LateUpcomingCard
            key={row.id}
            contract={row}
            differences={differences[row.id] ?? null}
            {...common}
          />
        ))}
        {active ? (
          <>
            <ContractCard contract={active} differences={null} hasCurrent={false} {...common} />
            {limits}
          </>
        ) : (
          <Card>
            <Empty title={t("noContract")}>
              {pending.length > 0
                ? t("noContractYet")
                : t("noContractText", { brand: program.brandName })}
            </Empty>
          </Card>
        )}
        <HistoryTables history={history} program={program} />
      </div>
      {children}
      {offering ? (
        <LateOfferDialog
          onClose={() => setOffering(false)}
          counters={null}
          programId={program.id}
          base={(version?.eventPayouts ?? []).map((payout) => readFragment(Offer_payout, payout))}
          currency={version?.currency ?? program.marketplaceCurrency}
          timeZone={program.timeZone}
          reader={program.brandName}
        />
      ) : null}
    </>
  );
}
