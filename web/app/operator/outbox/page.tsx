import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OutboxView } from "../../../features/operator/outbox-view.tsx";
import { load } from "../../../lib/api-server.ts";
import { OutboxDocument } from "../../../gql/graphql.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("operator"))("outbox"),
});

export default async function OutboxPage(): Promise<ReactNode> {
  const viewer = await requireViewer("operator");
  requireRight(viewer, "outbox:read");
  return (
    <OutboxView
      timeZone={viewer.account.timeZone}
      first={await load(OutboxDocument, { after: null })}
    />
  );
}
