import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { EvidenceView } from "../../../../../features/verify/evidence-view.tsx";
import { Verify_row } from "../../../../../features/verify/queries.ts";
import { load } from "../../../../../lib/api-server.ts";
import { idOrNull } from "../../../../../lib/ids.ts";
import { VerifyChartDocument, VerifyPartnerDocument } from "../../../../../gql/graphql.ts";
import { readFragment } from "../../../../../gql/index.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("verify"))("panel.evidence"),
});
const nowText = (): string => new Date().toISOString();
const readAddress = createLoader({ partner: parseAsString });

export default async function EvidencePage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const partnerId = idOrNull((await readAddress(searchParams)).partner);
  if (partnerId === null) notFound();
  const partner = await load(VerifyPartnerDocument, { programId: program.id, partnerId });
  const found = partner.data?.verification;
  if (!found) notFound();
  const linkId = readFragment(Verify_row, found).link?.id;
  const chart = linkId ? await load(VerifyChartDocument, { programId: program.id, linkId }) : null;
  return (
    <EvidenceView
      program={program}
      found={found}
      chart={chart?.data ?? null}
      printedAt={nowText()}
      timeZone={viewer.account.timeZone}
    />
  );
}
