import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { newDraft } from "../../../../../features/terms/draft.ts";
import { NewTermsView } from "../../../../../features/terms/new-terms-view.tsx";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("terms"))("create") });

export default async function NewTermsPage({ params }: { params: Promise<{ program: string }> }): Promise<ReactNode> {
  requireRight(await requireViewer("brand"), "terms:write");
  const program = await requireProgram((await params).program);
  return <NewTermsView program={{ id: program.id, code: program.code }} start={newDraft(program.marketplaceCurrency)} />;
}
