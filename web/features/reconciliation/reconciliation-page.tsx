import type { ReactNode } from "react";
import type { SearchParams } from "nuqs/server";
import { ReconciliationDocument } from "../../gql/graphql.ts";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { placeIn } from "./place.ts";
import { ReconciliationView } from "./reconciliation-view.tsx";

export interface ReconciliationPageProps {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

/** Our figures beside Amazon's; the address holds what is asked for. */
export async function ReconciliationPage({
  params,
  searchParams,
}: ReconciliationPageProps): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const { place, isMended } = placeIn(await searchParams, program.marketplaceTimeZone);
  const { from, to, by, partner } = place;
  const variables = {
    input: { programId: program.id, from, to, by, partnerId: by === "LINK" ? partner : null },
    after: place.after,
  };
  const first = await load(ReconciliationDocument, variables);
  return (
    <ReconciliationView
      program={program}
      place={place}
      canSeeHeld={viewer.rights.includes("parked:read")}
      isMended={isMended}
      variables={variables}
      first={first}
    />
  );
}
