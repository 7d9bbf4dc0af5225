import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProgramSettingsView } from "../../../../features/settings/program-settings-view.tsx";
import { load } from "../../../../lib/api-server.ts";
import { ProgramSettingsDocument } from "../../../../gql/graphql.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("settings"))("programTitle"),
});

export default async function ProgramSettingsPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "programs:read");
  const program = await requireProgram((await params).program);
  const first = await load(ProgramSettingsDocument, { id: program.id });
  const rights = {
    write: viewer.rights.includes("programs:write"),
    requestCpc: viewer.rights.includes("cpc:request"),
  };
  return (
    <ProgramSettingsView
      programId={program.id}
      isStarter={viewer.account.edition === "STARTER"}
      timeZone={viewer.account.timeZone}
      rights={rights}
      first={first}
    />
  );
}
