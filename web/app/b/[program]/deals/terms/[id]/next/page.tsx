import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { brandPages } from "../../../../../../../lib/addresses.ts";
import { draftOf } from "../../../../../../../features/terms/editor/draft-input.ts";
import { openDraft } from "../../../../../../../features/terms/drafts/open-draft.ts";
import { NextVersionView } from "../../../../../../../features/terms/next-version-view.tsx";
import { graphql, readFragment } from "../../../../../../../gql/index.ts";
import { load, loadOrThrow } from "../../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../../lib/ids.ts";
import {
  DraftsList_DraftFragmentDoc,
  TermsDraftsDocument,
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
  /** `from`: the number of an earlier version that a draft starts from; `draft`: one to go on. */
  searchParams: Promise<{ from?: string | string[]; draft?: string | string[] }>;
}
export default async function NextVersionPage({
  params,
  searchParams,
}: NextVersionPageProps): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:draft");
  const { program: code, id } = await params;
  const program = await requireProgram(code);
  if (!isId(id)) notFound();
  const { terms } = await loadOrThrow(TermsSourceDocument, { id });
  if (!terms) notFound();
  const pages = brandPages(program.code);
  // Archived terms have no next version; their page says so.
  if (terms.state === "ARCHIVED") redirect(`${pages.terms}/${id}/v/${terms.latest.number}`);
  const { from, draft } = await searchParams;
  const asked =
    typeof from === "string" && /^\d{1,6}$/.test(from) && Number(from) < terms.latest.number
      ? Number(from)
      : null;
  const earlier =
    asked === null ? null : (await loadOrThrow(EarlierVersion, { id, number: asked })).termsVersion;
  const drafts = await load(TermsDraftsDocument, { programId: program.id });
  const own = readFragment(DraftsList_DraftFragmentDoc, drafts.data?.termsDrafts ?? []).find(
    (each) => each.termsId === id && each.isMine,
  );
  const opened = await openDraft(draft ?? (earlier ? undefined : own?.id), {
    programId: program.id,
    termsId: id,
  });
  return (
    <NextVersionView
      id={id}
      programId={program.id}
      programCode={program.code}
      pages={pages}
      opened={opened}
      isMissing={draft !== undefined && !opened}
      drafts={drafts}
      mayPublish={
        viewer.rights.includes("terms:write") &&
        (!terms.restricted || viewer.rights.includes("terms:administer"))
      }
      start={draftOf(terms, readFragment(VersionView_VersionFragmentDoc, earlier ?? terms.latest))}
      latest={terms.latest}
      versions={terms.versions}
      signedPartners={terms.signedPartners}
      timeZone={viewer.account.timeZone}
      restored={earlier ? asked : null}
    />
  );
}
