import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { allStates } from "../../../features/contracts/state-choices.ts";
import { OverviewView } from "../../../features/overview/overview-view.tsx";
import { load } from "../../../lib/api-server.ts";
import { modeParser, reportMode } from "../../../lib/mode.ts";
import { OverviewDocument } from "../../../gql/graphql.ts";
import { requireProgram, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("overview"))("title"),
});
const readMode = createLoader({ mode: modeParser });

export default async function OverviewPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  const program = await requireProgram((await params).program);
  const { mode } = await readMode(searchParams);
  const first = await load(OverviewDocument, {
    programId: program.id,
    filter: { mode: reportMode(mode) },
    all: [...allStates],
  });
  return <OverviewView program={program} timeZone={viewer.account.timeZone} first={first} />;
}
