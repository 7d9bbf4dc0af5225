"use client";
import { useRef, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ContractLimitsQuery, ProgramLimitsQuery } from "../../gql/graphql.ts";
import { brandPages } from "../../lib/addresses.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useNews } from "../../lib/use-news.ts";
import { PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import type { Files } from "../exports/files.ts";
import { LateExport } from "../exports/late-export.tsx";
import { ContractLimitsCard } from "./contract-limits.tsx";
import { ExposureCard } from "./exposure-card.tsx";
import { LimitEvents } from "./limit-events.tsx";
import { GaugeLegend } from "./limit-gauge.tsx";
import { graphql } from "../../gql/index.ts";
import { ProgramLimitsCard } from "./program-limits.tsx";

const ProgramLimits = graphql(/* GraphQL */ `
  query ProgramLimits($programId: ID!) {
    programLimits(programId: $programId) {
      id
      ...ProgramLimits_limit
    }
    clickExposure(programId: $programId) {
      ...ExposureCard_exposure
    }
    limitEvents(programId: $programId, first: 20) {
      limitId
      percent
      text
      partnerId
      partnerName
      contractId
      kind
      currency
      max
      used
      occurredAt
      windowEnd
    }
  }
`);

/** Every partner's limits are ranked anew each time: not with every click. */
const lookAgainMs = 3_000;

interface LimitsViewProps {
  program: { id: string; code: string; name: string; timeZone: string };
  currency: string;
  mayWrite: boolean;
  /** Null: the viewer may have no files. */
  files: Files | null;
  /** When the figures were read, ms by the server's clock. */
  shownAt: number;
  first: { program: Loaded<ProgramLimitsQuery>; contracts: Loaded<ContractLimitsQuery> };
}
/**
 * How much is left, of the program's own limits and of every partner's; the figures move as clicks
 * arrive.
 */
export function LimitsView({
  program,
  currency,
  mayWrite,
  files,
  shownAt,
  first,
}: LimitsViewProps): ReactNode {
  const t = useTranslations("limits");
  const shown = useRef(shownAt);
  const { news } = useNews(program.id, shown, lookAgainMs);
  const state = useLoaded(ProgramLimits, { programId: program.id }, first.program, { news });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <GaugeLegend />
      <div className="grid items-start gap-3 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-3">
          <Panel state={state} skeleton={<RowsSkeleton rows={3} />}>
            {({ programLimits, clickExposure }) => (
              <div className="flex flex-col gap-3">
                <ProgramLimitsCard
                  program={program}
                  currency={currency}
                  mayWrite={mayWrite}
                  limits={programLimits}
                />
                <ExposureCard
                  exposures={clickExposure}
                  pages={brandPages(program.code)}
                  actions={
                    files ? (
                      <LateExport {...files} table="EXPOSURE" filters={{}} size="small" />
                    ) : null
                  }
                />
              </div>
            )}
          </Panel>
          <ContractLimitsCard program={program} first={first.contracts} news={news} files={files} />
        </div>
        <Panel state={state} skeleton={<RowsSkeleton rows={3} />}>
          {({ limitEvents }) => <LimitEvents program={program} events={limitEvents} />}
        </Panel>
      </div>
    </>
  );
}
