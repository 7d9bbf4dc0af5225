import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { brandPages } from "../../../../../lib/addresses.ts";
import { AuditView } from "../../../../../features/contracts/audit-view.tsx";
import { readChoices, readTyped } from "../../../../../features/partners/choices.ts";
import { load } from "../../../../../lib/api-server.ts";
import { idOrNull } from "../../../../../lib/ids.ts";
import { ContractAuditDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("contracts.audit"))("title"),
});
const readFilter = createLoader({ who: parseAsString });

export default async function AuditPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const query = await searchParams;
  const who = idOrNull(readFilter(query).who);
  const [first, choices, typed] = await Promise.all([
    load(ContractAuditDocument, { programId: program.id, partnerId: who, after: null }),
    readChoices(who),
    readTyped(brandPages(program.code).audit, query, "who"),
  ]);
  return <AuditView program={program} choices={choices} typed={typed} first={first} />;
}
