import type { ReactNode } from "react";
import { HeldReportsDocument } from "../../gql/graphql.ts";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { HeldReportsView } from "./held-reports-view.tsx";

export interface HeldReportsPageProps {
  params: Promise<{ program: string }>;
}
/** Reports of Amazon's that would take back too much: a person lets each pass, or drops it. */
export async function HeldReportsPage({ params }: HeldReportsPageProps): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "parked:read");
  const program = await requireProgram((await params).program);
  const variables = { program: program.id, after: null };
  return (
    <HeldReportsView
      program={program}
      canDecide={viewer.rights.includes("holds:decide")}
      variables={variables}
      first={await load(HeldReportsDocument, variables)}
    />
  );
}
