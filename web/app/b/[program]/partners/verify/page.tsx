import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createLoader, parseAsString, parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { VerifyView } from "../../../../../features/verify/verify-view.tsx";
import { shownChoices } from "../../../../../features/verify/shown.ts";
import { load } from "../../../../../lib/api-server.ts";
import { idOrNull } from "../../../../../lib/ids.ts";
import {
  VerifyBoardDocument,
  VerifyPartnerDocument,
  type VerificationShown,
} from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("verify"))("title"),
});
const readAddress = createLoader({
  show: parseAsStringLiteral(shownChoices).withDefault("all"),
  search: parseAsString.withDefault(""),
  run: parseAsString,
  partner: parseAsString,
});

export default async function VerifyPage({
  params,
  searchParams,
}: {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const { show, search, run, partner } = await readAddress(searchParams);
  const partnerId = idOrNull(partner);
  const [board, opened] = await Promise.all([
    load(VerifyBoardDocument, {
      programId: program.id,
      shown: show.toUpperCase() as VerificationShown,
      search: search.trim(),
      runId: idOrNull(run),
      after: null,
    }),
    partnerId ? load(VerifyPartnerDocument, { programId: program.id, partnerId }) : null,
  ]);
  const rights = {
    run: viewer.rights.includes("verification:run"),
    order: viewer.rights.includes("orders:test"),
    invite: viewer.rights.includes("members:write"),
  };
  return (
    <VerifyView
      program={program}
      timeZone={viewer.account.timeZone}
      rights={rights}
      first={{ board, partner: opened }}
    />
  );
}
