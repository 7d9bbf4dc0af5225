"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import type { ContractsQuery, RecentContractsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { idOrNull } from "../../lib/ids.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { ContractsTable } from "./contracts-table.tsx";
import { ListFilters, type FilterChoices } from "./list-filters.tsx";
import type { ToPropose } from "./decisions/propose-dialog.tsx";
import { RecentSection } from "./recent-section.tsx";
import { graphql } from "../../gql/index.ts";
import { stateChoices, statesOf } from "./state-choices.ts";
import { lateView } from "../../lib/late.ts";

const LateProposeDialog = lateView(() =>
  import("./decisions/propose-dialog.tsx").then((module) => module.ProposeDialog),
);

const Contracts = graphql(/* GraphQL */ `
  query Contracts($filter: ContractFilter, $after: String) {
    contracts(first: 25, after: $after, filter: $filter) {
      nodes {
        id
        state
        ...ContractRow_contract
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: ContractsQuery) => data.contracts;
const filters = {
  state: parseAsStringLiteral(stateChoices).withDefault("all"),
  who: parseAsString,
  on: parseAsString,
};

interface ContractsViewProps {
  program: { id: string; code: string; timeZone: string; uniqueWindowMinutes: number };
  rights: { propose: boolean; draft: boolean; end: boolean };
  /** Null for who may not propose. */
  toPropose: ToPropose | null;
  choices: FilterChoices;
  first: { list: Loaded<ContractsQuery>; recent: Loaded<RecentContractsQuery> };
  /** The button that makes a file of the list. */
  asFile: ReactNode;
}
export function ContractsView({
  program,
  rights,
  toPropose,
  choices,
  first,
  asFile,
}: ContractsViewProps): ReactNode {
  const t = useTranslations("contracts");
  const [asked, setFilter] = useQueryStates(filters, { history: "push" });
  const filter = { ...asked, who: idOrNull(asked.who), on: idOrNull(asked.on) };
  const list = usePages(
    Contracts,
    {
      filter: {
        programId: program.id,
        states: statesOf(filter.state),
        partnerId: filter.who,
        termsId: filter.on,
      },
      after: null,
    },
    first.list,
    pick,
  );
  const filtered = filter.state !== "all" || filter.who !== null || filter.on !== null;
  const pages = brandPages(program.code);
  const change = rights.draft ? (
    <ButtonLink href={`${pages.changes}/new`}>{t("change")}</ButtonLink>
  ) : null;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <>
            {asFile}
            {change}
            {toPropose ? <Propose program={program} choices={toPropose} /> : null}
          </>
        }
      />
      <ListFilters
        filter={filter}
        asked={asked.who}
        onChange={(next) => void setFilter(next)}
        choices={choices}
      />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty
                title={filtered ? t("noneInState") : t("none")}
                action={
                  filtered ? (
                    <Link href="?" className="text-link underline">
                      {t("showAll")}
                    </Link>
                  ) : (
                    change
                  )
                }
              >
                {filtered ? null : t("noneText")}
              </Empty>
            </Card>
          ) : (
            <ContractsTable rows={rows} program={program} rights={rights} />
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
      <RecentSection program={program} first={first.recent} />
    </>
  );
}

/** The button and its dialog, which an address with terms or a partner opens too. */
function Propose({
  program,
  choices,
}: {
  program: ContractsViewProps["program"];
  choices: ToPropose;
}): ReactNode {
  const t = useTranslations("contracts");
  const [termsId, setTermsId] = useQueryState("propose", parseAsString);
  const [partnerId, setPartnerId] = useQueryState("partner", parseAsString);
  const [opened, setOpened] = useState(false);
  if (!choices.terms.some((terms) => terms.state === "ACTIVE"))
    return (
      <ButtonLink tone="primary" href={`${brandPages(program.code).terms}/new`}>
        {t("createTermsFirst")}
      </ButtonLink>
    );
  const close = () => {
    setOpened(false);
    void setTermsId(null);
    void setPartnerId(null);
  };
  return (
    <>
      <Button tone="primary" onClick={() => setOpened(true)}>
        {t("propose")}
      </Button>
      {opened || termsId !== null || partnerId !== null ? (
        <LateProposeDialog
          open
          onClose={close}
          choices={choices}
          startTerms={termsId}
          program={program}
        />
      ) : null}
    </>
  );
}
