import type { ReactNode } from "react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { VersionView } from "../../../../../../../../features/terms/version-view.tsx";
import { load, loadOrThrow } from "../../../../../../../../lib/api-server.ts";
import { isId } from "../../../../../../../../lib/ids.ts";
import { publicAddress } from "../../../../../../../../features/developer/address.ts";
import { graphql } from "../../../../../../../../gql/index.ts";
import { VersionDifferencesDocument } from "../../../../../../../../gql/graphql.ts";
import {
  requireProgram,
  requireRight,
  requireViewer,
} from "../../../../../../../../lib/session.ts";

const TermsDetail = graphql(/* GraphQL */ `
  query TermsDetail($id: ID!, $number: Count!) {
    terms(id: $id) {
      id
      name
      state
      programId
      labels
      restricted
      linkCode
      signedPartners
      createdAt
      versions {
        id
        number
        createdAt
        authorName
        comment
      }
    }
    termsVersion(termsId: $id, number: $number) {
      id
      number
      comment
      warnings
      ...VersionView_version
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("terms"))("title"),
});

export default async function TermsVersionPage({
  params,
}: {
  params: Promise<{ program: string; id: string; n: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "terms:read");
  const { program: code, id, n } = await params;
  const program = await requireProgram(code);
  const number = /^\d{1,9}$/.test(n) ? Number(n) : 0;
  if (!isId(id)) notFound();
  const { terms, termsVersion } = await loadOrThrow(TermsDetail, { id, number });
  if (!terms || !termsVersion) notFound();
  const rights = {
    draft: viewer.rights.includes("contracts:draft"),
    write: viewer.rights.includes("terms:write"),
    administer: viewer.rights.includes("terms:administer"),
  };
  const before = terms.versions.find((each) => each.number < termsVersion.number) ?? null;
  const differences = before
    ? ((await load(VersionDifferencesDocument, { beforeId: before.id, afterId: termsVersion.id }))
        .data?.termsDifferences ?? [])
    : [];
  return (
    <VersionView
      terms={terms}
      version={termsVersion}
      program={program}
      rights={rights}
      origin={await publicAddress()}
      before={before}
      differences={differences}
    />
  );
}
