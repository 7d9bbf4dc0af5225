import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { ContractAudit } from "../../../../../features/contracts/audit-documents.ts";
import { AuditView } from "../../../../../features/contracts/audit-view.tsx";
import { ContractFilterChoices } from "../../../../../features/contracts/filter-documents.ts";
import { load } from "../../../../../lib/api-server.ts";
import { isId } from "../../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("contracts.audit"))("title") });
const readFilter = createLoader({ who: parseAsString });

export default async function AuditPage({ params, searchParams }: { params: Promise<{ program: string }>; searchParams: Promise<SearchParams> }): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:read");
  const program = await requireProgram((await params).program);
  const { who } = await readFilter(searchParams);
  const partnerId = who !== null && isId(who) ? who : null;
  const [first, choices] = await Promise.all([load(ContractAudit, { programId: program.id, partnerId, after: null }), load(ContractFilterChoices, { programId: program.id })]);
  return <AuditView program={program} mayDraft={viewer.rights.includes("contracts:draft")} choices={choices.data} first={first} />;
}
