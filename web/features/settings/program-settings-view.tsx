"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import {
  CpcCard_RequestFragmentDoc,
  type CpcRequestState,
  type ProgramSettingsQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { CpcCard } from "./cpc-card.tsx";
import { EventTypesCard } from "./event-types-card.tsx";
import { FactsCard } from "./facts-card.tsx";
import { RiskFilterCard } from "./risk-filter-card.tsx";
import { WindowCard } from "./window-card.tsx";

const ProgramSettings = graphql(/* GraphQL */ `
  query ProgramSettings($id: ID!) {
    program(id: $id) {
      id
      code
      name
      landingPage
      landingPageWarnings
      marketplace
      marketplaceCurrency
      marketplaceTimeZone
      uniqueWindowMinutes
      uniqueWindowType
      riskFilter
      salesSource
      clicksOnly
      state
      eventTypes {
        id
        kind
        code
        name
        state
      }
    }
    cpcRequest {
      ...CpcCard_request
    }
  }
`);

/** How often an open CPC request is looked at while the page is. */
const pollMs = 5_000;
const stateOf = (data: ProgramSettingsQuery | null) =>
  readFragment(CpcCard_RequestFragmentDoc, data?.cpcRequest ?? null)?.state ?? null;
const isOpen = (state: CpcRequestState | null): boolean =>
  state === "REQUESTED" || state === "IN_REVIEW";

interface ProgramSettingsViewProps {
  programId: string;
  isStarter: boolean;
  timeZone: string;
  rights: { write: boolean; requestCpc: boolean };
  first: Loaded<ProgramSettingsQuery>;
}

export function ProgramSettingsView({
  programId,
  isStarter,
  timeZone,
  rights,
  first,
}: ProgramSettingsViewProps): ReactNode {
  const t = useTranslations("settings");
  const router = useRouter();
  const { state, cpc } = useProgramSettings(programId, first);
  // The shell and other pages know the event types too.
  const changed = () => router.refresh();
  return (
    <>
      <PageHead title={t("programTitle")} lead={t("programLead")} />
      <Panel state={state} skeleton={<RowsSkeleton />}>
        {({ program, cpcRequest }) =>
          program ? (
            <div className="grid items-start gap-3 lg:grid-cols-2">
              <div className="flex flex-col gap-3">
                <CpcCard
                  request={cpcRequest}
                  isStarter={isStarter}
                  mayRequest={rights.requestCpc}
                  timeZone={timeZone}
                  onRequested={changed}
                />
                <EventTypesCard
                  programId={program.id}
                  eventTypes={program.eventTypes}
                  salesSource={program.salesSource}
                  cpcEnabled={cpc === "ENABLED"}
                  mayWrite={rights.write}
                  onChanged={changed}
                />
              </div>
              <div className="flex flex-col gap-3">
                <FactsCard program={program} mayWrite={rights.write} onChanged={changed} />
                <WindowCard
                  programId={program.id}
                  minutes={program.uniqueWindowMinutes}
                  type={program.uniqueWindowType}
                  timeZone={timeZone}
                  mayWrite={rights.write}
                  onChanged={changed}
                />
                <RiskFilterCard
                  programId={program.id}
                  filter={program.riskFilter}
                  timeZone={timeZone}
                  mayWrite={rights.write}
                  onChanged={changed}
                />
                <LimitsCard />
                <p className="text-muted">
                  <Link href="/settings" className={textLinkClass}>
                    {t("accountElsewhere")}
                  </Link>
                </p>
              </div>
            </div>
          ) : null
        }
      </Panel>
    </>
  );
}

/** The settings and how the CPC request stands, which is looked at again while it is open. */
function useProgramSettings(programId: string, first: Loaded<ProgramSettingsQuery>) {
  const router = useRouter();
  const [open, setOpen] = useState(isOpen(stateOf(first.data)));
  const state = useLoaded(ProgramSettings, { id: programId }, first, {
    news: useTicks(open, pollMs),
  });
  const cpc = stateOf(state.data);
  if (isOpen(cpc) !== open) setOpen(isOpen(cpc));
  const told = useRef(cpc);
  useEffect(() => {
    if (cpc === told.current) return;
    told.current = cpc;
    // The bell and the other pages stand in the server's part.
    router.refresh();
  }, [cpc, router]);
  return { state, cpc };
}

/** What holds of every limit. */
function LimitsCard(): ReactNode {
  const t = useTranslations("settings");
  return (
    <Card>
      <CardHead title={t("limits")} />
      <ul className="flex max-w-prose list-disc flex-col gap-1 ps-5">
        {(["final", "perContract", "reached", "acknowledge"] as const).map((key) => (
          <li key={key}>{t(`limitsText.${key}`)}</li>
        ))}
      </ul>
    </Card>
  );
}
