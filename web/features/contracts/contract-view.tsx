"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages, type BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import {
  ContractText_ContractFragmentDoc,
  type ContractDifferencesQuery,
  type ContractText_ContractFragment,
  type ContractGroupsQuery,
  type OneContractQuery,
  type PartnerLimitsQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { LimitsInForce } from "../limits/limits-in-force.tsx";
import { BrandAnswer } from "./decisions/brand-answer.tsx";
import { ContractHistory, ContractText } from "./contract-text.tsx";
import { DifferencesOf } from "./decisions/differences-of.tsx";
import { StateBadge } from "./state-badge.tsx";
import { lateView } from "../../lib/late.ts";

const LateEndDialog = lateView(() =>
  import("./decisions/end-dialog.tsx").then((module) => module.EndDialog),
);
const LateWithdrawDialog = lateView(() =>
  import("./decisions/withdraw-dialog.tsx").then((module) => module.WithdrawDialog),
);

const OneContract = graphql(/* GraphQL */ `
  query OneContract($id: ID!) {
    contract(id: $id) {
      id
      programId
      state
      partnerAccountId
      partnerName
      termsName
      version {
        number
      }
      ...ContractText_contract
    }
  }
`);

interface ContractViewProps {
  id: string;
  program: { id: string; code: string; timeZone: string; uniqueWindowMinutes: number };
  rights: { propose: boolean; decide: boolean; draft: boolean; end: boolean };
  first: {
    contract: Loaded<OneContractQuery>;
    differences: Loaded<ContractDifferencesQuery>;
    groups: ContractGroupsQuery | null;
    limits: Loaded<PartnerLimitsQuery> | null;
  };
}
/** One contract in sentences, against what it follows, with what happened to it. */
export function ContractView({ id, program, rights, first }: ContractViewProps): ReactNode {
  const t = useTranslations("contracts");
  const state = useLoaded(OneContract, { id }, first.contract);
  return (
    <>
      <p className="mb-1">
        <Link href={brandPages(program.code).contracts} className={textLinkClass}>
          {t("title")}
        </Link>
      </p>
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ contract }) => {
          if (!contract) return null;
          const facts = readFragment(ContractText_ContractFragmentDoc, contract);
          return (
            <>
              <PageHead
                title={t("oneTitle", { partner: facts.partnerName, terms: facts.termsName })}
                actions={<Actions facts={facts} timeZone={program.timeZone} rights={rights} />}
              />
              {facts.awaitsYou && facts.state === "PENDING" ? (
                <BrandAnswer
                  facts={facts}
                  program={program}
                  mayDecide={rights.decide}
                  groups={first.groups}
                />
              ) : null}
              <div className="grid items-start gap-3 lg:grid-cols-[2fr_1fr]">
                <div className="flex min-w-0 flex-col gap-3">
                  <Card>
                    <CardHead title={t("says")} actions={<States facts={facts} />} />
                    <ContractText contract={contract} program={program} />
                    <Origins
                      facts={facts}
                      pages={brandPages(program.code)}
                      mayDraft={rights.draft}
                    />
                  </Card>
                  <Card>
                    <CardHead title={t("differences")} />
                    <DifferencesOf reader="brand" id={id} first={first.differences} />
                  </Card>
                </div>
                <div className="flex min-w-0 flex-col gap-3">
                  {facts.state === "ACTIVE" ? (
                    <LimitsInForce
                      programId={program.id}
                      partnerId={facts.partnerAccountId}
                      timeZone={program.timeZone}
                      first={first.limits}
                    />
                  ) : null}
                  <Card>
                    <CardHead title={t("history")} />
                    <ContractHistory contract={contract} timeZone={program.timeZone} />
                  </Card>
                </div>
              </div>
            </>
          );
        }}
      </Panel>
    </>
  );
}

function States({ facts }: { facts: ContractText_ContractFragment }): ReactNode {
  const t = useTranslations("contracts");
  return (
    <>
      <StateBadge state={facts.state} />
      {facts.nonCompliant ? <Badge tone="danger">{t("nonCompliant")}</Badge> : null}
    </>
  );
}

interface ActionsProps {
  facts: ContractText_ContractFragment;
  timeZone: string;
  rights: ContractViewProps["rights"];
}
function Actions({ facts, timeZone, rights }: ActionsProps): ReactNode {
  const t = useTranslations("contracts");
  const [asking, setAsking] = useState<"withdraw" | "end" | null>(null);
  const close = () => setAsking(null);
  const lasts = facts.state === "ACTIVE" || facts.state === "UPCOMING";
  return (
    <>
      {rights.propose && facts.state === "PENDING" && !facts.awaitsYou ? (
        <Button onClick={() => setAsking("withdraw")}>{t("withdraw")}</Button>
      ) : null}
      {rights.end && lasts ? <Button onClick={() => setAsking("end")}>{t("endOne")}</Button> : null}
      {asking === "withdraw" ? (
        <LateWithdrawDialog open onClose={close} id={facts.id} partner={facts.partnerName} />
      ) : null}
      {asking === "end" ? (
        <LateEndDialog onClose={close} contracts={[facts]} timeZone={timeZone} />
      ) : null}
    </>
  );
}

/** Where it comes from: its terms, the change it is part of. */
function Origins({
  facts,
  pages,
  mayDraft,
}: {
  facts: ContractText_ContractFragment;
  pages: BrandPages;
  mayDraft: boolean;
}): ReactNode {
  const t = useTranslations("contracts");
  return (
    <p className="mt-4 flex flex-wrap gap-x-4 gap-y-1">
      <Link
        href={`${pages.terms}/${facts.termsId}/v/${facts.version.number}`}
        className={textLinkClass}
      >
        {t("termsAndVersion", { name: facts.termsName, number: facts.version.number })}
      </Link>
      {facts.change && mayDraft ? (
        <Link href={`${pages.changes}/${facts.change.id}`} className={textLinkClass}>
          {t("partOfChange")}
        </Link>
      ) : null}
    </p>
  );
}
