import type { Metadata } from "next";
import type { ReactNode } from "react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { brandPages } from "../../../../../../lib/addresses.ts";
import { SaleTabs } from "../../../../../../features/sales/sale-tabs.tsx";
import { UploadsView } from "../../../../../../features/uploads/uploads-view.tsx";
import { ReportUploadsDocument } from "../../../../../../gql/graphql.ts";
import { load } from "../../../../../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";
import { PageHead } from "../../../../../../ui/card.tsx";
import { textLinkClass } from "../../../../../../ui/text-link.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("uploads"))("title"),
});

const pageRows = 10;

/** Amazon's report as people send it in files: tried, then booked whole or not at all. */
export default async function UploadPage({
  params,
}: {
  params: Promise<{ program: string }>;
}): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "conversions:write");
  const program = await requireProgram((await params).program);
  const t = await getTranslations();
  const reporting = brandPages(program.code).explore;
  const variables = { program: program.id, first: pageRows };
  return (
    <>
      <p className="mb-1">
        <Link href={reporting} className={textLinkClass}>
          {t("sales.back")}
        </Link>
      </p>
      <PageHead title={t("uploads.title")} lead={t("uploads.lead")} />
      <SaleTabs log={`${reporting}/conversions`} current="upload" isBrand mayUpload mayReadShop />
      <UploadsView
        variables={variables}
        initial={await load(ReportUploadsDocument, variables)}
        timeZone={viewer.account.timeZone}
        heldHref={`${reporting}/held`}
      />
    </>
  );
}
