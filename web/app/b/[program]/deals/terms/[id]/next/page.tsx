import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { brandPages } from "../../../../../../../lib/addresses.ts";
import { draftOf } from "../../../../../../../features/terms/editor/draft-input.ts";
import { NextVersionView } from "../../../../../../../features/terms/next-version-view.tsx";
import { graphql, readFragment } from "../../../../../../../gql/index.ts";
import { loadOrThrow } from "../../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../../lib/ids.ts";
import {
  TermsSourceDocument,
  VersionView_VersionFragmentDoc,
} from "../../../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../../lib/session.ts";

/** An earlier version, to start a draft from. */
const EarlierVersion = graphql(/* GraphQL */ `
  query EarlierVersion($id: ID!, $number: Count!) {
    termsVersion(termsId: $id, number: $number) {
      id
      ...VersionView_version
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms"))("next"),
});

interface NextVersionPageProps {
  params: Promise<{ program: string; id: string }>;
  /** `from`: the number of an earlier version that the draft starts from. */
  searchParams: Promise<{ from?: string | string[] }>;
}
export default async function NextVersionPage({
  params,
  searchParams,
}: NextVersionPageProps): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:write");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const { terms } = await loadOrThrow(TermsSourceDocument, { id });
  if (!terms) notFound();
  if (terms.restricted) requireRight(viewer, "terms:administer");
  const pages = brandPages(program.code);
  // Archived terms have no next version; their page says so.
  if (terms.state === "ARCHIVED") redirect(`${pages.terms}/${id}/v/${terms.latest.number}`);
  const { from } = await searchParams;
  const asked =
    typeof from === "string" && /^\d{1,6}$/.test(from) && Number(from) < terms.latest.number
      ? Number(from)
      : null;
  const earlier =
    asked === null ? null : (await loadOrThrow(EarlierVersion, { id, number: asked })).termsVersion;
  return (
    <NextVersionView
      id={id}
      programId={program.id}
      programCode={program.code}
      pages={pages}
      shelf={`${viewer.account.id}.${id}${asked === null ? "" : `.${asked}`}`}
      start={draftOf(terms, readFragment(VersionView_VersionFragmentDoc, earlier ?? terms.latest))}
      latest={terms.latest}
      versions={terms.versions}
      signedPartners={terms.signedPartners}
      timeZone={viewer.account.timeZone}
      restored={earlier ? asked : null}
    />
  );
}
