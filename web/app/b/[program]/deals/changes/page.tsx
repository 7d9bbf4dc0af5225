import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChangesView } from "../../../../../features/changes/changes-view.tsx";
import { load } from "../../../../../lib/api-server.ts";
import { ContractChangesDocument } from "../../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("changes"))("listTitle"),
});

export default async function ChangesPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "contracts:draft");
  const program = await requireProgram((await params).program);
  const first = await load(ContractChangesDocument, { programId: program.id, after: null });
  return (
    <ChangesView
      program={program}
      timeZone={viewer.account.timeZone}
      maySend={viewer.rights.includes("contracts:propose")}
      first={first}
    />
  );
}
