import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { PartnerPageView } from "../../../../../features/partners/partner-page.tsx";
import {
  partnerPageParsers,
  partnerPageVariables,
} from "../../../../../features/partners/partner-sections.ts";
import { load } from "../../../../../lib/api-server.ts";
import { idOrNull } from "../../../../../lib/ids.ts";
import { PartnerPageDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("partnerPage"))("title"),
});
const read = createLoader(partnerPageParsers);

export default async function PartnerPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string; partner: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const given = await params;
  const program = await requireProgram(given.program);
  const partnerId = idOrNull(given.partner);
  if (partnerId === null) notFound();
  const shown = await read(searchParams);
  const variables = partnerPageVariables(program.id, partnerId, shown);
  const first = await load(PartnerPageDocument, variables);
  if (first.data && !first.data.partner) notFound();
  return (
    <PartnerPageView
      program={program}
      partnerId={partnerId}
      timeZone={viewer.account.timeZone}
      rights={{
        answer: viewer.rights.includes("conversions:write"),
        note: viewer.rights.includes("notes:write"),
      }}
      first={first}
    />
  );
}
