import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { ContractsView } from "../../../../features/contracts/contracts-view.tsx";
import { Contracts, ProposalChoices } from "../../../../features/contracts/documents.ts";
import { ContractFilterChoices, RecentContracts } from "../../../../features/contracts/filter-documents.ts";
import { stateChoices, statesOf } from "../../../../features/contracts/state-choices.ts";
import { load } from "../../../../lib/api-server.ts";
import { isId } from "../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("contracts"))("title") });
const readFilter = createLoader({ state: parseAsStringLiteral(stateChoices).withDefault("all"), who: parseAsString, on: parseAsString });
/** An address by hand may hold anything. */
const idOrNull = (text: string | null): string | null => (text !== null && isId(text) ? text : null);

export default async function ContractsPage({ params, searchParams }: { params: Promise<{ program: string }>; searchParams: Promise<SearchParams> }): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const { state, who, on } = await readFilter(searchParams);
  const rights = { propose: viewer.rights.includes("contracts:propose"), draft: viewer.rights.includes("contracts:draft"), end: viewer.rights.includes("contracts:expire") };
  const [list, recent, filterChoices, choices] = await Promise.all([
    load(Contracts, { filter: { programId: program.id, states: statesOf(state), partnerId: idOrNull(who), termsId: idOrNull(on) }, after: null }),
    load(RecentContracts, { programId: program.id }),
    load(ContractFilterChoices, { programId: program.id }),
    rights.propose ? load(ProposalChoices, { programId: program.id }) : null,
  ]);
  return <ContractsView program={program} rights={rights} choices={choices?.data ?? null} filterChoices={filterChoices.data} first={{ list, recent }} />;
}
