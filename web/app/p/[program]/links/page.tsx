import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { kindIsTest, linkKinds } from "../../../../features/links/kinds.ts";
import { LinksView } from "../../../../features/links/links-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { AdsDocument, LinksDocument } from "../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("links"))("title"),
});
const readKind = createLoader({ kind: parseAsStringLiteral(linkKinds).withDefault("all") });

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
  const { kind } = await readKind(searchParams);
  const [links, ads] = await Promise.all([
    load(LinksDocument, {
      filter: { programId: program.id, isTest: kindIsTest(kind) },
      after: null,
    }),
    load(AdsDocument, { programId: program.id, after: null }),
  ]);
  const rights = {
    write: viewer.rights.includes("links:write"),
    // Without Amazon the brand hands in orders.
    order:
      program.simulated && viewer.rights.includes("orders:test") ? ("simulated" as const) : null,
    ads: false,
  };
  return <LinksView program={program} rights={rights} partners={null} first={{ links, ads }} />;
}
