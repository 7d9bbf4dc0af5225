import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import {
  partnerListParsers,
  partnerListVariables,
} from "../../../../features/partners/partner-list-state.ts";
import { filesFor } from "../../../../features/exports/files.ts";
import { PartnersView } from "../../../../features/partners/partners-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { InvitationsDocument, ProgramPartnersDocument } from "../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("partners"))("title"),
});
const readState = createLoader(partnerListParsers);

export default async function PartnersPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "account:read");
  const program = await requireProgram((await params).program);
  const rights = {
    invite: viewer.rights.includes("members:write"),
    propose: viewer.rights.includes("contracts:propose"),
  };
  const state = await readState(searchParams);
  const [partners, invitations] = await Promise.all([
    load(ProgramPartnersDocument, partnerListVariables(program.id, state)),
    rights.invite ? load(InvitationsDocument, { after: null }) : null,
  ]);
  return (
    <PartnersView
      program={{ id: program.id, code: program.code }}
      timeZone={viewer.account.timeZone}
      rights={rights}
      files={filesFor(viewer, "brand", program)}
      first={{ partners, invitations }}
    />
  );
}
