import type { Metadata } from "next";
import type { ReactNode } from "react";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { brandPages } from "../../../../../../lib/addresses.ts";
import { SaleTabs } from "../../../../../../features/sales/sale-tabs.tsx";
import { ToldView } from "../../../../../../features/told/told-view.tsx";
import { graphql } from "../../../../../../gql/index.ts";
import { loadOrThrow } from "../../../../../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../../../../../lib/session.ts";
import { PageHead } from "../../../../../../ui/card.tsx";
import { LinkTabs } from "../../../../../../ui/link-tabs.tsx";
import { textLinkClass } from "../../../../../../ui/text-link.ts";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("told"))("title"),
});

const AmazonReport = graphql(/* GraphQL */ `
  query AmazonReport($program: ID!, $range: RangeInput!) {
    amazonReport(programId: $program, range: $range) {
      ...ToldView
    }
    program(id: $program) {
      ...ToldView_program
    }
  }
`);
const ranges = ["7d", "28d", "90d"] as const;

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<{ last?: string | string[] }>;
}
/** What Amazon tells besides sales: shown, and never booked. */
export default async function ToldPage({ params, searchParams }: Props): Promise<ReactNode> {
  const viewer = await requireViewer("brand");
  requireRight(viewer, "reports:read");
  const program = await requireProgram((await params).program);
  const { last: asked } = await searchParams;
  const last = ranges.find((range) => range === asked) ?? "28d";
  const { amazonReport, program: told } = await loadOrThrow(AmazonReport, {
    program: program.id,
    range: { last },
  });
  if (!amazonReport || !told) notFound();
  const t = await getTranslations();
  const reporting = brandPages(program.code).explore;
  return (
    <>
      <p className="mb-1">
        <Link href={reporting} className={textLinkClass}>
          {t("sales.back")}
        </Link>
      </p>
      <PageHead title={t("told.title")} lead={t("told.lead")} />
      <SaleTabs
        log={`${reporting}/conversions`}
        current="amazon"
        isBrand
        mayUpload={viewer.rights.includes("conversions:write")}
        mayReadShop={viewer.rights.includes("submissions:read")}
      />
      <LinkTabs
        label={t("told.ranges")}
        tabs={ranges.map((range) => ({
          href: `${reporting}/conversions/amazon?last=${range}`,
          text: t(`told.range.${range}`),
          current: range === last,
        }))}
      />
      <ToldView report={amazonReport} program={told} />
    </>
  );
}
