import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { draftOf } from "../../../../../../features/terms/editor/draft-input.ts";
import { newDraft } from "../../../../../../features/terms/editor/draft.ts";
import { openDraft } from "../../../../../../features/terms/drafts/open-draft.ts";
import { NewTermsView } from "../../../../../../features/terms/new-terms-view.tsx";
import { graphql, readFragment } from "../../../../../../gql/index.ts";
import { load, loadOrThrow } from "../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../lib/ids.ts";
import {
  TermsDraftsDocument,
  VersionView_VersionFragmentDoc,
} from "../../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";

/** Names to copy from, without what they say. */
const TermsNames = graphql(/* GraphQL */ `
  query TermsNames($programId: ID) {
    termsList(first: 100, programId: $programId) {
      nodes {
        id
        name
      }
    }
  }
`);

/** The newest version, to write the next one or a copy from. */
const TermsSource = graphql(/* GraphQL */ `
  query TermsSource($id: ID!) {
    terms(id: $id) {
      id
      name
      state
      labels
      restricted
      signedPartners
      latest {
        id
        number
        authorName
        ...VersionView_version
      }
      versions {
        id
        number
      }
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms"))("create"),
});

interface NewTermsPageProps {
  params: Promise<{ program: string }>;
  /** `from`: the terms whose newest version fills the form; `draft`: what is written on. */
  searchParams: Promise<{ from?: string | string[]; draft?: string | string[] }>;
}
export default async function NewTermsPage({
  params,
  searchParams,
}: NewTermsPageProps): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:draft");
  const program = await requireProgram((await params).program);
  const { from, draft } = await searchParams;
  const [names, drafts, opened, source] = [
    await load(TermsNames, { programId: program.id }),
    await load(TermsDraftsDocument, { programId: program.id }),
    await openDraft(draft, { programId: program.id, termsId: null }),
    typeof from === "string" && isId(from)
      ? (await loadOrThrow(TermsSource, { id: from })).terms
      : null,
  ];
  const t = await getTranslations("terms");
  const start = source
    ? draftOf(
        { name: t("copyName", { name: source.name }).slice(0, 200), labels: source.labels },
        readFragment(VersionView_VersionFragmentDoc, source.latest),
      )
    : newDraft(program.marketplaceCurrency);
  return (
    <NewTermsView
      program={{ id: program.id, code: program.code }}
      start={opened?.draft ?? start}
      sources={names.data?.termsList.nodes ?? []}
      from={source?.id ?? null}
      opened={opened}
      isMissing={draft !== undefined && !opened}
      drafts={drafts}
      mayPublish={viewer.rights.includes("terms:write")}
      timeZone={viewer.account.timeZone}
    />
  );
}
