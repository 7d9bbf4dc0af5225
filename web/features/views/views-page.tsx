import type { ReactNode } from "react";
import { SavedViewsDocument } from "../../gql/graphql.ts";
import { pagesOf } from "../../lib/addresses.ts";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { ViewsView } from "./views-view.tsx";

export interface ViewsPageProps {
  params: Promise<{ program: string }>;
  space: "brand" | "partner";
}
/** Views by name: opened, renamed, shared and taken away. */
export async function ViewsPage({ params, space }: ViewsPageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  return (
    <ViewsView
      program={program}
      space={space}
      page={pagesOf(space, program.code).explore}
      canWrite={viewer.rights.includes("views:write")}
      isAdministrator={viewer.rights.includes("account:write")}
      first={await load(SavedViewsDocument, { program: program.id })}
    />
  );
}
