import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TermsView } from "../../../../../features/terms/terms-view.tsx";
import { load } from "../../../../../lib/api-server.ts";
import { TermsDraftsDocument, TermsListDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms"))("title"),
});

export default async function TermsPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:read");
  const program = await requireProgram((await params).program);
  const mayTry = viewer.rights.includes("contracts:draft");
  const [first, drafts] = await Promise.all([
    load(TermsListDocument, { programId: program.id, after: null }),
    mayTry ? load(TermsDraftsDocument, { programId: program.id }) : null,
  ]);
  return (
    <TermsView
      program={program}
      timeZone={viewer.account.timeZone}
      mayWrite={viewer.rights.includes("terms:write")}
      drafts={drafts}
      first={first}
    />
  );
}
