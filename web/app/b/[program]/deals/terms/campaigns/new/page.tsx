import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { newDraft, newPayout } from "../../../../../../../features/terms/editor/draft.ts";
import { NewCampaignView } from "../../../../../../../features/terms/new-campaign-view.tsx";
import { requireProgram, requireRight, requireViewer } from "../../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms.campaigns"))("create"),
});

export default async function NewCampaignTermsPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:write");
  const program = await requireProgram((await params).program);
  const start = { ...newDraft(program.marketplaceCurrency), payouts: [newPayout("SALE")] };
  return (
    <NewCampaignView
      program={{ id: program.id, code: program.code }}
      timeZone={viewer.account.timeZone}
      start={start}
    />
  );
}
