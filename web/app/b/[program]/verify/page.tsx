import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VerifyView } from "../../../../features/verify/verify-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { LinkEvidenceDocument, VerifyListDocument } from "../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("verify"))("title"),
});

/** Links whose checks are read with the page; the browser reads the others. */
const readFirst = 8;

export default async function VerifyPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const list = await load(VerifyListDocument, { programId: program.id });
  const evidence = await Promise.all(
    (list.data?.verdicts ?? []).slice(0, readFirst).map(
      async ({ linkId, partnerAccountId }) =>
        [
          linkId,
          await load(LinkEvidenceDocument, {
            id: linkId,
            programId: program.id,
            partnerId: partnerAccountId,
          }),
        ] as const,
    ),
  );
  const rights = {
    links: viewer.rights.includes("links:write"),
    order: program.simulated && viewer.rights.includes("orders:test"),
  };
  return (
    <VerifyView
      program={program}
      timeZone={viewer.account.timeZone}
      rights={rights}
      first={{ list, evidence: Object.fromEntries(evidence) }}
    />
  );
}
