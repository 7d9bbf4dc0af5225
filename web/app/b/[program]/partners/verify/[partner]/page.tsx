import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EvidenceView } from "../../../../../../features/verify/evidence-view.tsx";
import { Verify_row } from "../../../../../../features/verify/queries.ts";
import { load } from "../../../../../../lib/api-server.ts";
import { idOrNull } from "../../../../../../lib/ids.ts";
import { VerifyChartDocument, VerifyPartnerDocument } from "../../../../../../gql/graphql.ts";
import { readFragment } from "../../../../../../gql/index.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("verify"))("panel.evidence"),
});
const nowText = (): string => new Date().toISOString();

export default async function EvidencePage({
  params,
}: {
  params: Promise<{ program: string; partner: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const given = await params;
  const program = await requireProgram(given.program);
  const partnerId = idOrNull(given.partner);
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
