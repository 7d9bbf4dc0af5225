import type { ReactNode } from "react";
import { createLoader, type SearchParams } from "nuqs/server";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { ListExport } from "../exports/list-export.tsx";
import { stateParser, statesOf } from "./state-choices.ts";
import { StatementsDocument } from "../../gql/graphql.ts";
import { StatementsView } from "./statements-view.tsx";

export interface StatementsPageProps {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
  space: "brand" | "partner";
}
const read = createLoader({ state: stateParser });

/** What is owed month by month, and the rest that is carried. */
export async function StatementsPage({
  params,
  searchParams,
  space,
}: StatementsPageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "payouts:read");
  const program = await requireProgram((await params).program);
  const { state } = await read(searchParams);
  const first = await load(StatementsDocument, {
    programId: program.id,
    filter: { state: statesOf(state) },
    after: null,
  });
  const asFile = (
    <ListExport
      viewer={viewer}
      space={space}
      program={program}
      table="STATEMENT_LINES"
      filters={{ statements: { state: statesOf(state) } }}
    />
  );
  return <StatementsView program={program} first={first} space={space} asFile={asFile} />;
}
