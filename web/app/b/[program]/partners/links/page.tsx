import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { kindIsTest, linkKinds } from "../../../../../features/links/kinds.ts";
import type { TestOrderWay } from "../../../../../features/links/test-order-dialog.tsx";
import { LinksView } from "../../../../../features/links/links-view.tsx";
import { noChoices } from "../../../../../features/partners/choice-types.ts";
import { readChoices } from "../../../../../features/partners/choices.ts";
import { load } from "../../../../../lib/api-server.ts";
import { AdsDocument, LinksDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("links"))("title"),
});
const readKind = createLoader({ kind: parseAsStringLiteral(linkKinds).withDefault("all") });

/** What comes from Amazon itself is never made up. */
function orderWayOf(program: { simulated: boolean; salesSource: string }): TestOrderWay | null {
  if (program.simulated) return "simulated";
  return program.salesSource === "NONE" ? "shop" : null;
}

export default async function LinksPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "links:read");
  const program = await requireProgram((await params).program);
  const { kind } = await readKind(searchParams);
  const [links, ads, partners] = await Promise.all([
    load(LinksDocument, {
      filter: { programId: program.id, isTest: kindIsTest(kind) },
      after: null,
    }),
    load(AdsDocument, { programId: program.id, after: null }),
    readChoices(),
  ]);
  const rights = {
    write: viewer.rights.includes("links:write"),
    order: viewer.rights.includes("orders:test") ? orderWayOf(program) : null,
    ads: viewer.rights.includes("programs:write"),
  };
  return (
    <LinksView
      program={program}
      rights={rights}
      partners={partners ?? noChoices}
      first={{ links, ads }}
    />
  );
}
