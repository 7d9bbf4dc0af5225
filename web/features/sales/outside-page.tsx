import type { ReactNode } from "react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { pagesOf } from "../../lib/addresses.ts";
import { load } from "../../lib/api-server.ts";
import { requireProgram, requireRight, requireViewer } from "../../lib/session.ts";
import { PageHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { OutsideTable } from "./outside-table.tsx";
import { OutsideSalesDocument } from "../../gql/graphql.ts";
import { SaleTabs } from "./sale-tabs.tsx";

export interface OutsidePageProps {
  params: Promise<{ program: string }>;
  space: "brand" | "partner";
}
const pageRows = 50;

/** Sales past a limit of their contract: not payable unless the brand approves them. */
export async function OutsidePage({ params, space }: OutsidePageProps): Promise<ReactNode> {
  const viewer = await requireViewer(space);
  requireRight(viewer, "sales:read");
  const program = await requireProgram((await params).program);
  const t = await getTranslations("sales");
  const parent = pagesOf(space, program.code).explore;
  const canWrite = space === "brand" && viewer.rights.includes("conversions:write");
  const variables = { program: program.id, first: pageRows };
  return (
    <>
      <p className="mb-1">
        <Link href={parent} className={textLinkClass}>
          {t("back")}
        </Link>
      </p>
      <PageHead title={t("outside.title")} lead={t("outside.lead")} />
      <SaleTabs
        log={`${parent}/conversions`}
        current="outside"
        isBrand={space === "brand"}
        mayUpload={canWrite}
        mayReadShop={viewer.rights.includes("submissions:read")}
      />
      <OutsideTable
        variables={variables}
        initial={await load(OutsideSalesDocument, variables)}
        parent={`${parent}/conversions`}
        canWrite={canWrite}
        withPartner={space === "brand"}
      />
    </>
  );
}
