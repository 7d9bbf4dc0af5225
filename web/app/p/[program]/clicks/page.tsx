import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { ClicksView } from "../../../../features/partner/clicks-view.tsx";
import { outcomeChoices, outcomesOf } from "../../../../features/partner/outcome-choices.ts";
import { load } from "../../../../lib/api-server.ts";
import { isTestOf, modeParser } from "../../../../lib/mode.ts";
import { PartnerClicksDocument } from "../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("partner"))("clicksTitle"),
});
const read = createLoader({
  mode: modeParser,
  outcome: parseAsStringLiteral(outcomeChoices).withDefault("all"),
});

export default async function PartnerClicksPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  requireRight(await requireViewer("partner"), "clicks:read");
  const program = await requireProgram((await params).program);
  const { mode, outcome } = await read(searchParams);
  const first = await load(PartnerClicksDocument, {
    programId: program.id,
    filter: { isTest: isTestOf(mode), outcomes: outcomesOf(outcome) },
    after: null,
  });
  return <ClicksView program={program} first={first} />;
}
