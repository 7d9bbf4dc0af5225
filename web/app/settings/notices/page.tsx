import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PreferencesView } from "../../../features/notices/preferences-view.tsx";
import { NoticePreferencesDocument } from "../../../gql/graphql.ts";
import { load } from "../../../lib/api-server.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("notices.preferences"))("title"),
});

export default async function NoticePreferencesPage(): Promise<ReactNode> {
  const viewer = await requireViewer("any");
  requireRight(viewer, "notices:read");
  return (
    <PreferencesView
      accountName={viewer.account.name}
      mayWrite={viewer.rights.includes("notices:write")}
      first={await load(NoticePreferencesDocument, {})}
    />
  );
}
