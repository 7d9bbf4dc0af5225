import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TermsSource, VersionFacts } from "../../../../../../features/terms/documents.ts";
import { draftOf } from "../../../../../../features/terms/draft.ts";
import { NextVersionView } from "../../../../../../features/terms/new-terms-view.tsx";
import { readFragment } from "../../../../../../gql/index.ts";
import { loadOrThrow } from "../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../lib/ids.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations("terms"))("next") });

export default async function NextVersionPage({ params }: { params: Promise<{ program: string; id: string }> }): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:write");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const { terms } = await loadOrThrow(TermsSource, { id });
  if (!terms) notFound();
  if (terms.restricted) requireRight(viewer, "terms:administer");
  const base = `/b/${program.code}/terms`;
  const { number } = terms.latest;
  // Signed or archived terms have no next version here; their page says what is the way.
  if (terms.signedPartners > 0 || terms.state === "ARCHIVED") redirect(`${base}/${id}/v/${number}`);
  return <NextVersionView id={id} base={base} start={draftOf(terms, readFragment(VersionFacts, terms.latest))} number={number} />;
}
