import type { ReactNode } from "react";
import { redirect } from "next/navigation";
import { pagesOf } from "../../lib/addresses.ts";
import { load } from "../../lib/api-server.ts";
import { filesFor } from "../exports/files.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { ReportingView } from "./reporting-view.tsx";
import {
  AnnotationsDocument,
  BreakdownDocument,
  ReportByPartnerDocument,
  ReportPairDocument,
  SavedViewsDocument,
  type BreakdownQueryVariables,
} from "../../gql/graphql.ts";
import type { FirstBreakdown } from "./breakdown/breakdown-query.ts";
import { beginningOf } from "../views/beginning-of.ts";
import { breakdownVariables, nestedVariables, openView } from "./breakdown/breakdown-variables.ts";
import { fromSearchParams, variablesOf } from "./view-state.ts";

const breakdownOf = async (of: BreakdownQueryVariables): Promise<FirstBreakdown> => ({
  of,
  loaded: await load(BreakdownDocument, of),
});

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
  const asked = await searchParams;
  const savedViews = load(SavedViewsDocument, { program: program.id });
  if (Object.keys(asked).length === 0) {
    const begun = beginningOf((await savedViews).data);
    if (begun !== null) redirect(`${pagesOf(space, program.code).explore}?${begun}`);
  }
  const { view } = fromSearchParams(asked);
  const { compare, ...shared } = variablesOf(program.id, view);
  const inside = view.view === "by" ? openView(view, space) : null;
  const { program: id, range, timeZone: zone } = shared;
  const [saved, report, annotations, partners, breakdown, nested] = await Promise.all([
    savedViews,
    load(ReportPairDocument, { ...shared, compare }),
    view.view === "pair" ? load(AnnotationsDocument, { program: id, range, timeZone: zone }) : null,
    space === "brand" ? load(ReportByPartnerDocument, shared) : null,
    view.view === "by" ? breakdownOf(breakdownVariables(program.id, view, space)) : null,
    inside && breakdownOf(nestedVariables(program.id, view, space, inside)),
  ]);
  const { code, name, timeZone, marketplaceCurrency } = program;
  return (
    <ReportingView
      program={{ id, code, name, timeZone, marketplaceCurrency }}
      space={space}
      report={report}
      partners={partners}
      breakdown={breakdown}
      nested={nested}
      annotations={annotations}
      savedViews={saved}
      canSaveViews={viewer.rights.includes("views:write")}
      files={filesFor(viewer, space, program)}
    />
  );
}
