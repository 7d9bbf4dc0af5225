import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OwnVerificationView } from "../../../../../features/verify/own-view.tsx";
import { load } from "../../../../../lib/api-server.ts";
import { VerifyPartnerDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("verify"))("own.title"),
});

export default async function OwnVerificationPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("partner");
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const first = await load(VerifyPartnerDocument, { programId: program.id, partnerId: null });
  return <OwnVerificationView program={program} timeZone={viewer.account.timeZone} first={first} />;
}
