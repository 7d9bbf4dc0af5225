import type { ReactNode } from "react";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { InquiriesDocument, type InquiryState } from "../../gql/graphql.ts";
import { load } from "../../lib/api-server.ts";
import { idOrNull } from "../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { ListExport } from "../exports/list-export.tsx";
import { InquiriesView } from "./inquiries-view.tsx";

export interface InquiriesPageProps {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
  space: "brand" | "partner";
}
const read = createLoader({
  show: parseAsStringLiteral(["open", "closed"]).withDefault("open"),
  click: parseAsString,
  sale: parseAsString,
});
const statesOf: Record<"open" | "closed", InquiryState[]> = {
  open: ["OPEN"],
  closed: ["GRANTED", "REFUSED", "WITHDRAWN"],
};

/** What partners ask about clicks and sales, and how the brand answers. */
export async function InquiriesPage({
  params,
  searchParams,
  space,
}: InquiriesPageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "sales:read");
  const program = await requireProgram((await params).program);
  const { show, click, sale } = read(await searchParams);
  const variables = { program: program.id, filter: { states: statesOf[show] }, after: null };
  const first = await load(InquiriesDocument, variables);
  const canOpen = space === "partner" && viewer.rights.includes("inquiries:open");
  return (
    <InquiriesView
      program={program}
      space={space}
      show={show}
      canAnswer={space === "brand" && viewer.rights.includes("conversions:write")}
      canOpen={canOpen}
      about={canOpen ? { clickId: idOrNull(click), conversionId: idOrNull(sale) } : null}
      variables={variables}
      first={first}
      asFile={
        <ListExport
          viewer={viewer}
          space={space}
          program={program}
          table="INQUIRIES"
          filters={{ inquiries: variables.filter }}
        />
      }
    />
  );
}
