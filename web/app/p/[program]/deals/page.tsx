import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { allStates } from "../../../../features/contracts/state-choices.ts";
import { ListExport } from "../../../../features/exports/list-export.tsx";
import { PartnerContractView } from "../../../../features/partner/contract-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { graphql } from "../../../../gql/index.ts";
import {
  ContractDifferencesDocument,
  PartnerContractHistoryDocument,
} from "../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

const BrandContact = graphql(/* GraphQL */ `
  query BrandContact {
    brands(first: 100) {
      nodes {
        id
        supportContact
      }
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("partner"))("contractTitle"),
});

export default async function PartnerContractPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("partner");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const partnerId = viewer.account.id;
  const [first, brands] = await Promise.all([
    load(PartnerContractHistoryDocument, { programId: program.id, partnerId }),
    load(BrandContact, {}),
  ]);
  const history = first.data?.contractHistory;
  const changing = [
    ...(history?.pending ?? []),
    ...(history?.signed.filter(({ state }) => state === "UPCOMING") ?? []),
  ];
  const differences = await Promise.all(
    changing.map(async ({ id }) => [id, await load(ContractDifferencesDocument, { id })] as const),
  );
  const supportContact =
    brands.data?.brands.nodes.find((brand) => brand.id === program.brandAccountId)
      ?.supportContact ?? null;
  return (
    <PartnerContractView
      program={program}
      partnerId={partnerId}
      mayDecide={viewer.rights.includes("contracts:decide")}
      supportContact={supportContact}
      first={first}
      differences={Object.fromEntries(differences)}
      asFile={
        <ListExport
          viewer={viewer}
          space="partner"
          program={program}
          table="CONTRACTS"
          filters={{ contracts: { states: allStates } }}
        />
      }
    />
  );
}
