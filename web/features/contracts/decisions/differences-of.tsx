"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ContractDifferencesQuery } from "../../../gql/graphql.ts";
import type { Loaded } from "../../../lib/failure.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { Panel } from "../../../ui/panel.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { graphql } from "../../../gql/index.ts";
import { DifferenceList } from "../../changes/difference-list.tsx";

const ContractDifferences = graphql(/* GraphQL */ `
  query ContractDifferences($id: ID!) {
    contractDifferences(id: $id) {
      ...DifferenceList_difference
    }
  }
`);

interface DifferencesOfProps {
  id: string;
  reader: "brand" | "partner";
  first: Loaded<ContractDifferencesQuery> | null;
}
/** Against the contract it follows, else the one in force. */
export function DifferencesOf({ id, reader, first }: DifferencesOfProps): ReactNode {
  const t = useTranslations("contracts");
  const state = useLoaded(ContractDifferences, { id }, first);
  return (
    <Panel state={state} skeleton={<RowsSkeleton rows={2} />}>
      {({ contractDifferences }) => (
        <DifferenceList
          reader={reader}
          differences={contractDifferences ?? []}
          none={t("noDifferences")}
        />
      )}
    </Panel>
  );
}
