import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TermsDetail } from "../../../../../../../features/terms/documents.ts";
import { VersionView } from "../../../../../../../features/terms/version-view.tsx";
import { loadOrThrow } from "../../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("terms"))("title") });

export default async function TermsVersionPage({ params }: { params: Promise<{ program: string; id: string; n: string }> }): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:read");
  const { program: code, id, n } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const { terms } = await loadOrThrow(TermsDetail, { id });
  const number = Number(n);
  if (!terms?.versions.some((version) => version.number === number)) notFound();
  return <VersionView terms={terms} number={number} program={program} mayWrite={viewer.rights.includes("terms:write")} />;
}
