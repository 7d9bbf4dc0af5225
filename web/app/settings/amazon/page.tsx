import type { ReactNode } from "react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AmazonView } from "../../../features/amazon/amazon-view.tsx";
import { readReturn } from "../../../features/amazon/returned.ts";
import { AmazonAccountsDocument } from "../../../gql/graphql.ts";
import { load } from "../../../lib/api-server.ts";
import { requireRight, requireViewer } from "../../../lib/session.ts";
import { PageHead } from "../../../ui/card.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("amazon"))("title"),
  // The address holds a code for a moment: nothing that is opened from here learns of it.
  referrer: "no-referrer",
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}
/** A brand's connections to Amazon; also where Amazon's consent page sends people back to. */
export default async function AmazonPage({ searchParams }: Props): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "amazon:read");
  const t = await getTranslations();
  return (
    <>
      <p className="mb-1">
        <Link href="/settings" className={textLinkClass}>
          {t("settings.title")}
        </Link>
      </p>
      <PageHead title={t("amazon.title")} lead={t("amazon.lead")} />
      <AmazonView
        returned={readReturn(await searchParams)}
        timeZone={viewer.account.timeZone}
        mayConnect={viewer.rights.includes("amazon:connect")}
        first={await load(AmazonAccountsDocument, {})}
      />
    </>
  );
}
