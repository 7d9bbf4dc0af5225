import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ClickView } from "../../../../../features/partner/click-view.tsx";
import { PartnerClickTrace } from "../../../../../features/partner/documents.ts";
import { loadOrThrow } from "../../../../../lib/api-server.ts";
import { isId } from "../../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("partner"))("theClick") });

export default async function PartnerClickPage({ params }: { params: Promise<{ program: string; click: string }> }): Promise<ReactNode> {
  requireRight(await requireViewer("partner"), "clicks:read");
  const { program: code, click: id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const { click } = await loadOrThrow(PartnerClickTrace, { id });
  if (!click || click.click.programId !== program.id) notFound();
  return <ClickView detail={click} program={program} />;
}
