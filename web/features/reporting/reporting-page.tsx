import type { ReactNode } from "react";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { ReportingView } from "./reporting-view.tsx";
import { ReportByPartnerDocument, ReportPairDocument } from "../../gql/graphql.ts";
import { fromSearchParams, variablesOf } from "./view-state.ts";

export interface ReportingParams {
  params: Promise<{ program: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}
/** The same screen for brand and partner; the API gives each its own numbers. */
export async function ReportingPage({
  params,
  searchParams,
  space,
}: ReportingParams & { space: "brand" | "partner" }): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const variables = variablesOf(program.id, fromSearchParams(await searchParams).view);
  const [report, partners] = await Promise.all([
    load(ReportPairDocument, variables),
    space === "brand" ? load(ReportByPartnerDocument, variables) : null,
  ]);
  const { id, code, timeZone, marketplaceCurrency } = program;
  return (
    <ReportingView
      program={{ id, code, timeZone, marketplaceCurrency }}
      space={space}
      report={report}
      partners={partners}
    />
  );
}
