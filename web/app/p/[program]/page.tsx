import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { HomeView } from "../../../features/partner/home-view.tsx";
import { load } from "../../../lib/api-server.ts";
import { isTestOf, modeParser, reportMode } from "../../../lib/mode.ts";
import { PartnerHomeDocument } from "../../../gql/graphql.ts";
import { requireProgram, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("nav"))("home"),
});
const readMode = createLoader({ mode: modeParser });

export default async function PartnerHomePage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("partner");
  const program = await requireProgram((await params).program);
  const { mode } = await readMode(searchParams);
  const first = await load(PartnerHomeDocument, {
    programId: program.id,
    partnerId: viewer.account.id,
    filter: { mode: reportMode(mode) },
    isTest: isTestOf(mode),
  });
  return (
    <HomeView
      program={program}
      account={viewer.account}
      mayWrite={viewer.rights.includes("links:write")}
      first={first}
    />
  );
}
