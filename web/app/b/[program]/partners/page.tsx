import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Invitations, PartnerContracts, Partners } from "../../../../features/partners/documents.ts";
import { PartnersView } from "../../../../features/partners/partners-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("partners"))("title") });

export default async function PartnersPage({ params }: { params: Promise<{ program: string }> }): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "account:read");
  const program = await requireProgram((await params).program);
  const rights = { invite: viewer.rights.includes("members:write"), propose: viewer.rights.includes("contracts:propose") };
  const [partners, invitations, contracts] = await Promise.all([
    load(Partners, { after: null }),
    rights.invite ? load(Invitations, { after: null }) : null,
    load(PartnerContracts, { programId: program.id }),
  ]);
  return (
    <PartnersView
      program={{ code: program.code }}
      timeZone={viewer.account.timeZone}
      rights={rights}
      contracts={contracts.data?.contracts.nodes ?? []}
      first={{ partners, invitations }}
    />
  );
}
