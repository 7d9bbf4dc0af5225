import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { ContractsView } from "../../../../features/contracts/contracts-view.tsx";
import { Contracts, ProposalChoices } from "../../../../features/contracts/documents.ts";
import { stateChoices, statesOf } from "../../../../features/contracts/state-choices.ts";
import { load } from "../../../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("contracts"))("title") });
const readState = createLoader({ state: parseAsStringLiteral(stateChoices).withDefault("all") });

export default async function ContractsPage({ params, searchParams }: { params: Promise<{ program: string }>; searchParams: Promise<SearchParams> }): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const { state } = await readState(searchParams);
  const mayPropose = viewer.rights.includes("contracts:propose");
  const [first, choices] = await Promise.all([
    load(Contracts, { filter: { programId: program.id, states: statesOf(state) }, after: null }),
    mayPropose ? load(ProposalChoices, { programId: program.id }) : null,
  ]);
  return <ContractsView program={program} mayPropose={mayPropose} choices={choices?.data ?? null} first={first} />;
}
