"use client";
import type { ReactNode } from "react";
import type { Freshness_MetaFragment, ReportByPartnerQuery } from "../../../gql/graphql.ts";
import { readFragment } from "../../../gql/index.ts";
import type { PanelState } from "../../../lib/use-loaded.ts";
import { Panel } from "../../../ui/panel.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import type { ViewHandle } from "../use-view.ts";
import type { ViewState } from "../view-state.ts";
import { earningIn } from "./click-measures.ts";
import { PartnerGrid, PartnerGrid_partner } from "./partner-grid.tsx";

interface PartnersProps {
  state: PanelState<ReportByPartnerQuery>;
  view: ViewState;
  setView: ViewHandle["setView"];
  meta: Freshness_MetaFragment;
  currency: string;
}
export function Partners({ state, view, setView, meta, currency }: PartnersProps): ReactNode {
  return (
    <Panel state={state} skeleton={<Skeleton className="h-44" />}>
      {({ reportByPartner }) => (
        <PartnerGrid
          partners={readFragment(PartnerGrid_partner, reportByPartner)}
          scale={view.scale}
          onScale={(scale) => setView({ scale })}
          timeZone={meta.timeZone}
          currency={currency}
          earning={earningIn(view.mode)}
          onPick={(partner) => setView({ partner: [partner] })}
        />
      )}
    </Panel>
  );
}
