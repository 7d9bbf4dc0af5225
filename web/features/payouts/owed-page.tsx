import type { ReactNode } from "react";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { OwedDocument, type OwedOrder } from "../../gql/graphql.ts";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { ListExport } from "../exports/list-export.tsx";
import { OwedView } from "./owed-view.tsx";

export interface OwedPageProps {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
  space: "brand" | "partner";
}
const orders = [
  "OWED",
  "DUE",
  "APPROVED",
  "PENDING",
  "PARTNER",
] as const satisfies readonly OwedOrder[];
const read = createLoader({
  search: parseAsString,
  order: parseAsStringLiteral(orders).withDefault("OWED"),
});

/** What is owed, what is pending, and when each is due. */
export async function OwedPage({ params, searchParams, space }: OwedPageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "payouts:read");
  const program = await requireProgram((await params).program);
  const { search, order } = read(await searchParams);
  const variables = {
    programId: program.id,
    filter: { search: search?.trim().slice(0, 200) || null },
    order,
    after: null,
  };
  return (
    <OwedView
      program={program}
      space={space}
      search={search ?? ""}
      order={order}
      variables={variables}
      first={await load(OwedDocument, variables)}
      asFile={
        <ListExport
          viewer={viewer}
          space={space}
          program={program}
          table="OWED"
          filters={{ owed: { filter: variables.filter, order } }}
        />
      }
    />
  );
}
