import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { filesFor } from "../../../../features/exports/files.ts";
import { linkParsers, linkVariablesOf } from "../../../../features/links/links-query.ts";
import { LinksView } from "../../../../features/links/links-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { AdsDocument, LinksDocument } from "../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("links"))("title"),
});
const readAsked = createLoader(linkParsers);

export default async function PartnerLinksPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("partner");
  requireRight(viewer, "links:read");
  const program = await requireProgram((await params).program);
  const asked = { ...(await readAsked(searchParams)), who: null };
  const [links, ads] = await Promise.all([
    load(LinksDocument, linkVariablesOf(program.id, asked)),
    load(AdsDocument, { programId: program.id, after: null }),
  ]);
  const rights = {
    write: viewer.rights.includes("links:write"),
    // Without Amazon the brand hands in orders.
    order:
      program.simulated && viewer.rights.includes("orders:test") ? ("simulated" as const) : null,
    ads: false,
  };
  return (
    <LinksView
      program={program}
      rights={rights}
      files={filesFor(viewer, "partner", program)}
      partners={null}
      typed={null}
      first={{ links, ads }}
    />
  );
}
