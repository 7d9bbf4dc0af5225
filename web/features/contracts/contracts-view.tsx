"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import type { ContractsQuery, ProposalChoicesQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { ListTable } from "../../ui/table.tsx";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { ContractRow } from "./contract-row.tsx";
import { Contracts } from "./documents.ts";
import { ProposeDialog } from "./propose-dialog.tsx";
import { stateChoices, statesOf } from "./state-choices.ts";

const pick = (data: ContractsQuery) => data.contracts;

interface ContractsViewProps {
  program: { id: string; code: string; timeZone: string; uniqueWindowMinutes: number };
  mayPropose: boolean;
  choices: ProposalChoicesQuery | null;
  first: Loaded<ContractsQuery>;
}
export function ContractsView({ program, mayPropose, choices, first }: ContractsViewProps): ReactNode {
  const t = useTranslations("contracts");
  const [choice, setChoice] = useQueryState("state", parseAsStringLiteral(stateChoices).withDefault("all"));
  const [termsId, setTermsId] = useQueryState("propose", parseAsString);
  const [partnerId, setPartnerId] = useQueryState("partner", parseAsString);
  const [opened, setOpened] = useState(false);
  const list = usePages(Contracts, { filter: { programId: program.id, states: statesOf(choice) }, after: null }, first, pick);
  const asking = mayPropose && choices !== null && (opened || termsId !== null || partnerId !== null);
  const close = () => {
    setOpened(false);
    void setTermsId(null);
    void setPartnerId(null);
  };
  const hasTerms = choices?.termsList.nodes.some((terms) => terms.state === "ACTIVE") ?? false;
  const action =
    !mayPropose || !choices ? null : hasTerms ? (
      <Button tone="primary" onClick={() => setOpened(true)}>
        {t("propose")}
      </Button>
    ) : (
      <ButtonLink tone="primary" href={`/b/${program.code}/terms/new`}>
        {t("createTermsFirst")}
      </ButtonLink>
    );
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} actions={action} />
      <ChoiceBar label={t("state")} choices={stateChoices.map((value) => ({ value, label: t(`choices.${value}`) }))} value={choice} onChange={(value) => void setChoice(value)} />
      <PagedList
        list={list}
        empty={
          <Empty
            title={choice === "all" ? t("none") : t("noneInState")}
            action={
              choice === "all" ? (
                action
              ) : (
                <Link href="?" className="text-link underline">
                  {t("showAll")}
                </Link>
              )
            }
          >
            {choice === "all" ? t("noneText") : null}
          </Empty>
        }
      >
        {(rows) => (
          <ListTable label={t("title")} columns={[t("partner"), t("state"), t("terms"), t("validity")]} actions={t("actions")}>
            {rows.map((row) => (
              <ContractRow key={row.id} contract={row} base={`/b/${program.code}`} timeZone={program.timeZone} mayWithdraw={mayPropose} onChanged={list.retry} />
            ))}
          </ListTable>
        )}
      </PagedList>
      {asking ? <ProposeDialog open onClose={close} choices={choices} start={{ termsId, partnerId }} program={program} onProposed={list.retry} /> : null}
    </>
  );
}
