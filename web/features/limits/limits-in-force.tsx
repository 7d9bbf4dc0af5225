"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { PartnerLimitsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { graphql } from "../../gql/index.ts";
import { OwnLimits } from "./own-limits.tsx";

/** Of one partner: its contract's limits, and those of the program that the reader may see. */
const PartnerLimits = graphql(/* GraphQL */ `
  query PartnerLimits($programId: ID!, $partnerId: ID!) {
    limitUsage(programId: $programId, partnerId: $partnerId) {
      limitId
      ...LimitGauge_limit
    }
    programLimits(programId: $programId) {
      id
      ...ProgramLimits_limit
    }
  }
`);

interface LimitsInForceProps {
  programId: string;
  partnerId: string;
  timeZone: string;
  /** Null where the page came before the contract was in force. */
  first: Loaded<PartnerLimitsQuery> | null;
}
/** The limits of a contract in force, on the brand's page of it. */
export function LimitsInForce({
  programId,
  partnerId,
  timeZone,
  first,
}: LimitsInForceProps): ReactNode {
  const t = useTranslations("limits");
  const state = useLoaded(PartnerLimits, { programId, partnerId }, first);
  return (
    <Panel state={state} skeleton={<RowsSkeleton rows={2} />}>
      {({ limitUsage, programLimits }) => (
        <OwnLimits
          space="brand"
          timeZone={timeZone}
          title={t("card")}
          limits={limitUsage}
          programLimits={programLimits}
        />
      )}
    </Panel>
  );
}
