import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { todayIn } from "../../../../../../features/changes/days.ts";
import { CampaignsView } from "../../../../../../features/terms/campaigns-view.tsx";
import { load } from "../../../../../../lib/api-server.ts";
import { CampaignTermsListDocument } from "../../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms.campaigns"))("title"),
});

export default async function CampaignTermsPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:read");
  const program = await requireProgram((await params).program);
  const { timeZone } = viewer.account;
  const first = await load(CampaignTermsListDocument, { programId: program.id, after: null });
  return (
    <CampaignsView
      program={program}
      timeZone={timeZone}
      today={todayIn(timeZone)}
      mayWrite={viewer.rights.includes("terms:write")}
      first={first}
    />
  );
}
