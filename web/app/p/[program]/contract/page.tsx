import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { allStates } from "../../../../features/contracts/state-choices.ts";
import { BrandContact, PartnerContractList } from "../../../../features/partner/contract-documents.ts";
import { PartnerContractView } from "../../../../features/partner/contract-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("partner"))("contractTitle") });

export default async function PartnerContractPage({ params }: { params: Promise<{ program: string }> }): Promise<ReactNode> {
  const viewer = await requireViewer("partner");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const states = [...allStates];
  const [first, brands] = await Promise.all([load(PartnerContractList, { programId: program.id, states, after: null }), load(BrandContact, {})]);
  const supportContact = brands.data?.brands.nodes.find((brand) => brand.id === program.brandAccountId)?.supportContact ?? null;
  return <PartnerContractView program={program} states={states} mayDecide={viewer.rights.includes("contracts:decide")} supportContact={supportContact} first={first} />;
}
