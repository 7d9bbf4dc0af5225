import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ContractView } from "../../../../../../features/contracts/contract-view.tsx";
import { load } from "../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../lib/ids.ts";
import { graphql } from "../../../../../../gql/index.ts";
import {
  ContractDifferencesDocument,
  OneContractDocument,
  PartnerLimitsDocument,
} from "../../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

const ContractGroups = graphql(/* GraphQL */ `
  query ContractGroups {
    partnerGroups {
      id
      name
      partnerIds
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contracts"))("title"),
});

export default async function ContractPage({
  params,
}: {
  params: Promise<{ program: string; id: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const rights = {
    propose: viewer.rights.includes("contracts:propose"),
    decide: viewer.rights.includes("contracts:decide"),
    draft: viewer.rights.includes("contracts:draft"),
    end: viewer.rights.includes("contracts:expire"),
  };
  const [contract, differences, groups] = await Promise.all([
    load(OneContractDocument, { id }),
    load(ContractDifferencesDocument, { id }),
    rights.propose && rights.decide ? load(ContractGroups, {}) : null,
  ]);
  if (contract.data && !contract.data.contract) notFound();
  // Only what is in force has a use to show.
  const { partnerAccountId, state } = contract.data?.contract ?? {};
  const limits =
    partnerAccountId && state === "ACTIVE"
      ? await load(PartnerLimitsDocument, { programId: program.id, partnerId: partnerAccountId })
      : null;
  return (
    <ContractView
      id={id}
      program={program}
      rights={rights}
      first={{ contract, differences, groups: groups?.data ?? null, limits }}
    />
  );
}
