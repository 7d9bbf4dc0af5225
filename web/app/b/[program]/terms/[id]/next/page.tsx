import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TermsDetail, VersionFacts } from "../../../../../../features/terms/documents.ts";
import { draftOf } from "../../../../../../features/terms/draft.ts";
import { NextVersionView } from "../../../../../../features/terms/new-terms-view.tsx";
import { readFragment } from "../../../../../../gql/index.ts";
import { loadOrThrow } from "../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("terms"))("next") });

export default async function NextVersionPage({ params }: { params: Promise<{ program: string; id: string }> }): Promise<ReactNode> {
  requireRight(await requireViewer("brand"), "terms:write");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const { terms } = await loadOrThrow(TermsDetail, { id });
  const [latest] = terms?.versions ?? [];
  if (!terms || !latest) notFound();
  return <NextVersionView id={id} base={`/b/${program.code}/terms`} start={draftOf(terms.name, readFragment(VersionFacts, latest))} number={latest.number + 1} />;
}
