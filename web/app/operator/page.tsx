import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HealthView } from "../../features/operator/health-view.tsx";
import { load } from "../../lib/api-server.ts";
import { SystemHealthDocument } from "../../gql/graphql.ts";
import { requireRight, requireViewer } from "../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("health"))("title"),
});

export default async function HealthPage(): Promise<ReactNode> {
  const viewer = await requireViewer("operator");
  requireRight(viewer, "platform:health");
  return (
    <HealthView timeZone={viewer.account.timeZone} first={await load(SystemHealthDocument, {})} />
  );
}
