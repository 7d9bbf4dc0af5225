import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { brandPages } from "../../../../../lib/addresses.ts";
import { ContractsView } from "../../../../../features/contracts/contracts-view.tsx";
import { ListExport } from "../../../../../features/exports/list-export.tsx";
import { stateChoices, statesOf } from "../../../../../features/contracts/state-choices.ts";
import { readChoices, readTyped } from "../../../../../features/partners/choices.ts";
import { load } from "../../../../../lib/api-server.ts";
import { idOrNull } from "../../../../../lib/ids.ts";
import { graphql } from "../../../../../gql/index.ts";
import { ContractsDocument, RecentContractsDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

const ProposalChoices = graphql(/* GraphQL */ `
  query ProposalChoices($programId: ID!) {
    termsList(first: 50, programId: $programId) {
      nodes {
        id
        name
        state
        latest {
          number
          ...VersionView_version
        }
      }
    }
  }
`);

/** What the list of contracts can be narrowed to. */
const ContractFilterChoices = graphql(/* GraphQL */ `
  query ContractFilterChoices($programId: ID!) {
    termsList(first: 100, programId: $programId) {
      nodes {
        id
        name
      }
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contracts"))("title"),
});
const readFilter = createLoader({
  state: parseAsStringLiteral(stateChoices).withDefault("all"),
  who: parseAsString,
  on: parseAsString,
  partner: parseAsString,
});

export default async function ContractsPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const query = await searchParams;
  const { state, who, on, partner } = readFilter(query);
  const rights = {
    propose: viewer.rights.includes("contracts:propose"),
    draft: viewer.rights.includes("contracts:draft"),
    end: viewer.rights.includes("contracts:expire"),
  };
  const filter = {
    programId: program.id,
    states: statesOf(state),
    partnerId: idOrNull(who),
    termsId: idOrNull(on),
  };
  const [list, recent, terms, proposal, partners, asked, typed] = await Promise.all([
    load(ContractsDocument, { filter, after: null }),
    load(RecentContractsDocument, { programId: program.id }),
    load(ContractFilterChoices, { programId: program.id }),
    rights.propose ? load(ProposalChoices, { programId: program.id }) : null,
    readChoices(who),
    partner ? readChoices(partner) : null,
    readTyped(brandPages(program.code).contracts, query, "who"),
  ]);
  const choices = { partners, typed, terms: terms.data?.termsList.nodes ?? [] };
  const toPropose =
    proposal?.data && partners
      ? { terms: proposal.data.termsList.nodes, partners: asked ?? partners }
      : null;
  return (
    <ContractsView
      program={program}
      rights={rights}
      toPropose={toPropose}
      choices={choices}
      first={{ list, recent }}
      asFile={
        <ListExport
          viewer={viewer}
          space="brand"
          program={program}
          table="CONTRACTS"
          filters={{ contracts: filter }}
        />
      }
    />
  );
}
