import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, type SearchParams } from "nuqs/server";
import { filesFor } from "../../../../../features/exports/files.ts";
import { linkParsers, linkVariablesOf } from "../../../../../features/links/links-query.ts";
import type { TestOrderWay } from "../../../../../features/links/test-order-dialog.tsx";
import { LinksView } from "../../../../../features/links/links-view.tsx";
import { noChoices } from "../../../../../features/partners/choice-types.ts";
import { readChoices, readTyped } from "../../../../../features/partners/choices.ts";
import { brandPages } from "../../../../../lib/addresses.ts";
import { load } from "../../../../../lib/api-server.ts";
import { AdsDocument, LinksDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("links"))("title"),
});
const readAsked = createLoader(linkParsers);

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
  const asked = await readAsked(searchParams);
  const [links, ads, partners, typed] = await Promise.all([
    load(LinksDocument, linkVariablesOf(program.id, asked)),
    load(AdsDocument, { programId: program.id, after: null }),
    readChoices(asked.who),
    readTyped(brandPages(program.code).links, await searchParams, "who"),
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
      files={filesFor(viewer, "brand", program)}
      partners={partners ?? noChoices}
      typed={typed}
      first={{ links, ads }}
    />
  );
}
