import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DomainsView } from "../../../features/domains/domains-view.tsx";
import { LinkDomainsDocument } from "../../../gql/graphql.ts";
import { load } from "../../../lib/api-server.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";
import { PageHead } from "../../../ui/card.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("domains"))("title"),
});

export default async function DomainsPage(): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "links:read");
  const t = await getTranslations();
  return (
    <>
      <p className="mb-1">
        <Link href="/settings" className={textLinkClass}>
          {t("settings.title")}
        </Link>
      </p>
      <PageHead title={t("domains.title")} lead={t("domains.lead")} />
      <DomainsView
        first={await load(LinkDomainsDocument, {})}
        timeZone={viewer.account.timeZone}
        mayWrite={viewer.rights.includes("programs:write")}
      />
    </>
  );
}
